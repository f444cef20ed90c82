import { at, columnsOf, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { LISTING } from "./listing.ts";
import { employerColumns, fullName, linkedId, memberColumns } from "./nested.ts";

const TYPE = "CANDIDATE_PROFILE_VIEWED";

const columns = columnsOf(
  "id date candidate candidate_email employer employer_domain viewer created_at",
  () => [
    textAt("id", "Huntr id of the action."),
    timeAt("date", "When it was looked at."),
    textAt("candidate", "Whose profile it is.", fullName("candidate", "firstName", "lastName")),
    linkedId("candidate"),
    textAt("candidate.email", "E-mail address of the candidate."),
    textAt("candidate.memberId", "Huntr id of the candidate as a member."),
    ...employerColumns("employer"),
    ...memberColumns("viewer", "creatorEmployerMember", "Who looked at it, of the employer"),
    timeAt("createdAt", "When the action was recorded."),
  ],
);

/** Each view is an action of its own. */
export const profileViews: Resource = {
  ...LISTING,
  table: "huntr.profile-views",
  title: "Huntr Profile Views",
  help: "Which employer looked at which candidate, newest first, from the actions.",
  path: "actions",
  newer: { shownBy: TYPE },
  createdSeconds: at("createdAt"),
  read: (readOn, listing, filters, place) => {
    const page = readOn(listing, { ...filters, action_type: TYPE }, place);
    // An older account takes no notice of a type that it does not know.
    return { ...page, records: page.records.filter(({ actionType }) => actionType === TYPE) };
  },
  filters: [...idFilters("views", { employer_id: "by this employer" }), ...createdFilters("views")],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_PROFILE_VIEWS", help: "Which employer looked at which candidate, newest first." },
};
