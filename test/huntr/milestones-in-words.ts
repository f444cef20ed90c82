import type { JsonObject } from "../../src/core/ports.ts";

/**
 * The definitions of milestones a second time, slowly and plainly: for each question all that is told is looked
 * through once more. Shares nothing with the add-on's own but the names.
 */

export const ORDER = ["SAVED", "APPLIED", "SCREEN", "INTERVIEW", "OFFER", "ACCEPTED"];
export const STEPS = [...ORDER, "DECLINED", "REJECTED", "WITHDRAWN"];

const CATEGORIES: [category: string, step: string][] = [
  ["Apply", "APPLIED"],
  ["Phone Screen", "SCREEN"],
  ["Phone Interview", "INTERVIEW"],
  ["On Site Interview", "INTERVIEW"],
  ["Offer Received", "OFFER"],
  ["Accept Offer", "ACCEPTED"],
  ["Decline Offer", "DECLINED"],
  ["Rejected", "REJECTED"],
  ["Application Withdrawn", "WITHDRAWN"],
];

/** Some names of stages, by what the text's table says of them. */
const STAGES: [stage: string, step: string][] = [
  ["applied", "APPLIED"],
  ["applying", "APPLIED"],
  ["phone screen", "SCREEN"],
  ["phone interview", "INTERVIEW"],
  ["on site interview", "INTERVIEW"],
  ["interview", "INTERVIEW"],
  ["entrevista", "INTERVIEW"],
  ["offer", "OFFER"],
  ["ofertas", "OFFER"],
  ["offer accepted", "ACCEPTED"],
  ["offer declined", "DECLINED"],
];

// biome-ignore lint/suspicious/noExplicitAny: what the API sends, as it comes.
type Loose = any;

const stepOfStage = (name: unknown) =>
  STAGES.find(([stage]) => stage === String(name ?? "").toLowerCase())?.[1];

const secondOfId = (id: string) => parseInt(id.slice(0, 8), 16);

function instantsOf(step: string, job: Loose, activities: Loose[], actions: Loose[], now: number): number[] {
  const instants: number[] = [];
  if (step === "SAVED") instants.push(job.createdAt ?? secondOfId(job.id));
  for (const activity of activities) {
    if (!CATEGORIES.some(([name, of]) => of === step && name === activity.activityCategory?.name)) continue;
    let counts = false;
    if (activity.completed) counts = true;
    if (activity.createdByWorkflow) counts = true;
    if (activity.startAt !== undefined && activity.startAt <= now) counts = true;
    if (!counts) continue;
    if (activity.completed && activity.startAt === undefined && activity.completedAt !== undefined)
      instants.push(activity.completedAt);
    else if (activity.startAt !== undefined) instants.push(activity.startAt);
    else if (activity.createdAt !== undefined) instants.push(activity.createdAt);
    else instants.push(secondOfId(activity.id));
  }
  for (const action of actions) {
    if (action.actionType !== "JOB_CREATED" && action.actionType !== "JOB_MOVED") continue;
    if (stepOfStage(action.toList?.name) === step)
      instants.push(action.date ?? action.createdAt ?? secondOfId(action.id));
  }
  return instants;
}

/** What is told of one job, worked out from the words. Times are Unix seconds; null for none. */
export function journeyInWords(
  job: JsonObject,
  activities: readonly JsonObject[],
  actions: readonly JsonObject[],
  now: number,
): { at: Record<string, number | null>; reached: string[]; furthest: string; stageSince: number | null } {
  const at: Record<string, number | null> = {};
  for (const step of STEPS) {
    const instants = instantsOf(step, job, [...activities], [...actions], now);
    at[step] = instants.length === 0 ? null : Math.min(...instants);
  }
  const present = stepOfStage((job as Loose).list?.name);
  const reached = ORDER.filter((_, n) => {
    const later = ORDER.slice(n);
    if (later.some((one) => at[one] !== null) || later.some((one) => one === present)) return true;
    return n <= ORDER.indexOf("OFFER") && (at.DECLINED !== null || present === "DECLINED");
  });
  const moves = [...actions]
    .filter(({ actionType }) => actionType === "JOB_CREATED" || actionType === "JOB_MOVED")
    .map((action: Loose) => [action.date ?? action.createdAt ?? secondOfId(action.id), action.id]);
  moves.sort((a, b) => (a[0] === b[0] ? (a[1] < b[1] ? -1 : 1) : a[0] - b[0]));
  return { at, reached, furthest: String(reached.at(-1)), stageSince: moves.at(-1)?.[0] ?? null };
}
