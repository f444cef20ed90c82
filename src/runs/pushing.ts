import { InputError } from "../core/errors.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Values } from "../core/push.ts";
import { TableFault } from "../tables/fault.ts";
import { placeOf, type UserRow } from "../tables/rows.ts";
import { plus } from "./importing.ts";
import type { RunKind } from "./kinds.ts";
import type { Lease } from "./lease.ts";
import { keep, sendAll } from "./push-calls.ts";
import { decide, nextBatch, sentByOther, triedAgain } from "./push-decide.ts";
import { contentsOf, hasMark, type PushSheet, sheetOf, textOf, unqueue, wordOf } from "./push-sheet.ts";
import { pushOf, pushSpec } from "./push-spec.ts";
import { rowsText } from "./row-list.ts";
import { isUnfinished, type PushSpec, type Run, type SliceEnd } from "./run.ts";
import type { Work } from "./work.ts";

/** A pause or a cancel is seen this late while a batch is being sent. */
const LEASE_FRESH_MS = 5_000;
/**
 * No call begins later than this after the lease was taken: it may hang for a minute (facts, 6.1), and is to be over
 * before anybody else may begin, who would ask the API and not be told of it.
 */
const CALL_MS = 50_000;
/** A slice sends for this long, however long it had to read before. */
const LEAST_MS = 5_000;
/** A run is kept within 9 KB. */
const MOST_NOTE_CHARS = 600;
/** Rows that were missed are looked at anew: not for ever, since a formula may never show the same twice. */
const MOST_LOOKS = 3;
/** In the marks of a look that writes none: no run has it. */
const NO_RUN = "?";

/** Sends rows of the user's sheet out to an API, each once. */
export const pushing: RunKind<PushSpec> = {
  begin: (fields, work) => {
    const { spec, sheet } = beginPush(fields, work);
    const { title, verb } = pushOf(spec.push, work);
    const { checked = null } = fields;
    const isExact = spec.rows !== undefined || checked !== null;
    const chosen = isExact ? contentsOf(lookOf(spec, sheet, work)) : null;
    if (checked !== null && checked !== chosen)
      throw new InputError("The rows were changed since they were checked. Check them again, then send.");
    return {
      spec,
      what: `${title} from ${sheet.name}`,
      unit: "rows",
      subject: `sheet.${sheet.id}`,
      sheet,
      state: { isMarked: false, chosen },
      counts: { [verb]: 0, skipped: 0, failed: 0 },
    };
  },
  advance: advancePush,
  leave: (run, work) => unqueue(sheetOf(run, work, false)),
  takenOver: {},
};

/** A look at the sheet before there is a run, which writes nothing. @throws InputError, TableFault */
export function lookAt(fields: JsonObject, work: Work): PushSheet {
  const { spec, sheet } = beginPush(fields, work);
  return lookOf(spec, sheet, work);
}

function beginPush(fields: JsonObject, work: Work) {
  const spec = pushSpec(fields, work);
  const found = work.book.sheetByName(spec.sheet);
  if (!found) throw new InputError(`There is no sheet "${spec.sheet}".`);
  return { spec, sheet: { id: found.id, name: found.name() } };
}

function lookOf(spec: PushSpec, sheet: NonNullable<Run["sheet"]>, work: Work): PushSheet {
  return sheetOf({ id: NO_RUN, spec, sheet }, work, false);
}

/**
 * First marks the rows that are to be sent as this run's, so that they are known however the sheet is sorted. Then
 * sends them batch by batch: marks them as being sent, flushes, sends, writes what became of them. Rows that carry that
 * mark when a slice begins are in doubt: the API is asked about them before anything else. So no call takes effect for
 * a row that does not carry it, and no row that carries it is sent unasked.
 */
