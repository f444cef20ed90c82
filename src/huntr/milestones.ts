import { fieldAt } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { type StageType, stageType } from "./stages.ts";

/**
 * What a milestone of a job is, when it was met, and how long the job stood in a stage. Nothing else says so. Pure: of
 * what Huntr's activities and actions tell and of nothing else. Times are Unix seconds.
 */

/** In their order: who met one is past those before it. */
export const MILESTONES = ["SAVED", "APPLIED", "SCREEN", "INTERVIEW", "OFFER", "ACCEPTED"] as const;
export type Milestone = (typeof MILESTONES)[number];

/** What ends a job beside its milestones. */
export const ENDINGS = ["DECLINED", "REJECTED", "WITHDRAWN"] as const;
type Ending = (typeof ENDINGS)[number];

export type Step = Milestone | Ending;

/** The text's names of activity categories that are a step of a job. */
const OF_CATEGORY: Readonly<Record<string, Step>> = {
  Apply: "APPLIED",
  "Phone Screen": "SCREEN",
  "Phone Interview": "INTERVIEW",
  "On Site Interview": "INTERVIEW",
  "Offer Received": "OFFER",
  "Accept Offer": "ACCEPTED",
  "Decline Offer": "DECLINED",
  Rejected: "REJECTED",
  "Application Withdrawn": "WITHDRAWN",
};

/** Stage types map alike; none of them says that a job was rejected or withdrawn. */
const OF_STAGE_TYPE: Readonly<Record<StageType, Step>> = {
  APPLY: "APPLIED",
  PHONE_SCREEN: "SCREEN",
  PHONE_INTERVIEW: "INTERVIEW",
  ON_SITE_INTERVIEW: "INTERVIEW",
  OFFER_RECEIVED: "OFFER",
  OFFER_ACCEPTED: "ACCEPTED",
  OFFER_DECLINED: "DECLINED",
};

/** An activity that tells that a job met a step. */
export interface Met {
  readonly step: Step;
  readonly at: number;
}

/** An action that put a job into a stage. */
export interface Entered {
  readonly stage: string;
  readonly at: number;
  /** The action's: of two of one second the greater one came later. */
  readonly id: string;
  /** It says itself that the job was in this stage before: none begins. */
  readonly isSame: boolean;
}

/** All that is told of one job. */
export interface Told {
  readonly met: readonly Met[];
  readonly entered: readonly Entered[];
}

/** A time in a stage; moving back opens a new one. */
export interface Stay {
  readonly stage: string;
  readonly from: number;
  /** Null for the one that is still open. */
  readonly to: number | null;
}

export interface Journey {
  /** The earliest instant of each step that has one. */
  readonly at: Readonly<Partial<Record<Step, number>>>;
  readonly furthest: Milestone;
  readonly stays: readonly Stay[];
}

/**
 * What an activity tells of its job: null for one of another category, and for one that is only planned. It counts
 * when it is completed, made by a workflow, or has begun.
 */
export function metBy(activity: JsonObject, nowSeconds: number): Met | null {
  const step = stepOf(OF_CATEGORY, fieldAt(activity, "activityCategory", "name"));
  if (!step) return null;
  const { completed, createdByWorkflow, createdAt, id } = activity;
  const [startAt, completedAt] = [instant(activity.startAt), instant(activity.completedAt)];
  const hasBegun = startAt !== null && startAt <= nowSeconds;
  if (completed !== true && createdByWorkflow !== true && !hasBegun) return null;
  const tickedOff = completed === true && startAt === null ? completedAt : null;
  const at = tickedOff ?? startAt ?? instant(createdAt) ?? secondOf(id);
  return at === null ? null : { step, at };
}

/** The stage into which a JOB_CREATED or JOB_MOVED put its job; null for any other action. */
export function enteredBy(action: JsonObject): Entered | null {
  const { actionType, date, createdAt, id } = action;
  const stage = fieldAt(action, "toList", "name");
  if ((actionType !== "JOB_CREATED" && actionType !== "JOB_MOVED") || typeof stage !== "string") return null;
  const at = instant(date) ?? instant(createdAt) ?? secondOf(id);
  const isSame = actionType === "JOB_MOVED" && fieldAt(action, "fromList", "name") === stage;
  return at === null ? null : { stage, at, id: String(id), isSame };
}

/** @param job as Huntr lists it: when it was saved, and the stage that it is in now. */
export function journeyOf(job: JsonObject, { met, entered }: Told): Journey {
  const at: Partial<Record<Step, number>> = {};
  const note = (step: Step | undefined, second: number | null) => {
    if (step && second !== null) at[step] = Math.min(second, at[step] ?? second);
  };
  for (const one of met) note(one.step, one.at);
  for (const one of entered) note(stepOfStage(one.stage), one.at);
  // Whatever an activity says, a job is saved when it is made.
  note("SAVED", savedAt(job));
  const now = fieldAt(job, "list", "name");
  const implied = typeof now === "string" ? stepOfStage(now) : undefined;
  const furthest = Math.max(0, ...[...(Object.keys(at) as Step[]), implied].map(rankOf));
  return { at, furthest: MILESTONES[furthest] as Milestone, stays: staysOf(entered) };
}

/** Whether a job met a milestone, be it that only a later one, or its present stage, tells so. */
export function hasReached({ furthest }: Pick<Journey, "furthest">, milestone: Milestone): boolean {
  return rankOf(furthest) >= rankOf(milestone);
}

/** When a job was made: its id begins with its second, should nothing else tell. */
export function savedAt({ createdAt, id }: JsonObject): number | null {
  return instant(createdAt) ?? secondOf(id);
}

/** Whole days of 24 hours from one instant to another; 0 when the other came first. */
export function daysBetween(from: number | undefined, to: number | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return Math.max(0, Math.floor((to - from) / DAY_SECONDS));
}

const DAY_SECONDS = 86_400;

function staysOf(entered: readonly Entered[]): Stay[] {
  const inOrder = [...entered].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const begun = inOrder.filter(({ isSame }, n) => n === 0 || !isSame);
  return begun.map(({ stage, at }, n) => ({ stage, from: at, to: begun[n + 1]?.at ?? null }));
}

/** Its place among the milestones; an offer that was declined had been made. Below 0 for what is none. */
function rankOf(step: Step | undefined): number {
  return MILESTONES.indexOf((step === "DECLINED" ? "OFFER" : step) as Milestone);
}

function stepOfStage(name: string): Step | undefined {
  const type = stageType(name);
  return type === "" ? undefined : OF_STAGE_TYPE[type];
}

function stepOf(steps: Readonly<Record<string, Step>>, name: Json | undefined): Step | undefined {
  return typeof name === "string" && Object.keys(steps).indexOf(name) >= 0 ? steps[name] : undefined;
}

function instant(value: Json | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The second in which a thing was made: its id begins with it. */
export function secondOf(id: Json | undefined): number | null {
  const text = String(id ?? "");
  return /^[0-9a-f]{24}$/i.test(text) ? Number.parseInt(text.slice(0, 8), 16) : null;
}
