import { assertInput, StoreFullFault } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { kindNamed, kindOf } from "./kinds.ts";
import { isOfTable } from "./outcomes.ts";
import { carriedOn } from "./resume.ts";
import { makeRoom } from "./room.ts";
import { isOpen, isUnfinished, type Kind, type Run } from "./run.ts";
import { addRun, roomFor } from "./store.ts";
import { type Work, whoAmI } from "./work.ts";

/**
 * Starts a run, the one way there is. The same that is under way already, or paused, is given back instead of a
 * second one; one that was stopped is begun anew in the same sheet.
 * @param spec a `Spec`, or its JSON text.
 * @throws InputError when the spec asks for something that there is not.
 */
export function startRun(spec: Json, work: Work): Run {
  return carriedOn(queueRun(spec, work), work);
}

/** What a schedule asks for: a table brought up to date by a run that was started since it fell due. */
interface Due {
  readonly sheetId: number;
  readonly sinceMs: number;
}

/**
 * As `startRun`, and makes no trigger: whoever calls this advances the run.
 * @param due a run that answers for it already is given back: one of a schedule whatever became of it, one by hand
 * unless it came to nothing.
 */
export function queueRun(spec: Json, work: Work, due?: Due): Run {
  const fields = specOf(spec);
  const run = newRun(kindNamed(String(fields.kind)), fields, work, due !== undefined);
  const same = JSON.stringify(run.spec);
  const isSame = (other: Run) =>
    isOpen(other) && other.kind === run.kind && JSON.stringify(other.spec) === same;
  const answers = (other: Run) =>
    due
      ? (isOfTable(other) &&
          other.sheet?.id === due.sheetId &&
          other.startedMs >= due.sinceMs &&
          (other.isDue || isUnfinished(other) || other.status === "done")) ||
        // What a colleague left lying long ago, or somebody paused, is not waited for.
        (isSame(other) && isUnfinished(other) && other.who === run.who)
      : isSame(other);
  const added = () => addRun(work.ports, run, (runs) => runs.find(answers));
  const first = added();
  if (first) return first;
  makeRoom(roomFor(run), work.ports);
  const second = added();
  if (!second) throw new StoreFullFault(work.ports.otherFiles === null);
  return second;
}

function newRun<K extends Kind>(kind: K, fields: JsonObject, work: Work, isDue: boolean): Run {
  const begun = kindOf(kind).begin(fields, work);
  const nowMs = work.ports.clock.nowMs();
  const run = {
    id: work.ports.uuid().slice(0, 8),
    kind,
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
    ...(isDue ? { isDue: true as const } : {}),
    ...begun,
  } as const;
  // Spec and state are what that kind itself began with.
  return run as unknown as Run;
}

/** @param spec an object, or its JSON text. @throws InputError */
export function specOf(spec: Json): JsonObject {
  let fields: Json | undefined = spec;
  try {
    if (typeof spec === "string") fields = JSON.parse(spec) as Json;
  } catch {
    fields = null;
  }
  assertInput(isJsonObject(fields), "startRun takes an object, or its JSON text.");
  return fields;
}
