import type { Action, ActionType, Activity, ActivityBrief, Employer, Person } from "./shapes.ts";

/** An action with its fields in the text's order; what does not apply is left out. */
export function makeAction(
  id: string,
  actionType: ActionType,
  at: number,
  ownerMember: Person,
  creatorMember: Person,
  rest: Readonly<Record<string, unknown>>,
  createdByWorkflow: boolean,
): Action {
  const { jobId, activityId, noteId, contactId, employerId, ...objects } = rest;
  const action: Record<string, unknown> = { id, actionType, date: at, ownerMember, creatorMember };
  for (const [name, value] of Object.entries(objects)) if (value !== undefined) action[name] = value;
  action.createdByWorkflow = createdByWorkflow;
  action.createdAt = at;
  const linked = {
    jobId,
    employerId: employerId ?? (rest.employer as Employer | undefined)?.id,
    activityId,
    noteId,
    contactId,
  };
  for (const [name, value] of Object.entries(linked)) if (value !== undefined) action[name] = value;
  // Put together field by field above, since what is missing must not even be named.
  return action as unknown as Action;
}

/** An activity as it stands inside a job or an action. */
export function activityBrief(activity: Activity): ActivityBrief {
  const brief: ActivityBrief = {
    id: activity.id,
    title: activity.title,
    completed: activity.completed,
    createdByWorkflow: activity.createdByWorkflow,
    createdAt: activity.createdAt,
  };
  if (activity.note !== undefined) brief.note = activity.note;
  if (activity.startAt !== undefined) brief.startAt = activity.startAt;
  if (activity.endAt !== undefined) brief.endAt = activity.endAt;
  if (activity.completedAt !== undefined) brief.completedAt = activity.completedAt;
  return brief;
}