function advancePush(begun: Run<PushSpec>, work: Work, lease: Lease, deadlineMs: number): SliceEnd {
  const { clock } = work.ports;
  const { who } = begun;
  const at = sheetOf(begun, work, !begun.state.isMarked);
  const { rows, push, queued, sending } = at;
  const client = work.client(push.api, deadlineMs + CALL_MS);
  const open = at.open(client);
  let run: Run = begun;
  let savedMs = clock.nowMs();
  let untilMs = deadlineMs;

  /** Reading what rows are checked against may take all of a slice's time: then nothing would ever be sent. */
  function takeTime(): void {
    untilMs = Math.max(untilMs, clock.nowMs() + LEAST_MS);
  }
  function save(change: Partial<Run>): boolean {
    const saved = lease.save(change);
    if (saved) run = saved;
    savedMs = clock.nowMs();
    return saved !== null && isUnfinished(saved);
  }
  /** Whether there is time for one more call, which then ends before the lease does. */
  function mayCall(): boolean {
    if (clock.nowMs() >= untilMs) return false;
    const isOurs = clock.nowMs() - savedMs < LEASE_FRESH_MS || save({});
    client.deadlineMs = savedMs + CALL_MS;
    return isOurs;
  }
  function count(outcomes: readonly string[], change: Partial<Run> = {}): boolean {
    const words: { [word: string]: number } = {};
    for (const outcome of outcomes) {
      const word = wordOf(outcome);
      const counted = word === "done" ? push.verb : word;
      words[counted] = (words[counted] ?? 0) + 1;
    }
    const counts = plus(run.counts, words);
    const passed = outcomes.length > 0 ? { faults: 0, error: null } : {};
    return save({ ...passed, ...change, done: run.done + outcomes.length, counts });
  }
  function again(): SliceEnd {
    if (run.status === "cancelled") unqueue(at);
    return { end: "again" };
  }

  if (!run.state.isMarked) {
    const { chosen = null, looks = 0 } = run.state;
    if (chosen !== null && contentsOf(at) !== chosen)
      throw new TableFault("The chosen rows were moved or changed before they were sent. Choose them again.");
    const marks = new Map<string, { text: string; mark: string }>();
    const seen = new Set<string>();
    decide(at, who, open, work).forEach((mark, row) => {
      seen.add(placeOf(row));
      if (mark !== null) marks.set(placeOf(row), { text: textOf(row), mark });
    });
    // All that was read may have taken longer than the lease lasts.
    if (!save({})) return again();
    const marked = new Map<string, number>();
    at.mark((row) => {
      const { text, mark } = marks.get(placeOf(row)) ?? {};
      // A row that somebody else sent meanwhile stays as it is.
      if (mark === undefined || (textOf(row) !== text && !hasMark(row, queued))) return undefined;
      marked.set(placeOf(row), row.row);
      return mark;
    });
    const left = marks.size - marked.size;
    // Rows that were inserted in the moment of a read push the last ones out of it; others were edited meanwhile.
    const isMissed = (row: UserRow) => textOf(row) === "" && !seen.has(placeOf(row));
    if (chosen === null && Number(looks) < MOST_LOOKS && rows.rows.some(isMissed)) {
      save({ state: { ...run.state, looks: Number(looks) + 1 } });
      return again();
    }
    const outcomes = [...marked.keys()]
      .map((place) => marks.get(place)?.mark ?? "")
      .filter((mark) => mark.indexOf(queued) !== 0);
    const state = { isMarked: true, who, rows: rowsText([...marked.values()]) };
    const note = left > 0 ? leftText(left) : null;
    if (!count(outcomes, { state, note, total: marked.size })) return again();
  }
  rows.mustBeThere = true;

  takeTime();
  const settled = new Map<string, string>();
  const beside = new Map<string, Values>();
  const note = (values: Values) => {
    const now = open.beside?.(values);
    if (now) beside.set(at.keyOf(values), now);
  };
  let isWhole = true;
  for (const row of rows.rows) {
    if (!hasMark(row, sending)) continue;
    if (!mayCall()) {
      isWhole = false;
      break;
    }
    const values = at.valuesOf(row);
    const unarrived = run.state.who === who ? triedAgain(row, at) : sentByOther(push);
    const arrived = open.arrived(values);
    settled.set(at.keyOf(values), arrived ?? unarrived);
    note(values);
  }
  if (settled.size > 0 || run.state.who !== who) {
    if (!save({})) return again();
    at.writeOver(settled, () => false, beside);
    const ended = [...settled.values()].filter((text) => text.indexOf(queued) !== 0);
    // Its faults stay counted: an API that takes nothing is to stop the run in the end.
    const state = isWhole ? { ...run.state, who } : run.state;
    if (!count(ended, { state, faults: run.faults }) || !isWhole) return again();
  }

  for (let isFirst = true; ; isFirst = false) {
    if (clock.nowMs() >= untilMs) return again();
    client.deadlineMs = untilMs + CALL_MS;
    const marks = nextBatch(at, open);
    if (isFirst) takeTime();
    if (marks.size === 0) {
      // Somebody changed a row while it was being sent, or inserted some in the moment of the last read.
      rows.look();
      const isOpen = (row: UserRow) => hasMark(row, sending) || hasMark(row, queued);
      if (rows.rows.some(isOpen)) return again();
      // A row that was emptied meanwhile is none any more.
      at.mark((row) => (isOpen(row) ? null : undefined), true);
      return { end: "done", change: { total: run.done } };
    }
    if (!mayCall()) return again();
    at.mark((row) => (hasMark(row, queued) ? marks.get(placeOf(row)) : undefined), !isFirst);
    const dropped = [...marks.values()].filter((mark) => mark.indexOf(sending) !== 0);
    const isOfBatch = (row: UserRow) => (marks.get(placeOf(row)) ?? "").indexOf(sending) === 0;
    const marked = new Map<string, Values>();
    for (const row of rows.rows) {
      const values = at.valuesOf(row);
      if (hasMark(row, sending) && isOfBatch(row)) marked.set(at.keyOf(values), values);
    }
    if (push.keeps) keep(open.kept?.([...marked.values()]) ?? [], push.keeps, work);
    const { outcomes, failure } = sendAll([...marked], push.perCall, open, mayCall);
    for (const values of marked.values()) note(values);
    try {
      at.writeOver(outcomes, isOfBatch, beside);
    } catch (error) {
      // They are settled when it goes on; of a sheet that was deleted the run itself tells what became of them.
      if (work.book.sheetById(run.sheet?.id ?? 0)) throw error;
      rows.rows = [];
    }
    const ended = [...outcomes].filter(([, text]) => text !== "");
    const texts = ended.map(([, text]) => text);
    if (!count([...dropped, ...texts], { note: noteOf(run.note, ended, at) })) return again();
    if (failure) throw failure;
  }
}

function leftText(count: number): string {
  return count === 1
    ? "1 row was changed while it was checked, and is left out. Send again for it."
    : `${count} rows were changed while they were checked, and are left out. Send again for them.`;
}

/** The outcomes of rows that nobody finds any more, which would be lost otherwise. */
function noteOf(
  note: string | null,
  outcomes: readonly (readonly [string, string])[],
  at: PushSheet,
): string | null {
  const there = new Set(at.rows.rows.map((row) => at.keyOf(at.valuesOf(row))));
  const gone = outcomes.filter(([key]) => !there.has(key)).map(([key, text]) => `${key} ${text}`);
  if (gone.length === 0) return note;
  const first = note ?? "Their rows were changed or deleted while they were sent:";
  return [first, ...gone].join(" ").slice(0, MOST_NOTE_CHARS);
}
