import { columnsOf, numberAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { LISTING } from "./listing.ts";
import { employerColumns } from "./nested.ts";

const DEFAULTS =
  "id name domain location founded_year is_partner job_count application_count interview_count offer_count description";

const columns = columnsOf(DEFAULTS, () => [
  ...employerColumns(),
  numberAt("jobCount", "How many jobs were added for the employer."),
  numberAt("applicationCount", "How many applications went to the employer."),
  numberAt("interviewCount", "How many interviews there were with the employer."),
  numberAt("offerCount", "How many offers the employer made."),
]);

export const employers: Resource = {
  ...LISTING,
  table: "huntr.employers",
  title: "Huntr Employers",
  help: "Employers for which your members added jobs, with counts.",
  path: "employers",
  filters: [{ name: "isPartner", kind: "boolean", help: "Only partners of your organization (true)." }],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_EMPLOYERS", help: "Employers for which your members added jobs, with counts." },
};
