import { at, columnsOf, textAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { gathered, timeColumns } from "./gathered.ts";
import { LISTING } from "./listing.ts";
import { documentColumns, linkedId, listed, memberColumns } from "./nested.ts";

const columns = columnsOf(
  "id title document_category_name owner jobs extension updated_at created_at",
  () => [
    { ...linkedId("document"), name: "id" },
    textAt("title", "Title of the document.", at("document.title")),
    ...documentColumns(""),
    textAt("jobs", "Titles of the document's jobs.", listed("jobs", "title")),
    ...memberColumns("owner", "ownerMember", "Whose document it is"),
    ...memberColumns("creator", "creatorMember", "Who added the document, or changed it last"),
    ...timeColumns("document"),
  ],
);

export const documents: Resource = {
  ...LISTING,
  table: "huntr.documents",
  title: "Huntr Documents",
  help: "Résumés and other files of your members, gathered from the actions. Huntr opens them for nobody but their owners.",
  path: "actions",
  newer: { shownBy: "DOCUMENT_CREATED" },
  createdSeconds: at("createdAt"),
  read: gathered("document"),
  // The action on a deletion names no job.
  filters: [...idFilters("documents", { owner_member_id: "of this member" }), ...createdFilters("documents")],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_DOCUMENTS", help: "Files of your members, without what is in them." },
};
