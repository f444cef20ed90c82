import { must } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { carryOnWithout } from "./carry.ts";
import { kindOf } from "./kinds.ts";
import { isOfTable } from "./outcomes.ts";
import { isUnfinished, type Run } from "./run.ts";
import { addRun } from "./store.ts";
import { type Work, whoAmI } from "./work.ts";

/**
 * Starts a run, the one way there is. The same that is under way already, or paused, is given back instead of a
 * second one; one that was stopped is begun anew in the same sheet.
 * @param spec as the design, section 4, lists for each kind, or its JSON text.
 * @throws InputError when the spec asks for something that there is not.
 */
export function startRun(spec: Json, work: Work): Run {
  const run = queueRun(spec, work);
  carryOnWithout(work.ports);
  return run;
}

/** What a schedule asks for: a table brought up to date by a run that was started since it fell due. */
interface Due {
  readonly sheetId: number;
  readonly sinceMs: number;
}

/**
 * As `startRun`, and makes no trigger: whoever calls this carries the run on.
 * @param due a run that answers for it already is given back: one of a schedule whatever became of it, one by hand
 * unless it came to nothing.
 */
export function queueRun(spec: Json, work: Work, due?: Due): Run {
  const fields = specOf(spec);
  const begun = kindOf(String(fields.kind)).begin(fields, work);
  const nowMs = work.ports.clock.nowMs();
  const run: Run = {
    id: work.ports.uuid().slice(0, 8),
    status: "queued",
    who: whoAmI(work.ports),
    sheet: null,
    done: 0,
    total: null,
    note: null,
    error: null,
    faults: 0,
    waitUntilMs: 0,
    lease: null,
    startedMs: nowMs,
    carriedMs: nowMs,
    finishedMs: null,
    logMs: null,
    ...(due ? { isDue: true as const } : {}),
    ...begun,
  };
  const same = JSON.stringify(begun.spec);
  const isSame = (other: Run) =>
    (isUnfinished(other) || other.status === "paused") && JSON.stringify(other.spec) === same;
  const answers = (other: Run) =>
    due
      ? (isOfTable(other) &&
          other.sheet?.id === due.sheetId &&
          other.startedMs >= due.sinceMs &&
          (other.isDue || (other.status !== "stopped" && other.status !== "cancelled"))) ||
        // What a colleague left lying long ago is not waited for.
        (isSame(other) && other.who === run.who)
      : isSame(other);
  return addRun(work.ports, run, (runs) => runs.find(answers));
}

/** @param spec an object, or its JSON text. @throws InputError */
export function specOf(spec: Json): JsonObject {
  let fields: Json | undefined = spec;
  try {
    if (typeof spec === "string") fields = JSON.parse(spec) as Json;
  } catch {
    fields = null;
  }
  must(isJsonObject(fields), "startRun takes an object, or its JSON text.");
  return fields;
}
