import { at, columnsOf, textAt, timeAt } from "../core/columns.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters } from "./filters.ts";
import { gathered, timeColumns } from "./gathered.ts";
import { LISTING } from "./listing.ts";
import { employerColumns, linkedId, told } from "./nested.ts";

const REQUEST = "organizationEmployerRequest";

const columns = columnsOf(
  "id from_email employer employer_domain approval_status decided_at updated_at created_at",
  () => [
    { ...linkedId(REQUEST), name: "id" },
    textAt("fromEmail", "E-mail address of who asks.", at(`${REQUEST}.fromEmail`)),
    ...employerColumns("employer"),
    textAt("approvalStatus", "PENDING, APPROVED or REJECTED.", statusOf),
    textAt("utmTags", "What led them to you, as name: value; name: value.", told(`${REQUEST}.utmTags`)),
    timeAt("decidedAt", "When it was approved or declined.", at(`${REQUEST}.decidedAt`)),
    timeAt("requestedAt", "When they asked.", at(`${REQUEST}.createdAt`)),
    ...timeColumns(REQUEST),
  ],
);

export const employerRequests: Resource = {
  ...LISTING,
  table: "huntr.employer-requests",
  title: "Huntr Employer Requests",
  help: "Employers who ask to work with your organization, gathered from the actions.",
  path: "actions",
  newer: { shownBy: "ORGANIZATION_EMPLOYER_REQUEST_CREATED" },
  createdSeconds: at("createdAt"),
  read: gathered(REQUEST, {
    of: "ORGANIZATION_EMPLOYER_REQUEST",
    later: ["VERIFIED", "APPROVED", "DECLINED"],
    gone: [],
  }),
  filters: createdFilters("requests"),
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_EMPLOYER_REQUESTS", help: "Employers who ask to work with your organization." },
};

/** The action on a request says DECLINED where its record says REJECTED (today.md, 3): one state, under either name. */
function statusOf(action: JsonObject): Json | undefined {
  const status = at(`${REQUEST}.approvalStatus`)(action);
  const isDeclined = /_REQUEST_DECLINED$/.test(String(action.actionType));
  return status === "DECLINED" || (isDeclined && (status === undefined || status === "PENDING"))
    ? "REJECTED"
    : status;
}
