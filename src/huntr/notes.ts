import { at, columnsOf, field } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { gathered, timeColumns } from "./gathered.ts";
import { employerColumns, jobColumns, linkedId, memberColumns } from "./nested.ts";
import { PAGE_LIMIT } from "./paging.ts";
import { recordsOf } from "./records.ts";

const DEFAULTS = ["id", "text", "job", "employer", "owner", "creator", "updated_at", "created_at"];

export const notes: Resource = {
  table: "huntr.notes",
  api: "huntr",
  title: "Huntr Notes",
  help: "Notes on the jobs of your members, gathered from the actions.",
  path: "actions",
  paging: { style: "cursor", limit: PAGE_LIMIT },
  records: recordsOf,
  createdSeconds: at("createdAt"),
  read: gathered("note"),
  key: "id",
  filters: [
    ...idFilters("notes", {
      owner_member_id: "on this member's boards",
      job_id: "on this job",
      employer_id: "on this employer's jobs",
    }),
    ...createdFilters("notes"),
  ],
  columns: columnsOf(DEFAULTS, [
    { ...linkedId("note"), name: "id" },
    { ...field("text", "Text of the note.", "text"), value: at("note", "text") },
    ...jobColumns(),
    ...employerColumns("employer"),
    ...memberColumns("owner", "ownerMember", "Job seeker who owns the board"),
    ...memberColumns("creator", "creatorMember", "Who wrote the note, or changed it last"),
    ...timeColumns("note"),
  ]),
  formula: { name: "HUNTR_NOTES", help: "The notes on the jobs of your members." },
};
