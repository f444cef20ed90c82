import { fieldAt } from "../core/json.ts";
import type { Memory } from "../core/memory.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Query } from "../core/query.ts";
import type { Resource } from "../core/resource.ts";
import { actions } from "./actions.ts";
import { activities } from "./activities.ts";
import { members } from "./members.ts";
import { type Entered, enteredBy, type Met, metBy, type Step } from "./milestones.ts";
import { linkedId } from "./nested.ts";

/**
 * What is told of jobs and of their owners beside the jobs themselves. Each thing told is short, so that those of a whole
 * organisation find room between two batches: a list that begins with what it is.
 */

type Line =
  | readonly ["met", job: string, step: Step, at: number]
  | readonly ["entered", job: string, stage: string, at: number, action: string, isSame: boolean]
  | readonly ["fields", member: string, values: Json];

interface Source {
  readonly listing: Resource;
  readonly query: Query;
  readonly line: (record: JsonObject, nowSeconds: number) => Line | null;
}

const jobOf = linkedId("job").value;

const ofActivity: Source["line"] = (activity, nowSeconds) => {
  const met = metBy(activity, nowSeconds);
  const job = jobOf(activity);
  return met && typeof job === "string" ? ["met", job, met.step, met.at] : null;
};

const ofAction: Source["line"] = (action) => {
  const entered = enteredBy(action);
  const job = jobOf(action);
  return entered && typeof job === "string"
    ? ["entered", job, entered.stage, entered.at, entered.id, entered.isSame]
    : null;
};

const ofMember: Source["line"] = ({ id, memberFieldValues }) => [
  "fields",
  String(id),
  memberFieldValues ?? [],
];

/** The actions of one job are read together: few are of other types. */
const OF_MEMBERS: Source = { listing: members, query: {}, line: ofMember };
const OF_ACTIVITIES: Source = { listing: activities, query: {}, line: ofActivity };
const OF_ACTIONS: Source = { listing: actions, query: {}, line: ofAction };

/** What tells of all jobs, in the order in which it is read. */
export const SOURCES: readonly Source[] = [
  OF_MEMBERS,
  OF_ACTIVITIES,
  { listing: actions, query: { action_type: "JOB_CREATED" }, line: ofAction },
  { listing: actions, query: { action_type: "JOB_MOVED" }, line: ofAction },
];

/** What tells of single jobs. */
export const OF_ONE = { members: OF_MEMBERS, activities: OF_ACTIVITIES, actions: OF_ACTIONS };

/** What is told so far. */
export class Story {
  private readonly met = new Map<string, Met[]>();
  private readonly entered = new Map<string, Map<string, Entered>>();
  private readonly fields = new Map<string, Json>();

  add(lines: readonly Line[]): void {
    for (const line of lines) {
      switch (line[0]) {
        case "met": {
          const [, job, step, at] = line;
          const known = this.met.get(job);
          if (known) known.push({ step, at });
          else this.met.set(job, [{ step, at }]);
          break;
        }
        case "entered": {
          const [, job, stage, at, id, isSame] = line;
          // One that is read twice, where two windows meet, happened once.
          const known = this.entered.get(job) ?? new Map<string, Entered>();
          this.entered.set(job, known.set(id, { stage, at, id, isSame }));
          break;
        }
        default:
          this.fields.set(line[1], line[2]);
      }
    }
  }

  of(job: JsonObject): { readonly met: readonly Met[]; readonly entered: readonly Entered[] } {
    const id = String(job.id);
    return { met: this.met.get(id) ?? [], entered: [...(this.entered.get(id)?.values() ?? [])] };
  }

  fieldsOf(job: JsonObject): Json {
    return this.fields.get(String(fieldAt(job, "ownerMember", "id"))) ?? [];
  }
}

export function linesOf({ line }: Source, records: readonly JsonObject[], nowMs: number): Line[] {
  return records.map((record) => line(record, nowMs / 1000)).filter((one) => one !== null);
}

/** What was kept is put together once in an execution. */
const stories = new WeakMap<Memory, { readonly batches: number; readonly story: Story }>();

export function keepLines(memory: Memory, batch: number, lines: readonly Line[]): void {
  stories.delete(memory);
  memory.keep(String(batch), JSON.stringify(lines));
}

/** All that so many batches told; null when some of it is forgotten. */
export function keptStory(memory: Memory, batches: number): Story | null {
  const known = stories.get(memory);
  if (known?.batches === batches) return known.story;
  const texts = memory.kept(Array.from({ length: batches }, (_, batch) => String(batch)));
  if (!texts) return null;
  const story = new Story();
  for (const text of texts) story.add(JSON.parse(text) as Line[]);
  stories.set(memory, { batches, story });
  return story;
}
