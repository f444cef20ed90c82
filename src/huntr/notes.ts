import { at, columnsOf, textAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { gathered, timeColumns } from "./gathered.ts";
import { LISTING } from "./listing.ts";
import { employerColumns, jobColumns, linkedId, memberColumns } from "./nested.ts";

const DEFAULTS = "id text job employer owner creator updated_at created_at";

const columns = columnsOf(DEFAULTS, () => [
  { ...linkedId("note"), name: "id" },
  textAt("text", "Text of the note.", at("note.text")),
  textAt("htmlText", "Text of the note as HTML, in newer accounts of Huntr.", at("note.htmlText")),
  ...jobColumns(),
  ...employerColumns("employer"),
  ...memberColumns("owner", "ownerMember", "Job seeker who owns the board"),
  ...memberColumns("creator", "creatorMember", "Who wrote the note, or changed it last"),
  ...timeColumns("note"),
]);

export const notes: Resource = {
  ...LISTING,
  table: "huntr.notes",
  title: "Huntr Notes",
  help: "Notes on the jobs of your members, gathered from the actions.",
  path: "actions",
  createdSeconds: at("createdAt"),
  read: gathered("note"),
  filters: [
    ...idFilters("notes", {
      owner_member_id: "on this member's boards",
      job_id: "on this job",
      employer_id: "on this employer's jobs",
    }),
    ...createdFilters("notes"),
  ],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_NOTES", help: "The notes on the jobs of your members." },
};
