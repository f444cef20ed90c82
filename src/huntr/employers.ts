import { columnsOf, field } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { employerColumns } from "./nested.ts";
import { PAGE_LIMIT } from "./paging.ts";
import { recordsOf } from "./records.ts";

const DEFAULTS = [
  "id",
  "name",
  "domain",
  "location",
  "founded_year",
  "is_partner",
  "job_count",
  "application_count",
  "interview_count",
  "offer_count",
  "description",
];

export const employers: Resource = {
  table: "huntr.employers",
  api: "huntr",
  title: "Huntr Employers",
  help: "Employers for which your members added jobs, with counts.",
  path: "employers",
  paging: { style: "cursor", limit: PAGE_LIMIT },
  records: recordsOf,
  key: "id",
  filters: [],
  columns: columnsOf(DEFAULTS, [
    ...employerColumns(),
    field("number", "How many jobs were added for the employer.", "jobCount"),
    field("number", "How many applications went to the employer.", "applicationCount"),
    field("number", "How many interviews there were with the employer.", "interviewCount"),
    field("number", "How many offers the employer made.", "offerCount"),
  ]),
  formula: { name: "HUNTR_EMPLOYERS", help: "Employers for which your members added jobs, with counts." },
};
