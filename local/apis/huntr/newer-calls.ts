import type { Call, Reply } from "../wire/call.ts";
import type { Route } from "../wire/routes.ts";
import {
  deliveryBody,
  enrollmentBody,
  internalNoteBody,
  jobPostBody,
  namedThing,
  tagBody,
} from "./bodies.ts";
import type { Changes } from "./changes.ts";
import { byId, byText, type ListingRules, pageOf } from "./listing.ts";
import type { Newer, Organization } from "./organization.ts";
import { refuse } from "./refusals.ts";
import type { Candidate } from "./shapes.ts";

type Change = <Name extends keyof Changes>(
  call: Call,
  name: Name,
  ...rest: RestOf<Changes[Name]>
) => ReturnType<Changes[Name]>;
type RestOf<F> = F extends (scene: never, ...rest: infer Rest) => unknown ? Rest : never;

/** The calls of what is newer, but for plain lists. */
export function newerRoutes(organization: () => Organization, rules: ListingRules, change: Change): Route[] {
  const newer = () => organization().newer as Newer;
  const get = (path: string, body: (call: Call, id: string) => unknown): Route => ({
    method: "GET",
    path: `org/${path}`,
    answer: (call, id = "") => ({ status: 200, body: body(call, id) }),
  });
  const post = (path: string, answer: (call: Call, id: string) => unknown): Route => ({
    method: "POST",
    path: `org/${path}`,
    answer: (call, id = "") => ({ status: 200, body: answer(call, id) }),
  });
  return [
    post("notes/members", (call) =>
      change(call, "createInternalNote", internalNoteBody(call, organization())),
    ),
    post("goals/:/enrollments", (call, id) => {
      const goal = namedThing(
        [...newer().goals].sort((a, b) => (a.id < b.id ? 1 : -1)),
        id,
        "Goal",
      );
      return change(call, "enroll", goal.id, enrollmentBody(call, organization()).memberId);
    }),
    post("tags", (call) => change(call, "createTag", tagBody(call))),
    post("job-posts", (call) => change(call, "createJobPost", jobPostBody(call, organization()))),
    post("job-posts/send-to-members", (call) => {
      const { jobPostIds, memberIds } = deliveryBody(call, organization());
      change(call, "deliver", jobPostIds, memberIds);
      return { message: "Queued" };
    }),
    { method: "GET", path: "org/candidates", answer: (call) => candidates(call, newer(), rules) },
    get("candidates/:", (_, id) => namedThing(newer().candidates, id, "Candidate")),
    get("candidates/:/action-metrics", (_, id) =>
      metricsOf(namedThing(newer().candidates, id, "Candidate"), organization()),
    ),
    get("job-posts/:", (_, id) => namedThing(newer().jobPosts, id, "Job post")),
    get("goals", (call) => ({ data: goalsOf(newer(), call.query.get("includeInactive") === "true") })),
    get("goals/:", (_, id) =>
      namedThing(
        [...newer().goals].sort((a, b) => (a.id < b.id ? 1 : -1)),
        id,
        "Goal",
      ),
    ),
  ];
}

export function goalsOf({ goals }: Newer, withInactive = false): Newer["goals"] {
  return goals.filter(({ status }) => withInactive || status === "ACTIVE");
}

/** As the listing has them. */
export function leanOf({ id, firstName, lastName, email, memberId }: Candidate): object {
  return { id, firstName, ...(lastName !== undefined && { lastName }), email, memberId };
}

/** With a filter the answer is an array of one, or of none. */
function candidates(call: Call, { candidates: all }: Newer, rules: ListingRules): Reply {
  const filters = {
    email: byText(({ email }: Candidate) => email.toLowerCase()),
    memberId: byId(({ memberId }: Candidate) => memberId),
  };
  const reply = pageOf(call, all, filters, rules);
  const { data, ...rest } = reply.body as { data: Candidate[] };
  const lean = data.map(leanOf);
  const isOne = call.query.has("email") || call.query.has("memberId");
  return { ...reply, body: isOne ? lean : { data: lean, ...rest } };
}

/** Some have none at all, and of some there is nothing to count. */
function metricsOf(candidate: Candidate, { actions, newer }: Organization): unknown {
  const nth = newer?.candidates.indexOf(candidate) ?? 0;
  if (nth % 5 === 4)
    refuse(404, { message: "No metrics", param: "id", value: candidate.id, location: "params" });
  const views = actions.filter(
    (action) =>
      action.actionType === "CANDIDATE_PROFILE_VIEWED" &&
      (action as { candidate?: { id: string } }).candidate?.id === candidate.id,
  );
  const [employer] = views.flatMap((view) => view.employer ?? []);
  if (!employer) return {};
  const { id, name, domain } = employer;
  const totalCt = views.length;
  return {
    CANDIDATE_PROFILE_VIEWED: { uniqueEmployersCt: 1, totalCt, employers: [{ id, name, domain, totalCt }] },
  };
}
