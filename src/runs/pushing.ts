import { chosenColumns } from "../core/cells.ts";
import type { Client } from "../core/client.ts";
import { digest } from "../core/digest.ts";
import { ApiError, InputError } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import { readWhole } from "../core/listing.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { OpenPush, Push, Values } from "../core/push.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import { TableFault } from "../tables/fault.ts";
import { placeOf, type UserRow, UserRows } from "../tables/rows.ts";
import { sameCell } from "../tables/same.ts";
import { Table } from "../tables/table.ts";
import { isKeyed, keyed, plus } from "./importing.ts";
import type { RunKind } from "./kinds.ts";
import type { Lease } from "./lease.ts";
import { isUnfinished, type PushSpec, type Run, type SliceEnd } from "./run.ts";
import { loadRuns } from "./store.ts";
import { entryOf, type Work, whoAmI } from "./work.ts";

/** Where a push writes what became of each row (design, section 4). */
export const STATUS_HEADER = "Huntsheet status";

/** Rows of which nobody would know after a kill. Each batch costs five calls to the sheet and two flushes. */
const ROWS_AT_ONCE = 50;
/** A row that got no answer this often is not sent again by itself. */
const MOST_TRIES = 3;
/** A pause or a cancel is seen this late while a batch is being sent. */
const LEASE_FRESH_MS = 5_000;
/**
 * No call begins later than this after the lease was taken: it may hang for a minute (facts, 6.1), and is to be over
 * before anybody else may begin, who would ask the API and not be told of it.
 */
const CALL_MS = 50_000;
/** A slice sends for this long, however long it had to read before. */
const LEAST_MS = 5_000;

/** These tell something of the row, not of the run: the others go on. */
const OF_ONE_ROW: readonly ApiError["kind"][] = ["bad-request", "not-found", "gone", "conflict", "claimed"];
const CLAIMED = "skipped: claimed (asked Hunter not to be processed)";
/** After these the effect may be there all the same. */
const IN_DOUBT: readonly ApiError["kind"][] = ["unreachable", "malformed"];

/** Whose row it is, and whether it is in doubt: "sending: invitation, run 1a2b3c4d, try 2". */
const MARK = /^(?:queued|(sending)): (.+), run (\w+)(?:, try \d+)?$/;

/** Sends rows of the user's sheet out to an API, each once. */
export const pushing: RunKind<PushSpec> = {
  begin: (fields, work) => {
    const spec = pushSpec(fields, work);
    const sheet = work.book.sheetByName(spec.sheet);
    if (!sheet) throw new InputError(`There is no sheet "${spec.sheet}".`);
    const { title, verb } = pushOf(spec.push, work);
    const at = { id: sheet.id, name: sheet.name() };
    const chosen = spec.rows
      ? { chosen: contentsOf(spec, sheetOf({ id: "", spec, sheet: at }, work, false)) }
      : {};
    return {
      spec,
      what: `${title} from ${sheet.name()}`,
      unit: "rows",
      subject: `sheet.${sheet.id}`,
      sheet: at,
      state: { isMarked: false, ...chosen },
      counts: { [verb]: 0, skipped: 0, failed: 0 },
    };
  },
  advance: advancePush,
  leave: (run, work) => unqueue(sheetOf(run, work, false)),
  takenOver: {},
};

/** What sending the rows would come to. */
export interface PushPlan {
  /** Rows that would be sent. */
  readonly send: number;
  /** Rows that were sent before, and are left alone. */
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  /** Of the rows that would not be sent, the first ones. */
  readonly problems: readonly { readonly row: number; readonly outcome: string }[];
  /** Of the rows that would be sent, what the first ones change, where a push can tell. */
  readonly changes: readonly { readonly row: number; readonly change: string }[];
}

/** As many as a person reads. */
const MOST_PROBLEMS = 20;
/** A run is kept within 9 KB. */
const MOST_NOTE_CHARS = 1_000;

/** Checks all that can be checked without sending, and writes nothing. */
export function planPush(fields: JsonObject, work: Work, deadlineMs: number): PushPlan {
  const { spec, sheet = null } = pushing.begin(fields, work);
  const at = sheetOf({ id: "", spec, sheet }, work, false);
  const counts = { send: 0, done: 0, skipped: 0, failed: 0 };
  const problems: { row: number; outcome: string }[] = [];
  const changes: { row: number; change: string }[] = [];
  const open = at.open(work.client(at.push.api, deadlineMs));
  decide(at, { spec, who: whoAmI(work.ports) }, open, work).forEach((outcome, row) => {
    if (outcome === null || wordOf(outcome) === "done") counts.done++;
    else if (outcome === at.queued) {
      counts.send++;
      if (open.describe && changes.length < MOST_PROBLEMS)
        changes.push({ row: row.row, change: open.describe(at.valuesOf(row)) });
    } else {
      counts[wordOf(outcome)]++;
      if (problems.length < MOST_PROBLEMS) problems.push({ row: row.row, outcome });
    }
  });
  return { ...counts, problems, changes };
}

/**
 * First marks the rows that are to be sent as this run's, so that they are known however the sheet is sorted. Then
 * sends them batch by batch: marks them as being sent, flushes, sends, writes what became of them. Rows that carry that
 * mark when a slice begins are in doubt: the API is asked about them before anything else. So no call takes effect for
 * a row that does not carry it, and no row that carries it is sent unasked.
 */
function advancePush(begun: Run<PushSpec>, work: Work, lease: Lease, deadlineMs: number): SliceEnd {
  const { clock } = work.ports;
  const { spec, who } = begun;
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
    if (spec.rows && contentsOf(spec, at) !== run.state.chosen)
      throw new TableFault("The chosen rows were moved or changed before they were sent. Choose them again.");
    const marks = new Map<string, { text: string; mark: string }>();
    decide(at, begun, open, work).forEach((mark, row) => {
      if (mark !== null) marks.set(placeOf(row), { text: textOf(row), mark });
    });
    // All that was read may have taken longer than the lease lasts.
    if (!save({})) return again();
    rows.write((row) => {
      const { text, mark } = marks.get(placeOf(row)) ?? {};
      // A row that somebody else sent meanwhile stays as it is.
      return mark !== undefined && (textOf(row) === text || hasMark(row, queued)) ? [mark] : null;
    });
    const outcomes = [...marks.values()].map(({ mark }) => mark).filter((mark) => mark !== queued);
    if (!count(outcomes, { state: { isMarked: true, who }, total: marks.size })) return again();
  }
  rows.mustBeThere = true;

  takeTime();
  const settled = new Map<string, string>();
  let isWhole = true;
  for (const row of rows.rows) {
    if (!hasMark(row, sending)) continue;
    if (!mayCall()) {
      isWhole = false;
      break;
    }
    const values = at.valuesOf(row);
    const unarrived = run.state.who === who ? triedAgain(row, at) : unknown(push);
    settled.set(at.keyOf(values), open.arrived(values) ?? unarrived);
  }
  if (settled.size > 0 || run.state.who !== who) {
    if (!save({})) return again();
    at.writeOver(settled, () => false);
    const ended = [...settled.values()].filter((text) => text.indexOf(queued) !== 0);
    // Its faults stay counted: an API that takes nothing is to stop the run in the end.
    const state = isWhole ? { isMarked: true, who } : run.state;
    if (!count(ended, { state, faults: run.faults }) || !isWhole) return again();
  }

  for (let isFirst = true; ; isFirst = false) {
    if (clock.nowMs() >= untilMs) return again();
    client.deadlineMs = untilMs + CALL_MS;
    const marks = nextBatch(at, open);
    if (isFirst) takeTime();
    if (marks.size === 0) {
      // Somebody changed a row while it was being sent.
      if (rows.rows.some((row) => hasMark(row, sending))) return again();
      return { end: "done", change: { total: run.done } };
    }
    if (!mayCall()) return again();
    rows.write((row) => {
      const mark = hasMark(row, queued) ? marks.get(placeOf(row)) : undefined;
      return mark === undefined ? null : [mark];
    }, !isFirst);
    const dropped = [...marks.values()].filter((mark) => mark.indexOf(sending) !== 0);
    const isOfBatch = (row: UserRow) => (marks.get(placeOf(row)) ?? "").indexOf(sending) === 0;
    const marked = new Map<string, Values>();
    for (const row of rows.rows) {
      const values = at.valuesOf(row);
      if (hasMark(row, sending) && isOfBatch(row)) marked.set(at.keyOf(values), values);
    }
    if (push.keeps) keep(open.kept?.([...marked.values()]) ?? [], push.keeps, work);
    const { outcomes, failure } = sendAll([...marked], push.perCall, open, mayCall);
    at.writeOver(outcomes, isOfBatch);
    const ended = [...outcomes].filter(([, text]) => text !== "");
    const texts = ended.map(([, text]) => text);
    if (!count([...dropped, ...texts], { note: noteOf(run.note, ended, at) })) return again();
    if (failure) throw failure;
  }
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

/** Sheet, rows and push of a run, with what its rows mean. */
interface PushSheet {
  readonly push: Push;
  readonly rows: UserRows;
  readonly queued: string;
  readonly sending: string;
  /** In the marks and outcomes of this sending: "invitation", "recipient of campaign 12". */
  readonly noun: string;
  open(client: Client): OpenPush;
  valuesOf(row: UserRow): Values;
  /** "" for a row without one. */
  keyOf(values: Values): string;
  /**
   * Writes outcomes by key over the mark of what is being sent; "" puts the row back in the queue.
   * @param isSent tells rows that were sent although somebody took their mark away.
   */
  writeOver(outcomes: ReadonlyMap<string, string>, isSent: (row: UserRow) => boolean): void;
}

function sheetOf(
  { id, spec, sheet: at }: Pick<Run<PushSpec>, "id" | "spec" | "sheet">,
  work: Work,
  mayAdd: boolean,
): PushSheet {
  const { book, ports } = work;
  const sheet = at && book.sheetById(at.id);
  if (!sheet)
    throw new TableFault(`The sheet "${at?.name}" was deleted. Its rows that were not sent stay so.`);
  const push = pushOf(spec.push, work);
  const { map, constants = {} } = spec;
  const fields = Object.keys(map);
  const beside = push.beside ?? {};
  const rows = UserRows.open(
    book,
    sheet,
    fields.map((field) => map[field] as string),
    [{ header: STATUS_HEADER, kind: "text" }],
    Object.keys(beside).map((field) => beside[field] as string),
    mayAdd,
  );
  const columns = fields.concat(Object.keys(beside));
  const noun = typeof push.noun === "string" ? push.noun : push.noun(constants);
  const queued = `queued: ${noun}, run ${id}`;
  const sending = `sending: ${noun}, run ${id}`;
  const keyOf = (values: Values) => {
    const field = push.keys.find((name) => String(values[name] ?? "").trim() !== "");
    return field === undefined ? "" : String(values[field]).trim().toLowerCase();
  };
  const valuesOf = ({ inputs }: UserRow) => {
    const values: { [field: string]: SheetValue } = {};
    for (const field of Object.keys(constants)) values[field] = constants[field] as SheetValue;
    columns.forEach((field, i) => {
      const value = inputs[i] ?? "";
      if (value !== "" || values[field] === undefined) values[field] = value;
    });
    return values;
  };
  return {
    push,
    rows,
    noun,
    queued,
    sending,
    keyOf,
    valuesOf,
    open: (client) =>
      push.open({
        client,
        read: (table) => readWhole(client, entryOf(work.entries, table)),
        fields: [...new Set(fields.concat(Object.keys(constants)))],
        constants,
        dayOf: book.dayOf,
        nowMs: ports.clock.nowMs(),
        isShown: (column, cell, found) => sameCell(column, cell, found, book.dayOf),
        warn: ports.warn,
      }),
    writeOver: (outcomes, isSent) => {
      rows.write((row) => {
        const outcome = outcomes.get(keyOf(valuesOf(row)));
        const isMarked = hasMark(row, sending);
        if (outcome === "") return isMarked ? [textOf(row).replace(sending, queued)] : null;
        return outcome !== undefined && (isMarked || isSent(row)) ? [outcome] : null;
      });
    },
  };
}

/** What stood in the chosen rows, as a digest. */
function contentsOf({ rows: chosen = [] }: PushSpec, { rows }: PushSheet): string {
  const numbers = new Set(chosen);
  return digest(
    JSON.stringify(rows.rows.filter(({ row }) => numbers.has(row)).map(({ row, inputs }) => [row, inputs])),
  );
}

/** What this run has not sent it will not send. */
function unqueue({ rows, queued }: PushSheet): void {
  rows.mustBeThere = true;
  rows.write((row) => (hasMark(row, queued) ? [null] : null));
}

/**
 * What is to become of each chosen row: an outcome, the queue, or null to be left alone. Rows of a run that goes on are
 * left to it; those of one that stopped are taken over, and where it was sending them the API is asked.
 */
function decide(
  at: PushSheet,
  { spec, who }: Pick<Run<PushSpec>, "spec" | "who">,
  open: OpenPush,
  { ports }: Work,
): Map<UserRow, string | null> {
  const chosen = spec.rows && new Set(spec.rows);
  const decided = new Map<UserRow, string | null>();
  const runs = loadRuns(ports.fileStore);
  const rowOfKey = sentRows(at);
  const { resends } = at.push;
  const isOver = (row: UserRow) =>
    isDone(row, at) && resends !== "changed" && (resends !== "chosen" || !chosen);
  function outcomeOf(row: UserRow): string | null {
    if (isOver(row)) return null;
    const [, isSending, noun, id] = MARK.exec(textOf(row)) ?? [];
    const run = runs.find((other) => other.id === id);
    const isOurs = textOf(row).indexOf(at.queued) === 0;
    if (run && !isOurs && (isUnfinished(run) || run.status === "paused")) return null;
    if (isSending && noun === at.noun) {
      const values = at.valuesOf(row);
      const key = at.keyOf(values);
      if (rowOfKey.get(key) === row.row) rowOfKey.delete(key);
      const arrived = open.arrived(values);
      if (arrived !== null) return arrived;
      // Another organisation's key knows nothing of it.
      if (run?.state.who !== who) return unknown(at.push);
    }
    return unsendable(row, at, rowOfKey, open, false) ?? at.queued;
  }
  for (const row of at.rows.rows) if (!chosen || chosen.has(row.row)) decided.set(row, outcomeOf(row));
  return decided;
}

/**
 * The rows to be marked next, by place. A queued row that somebody edited meanwhile is checked as it is now, and one
 * that was copied is sent once.
 */
function nextBatch(at: PushSheet, open: OpenPush): Map<string, string> {
  const marks = new Map<string, string>();
  const rowOfKey = sentRows(at);
  let sent = 0;
  for (const row of at.rows.rows) {
    if (!hasMark(row, at.queued) || sent >= ROWS_AT_ONCE) continue;
    const outcome = unsendable(row, at, rowOfKey, open, true);
    marks.set(placeOf(row), outcome ?? textOf(row).replace(at.queued, at.sending));
    if (outcome === null) sent++;
  }
  return marks;
}

/** Why a row is not sent; null for one that is, whose key is then taken. */
function unsendable(
  row: UserRow,
  at: PushSheet,
  rowOfKey: Map<string, number>,
  open: OpenPush,
  again: boolean,
): string | null {
  const values = at.valuesOf(row);
  const key = at.keyOf(values);
  if (key === "") return `failed: no ${at.push.keys.join(" or ")} in this row`;
  const twin = rowOfKey.get(key);
  if (twin !== undefined) return `skipped: twice in the sheet, see row ${twin}`;
  const outcome = open.check(values, again);
  if (outcome === null) rowOfKey.set(key, row.row);
  return outcome;
}

/** Sheet rows by the keys of what was sent, or is being sent. */
function sentRows(at: PushSheet): Map<string, number> {
  const rows = new Map<string, number>();
  for (const row of at.rows.rows)
    if (hasMark(row, `sending: ${at.noun}, `) || (isDone(row, at) && !at.push.resends))
      rows.set(at.keyOf(at.valuesOf(row)), row.row);
  return rows;
}

/**
 * Sends call by call. A call that is refused for what is in it is split until the culprit stands alone.
 * @returns outcomes by key, "" for a row that was not sent; no entry for one in doubt. `failure` stops the run.
 */
function sendAll(
  rows: readonly (readonly [string, Values])[],
  perCall: number,
  open: OpenPush,
  mayGoOn: () => boolean,
): { outcomes: Map<string, string>; failure: unknown } {
  const outcomes = new Map<string, string>();
  const calls: (readonly (readonly [string, Values])[])[] = [];
  for (let i = 0; i < rows.length; i += perCall) calls.push(rows.slice(i, i + perCall));
  let failure: unknown = null;
  for (let call = calls.shift(); call; call = calls.shift()) {
    const sent = call;
    const setAll = (text: string) => {
      for (const [key] of sent) outcomes.set(key, text);
    };
    if (failure || !mayGoOn()) {
      setAll("");
      continue;
    }
    try {
      const texts = open.send(call.map(([, values]) => values));
      call.forEach(([key], i) => {
        outcomes.set(key, texts[i] ?? "");
      });
    } catch (error) {
      let kind: ApiError["kind"] = "unreachable";
      if (error instanceof ApiError) kind = error.kind;
      else if (error instanceof InputError) kind = "bad-request";
      if (OF_ONE_ROW.indexOf(kind) < 0) {
        failure = error;
        if (IN_DOUBT.indexOf(kind) < 0) setAll("");
      } else if (kind === "claimed" && call.length === 1) setAll(CLAIMED);
      else if (call.length === 1) setAll(`failed: ${(error as Error).message}`);
      else {
        const half = call.length >> 1;
        calls.unshift(call.slice(0, half), call.slice(half));
      }
    }
  }
  return { outcomes, failure };
}

/** Puts records that are about to go into a sheet of their own, from which they can be sent again. */
function keep(records: readonly JsonObject[], at: NonNullable<Push["keeps"]>, work: Work): void {
  if (records.length === 0) return;
  const { book, entries, ports } = work;
  const entry = entryOf(entries, at.table);
  const sheet = book.sheetByName(at.sheet) ?? book.addSheet(at.sheet);
  const table = Table.open(book, sheet, entry.key, chosenColumns(entry, ["*"], []), []);
  table.update(records.map((record) => keyed(record, entry, ports.warn)).filter(isKeyed));
  book.flush();
}

/** The queue again for a row that did not arrive, until it was tried often enough. */
function triedAgain(row: UserRow, { queued, push }: PushSheet): string {
  const tries = Number(/try (\d+)$/.exec(textOf(row))?.[1] ?? 1);
  return tries < MOST_TRIES
    ? `${queued}, try ${tries + 1}`
    : `failed: ${push.api === "huntr" ? "Huntr" : "Hunter"} gave no answer, and it did not arrive. Send it again later.`;
}

/** For a row in doubt that another key may have sent: it may belong to another organisation. */
function unknown({ api }: Push): string {
  const name = api === "huntr" ? "Huntr" : "Hunter";
  return `failed: a person with another key may have sent it, though ${name} shows nothing of it to you. Make sure, then send it again.`;
}

function isDone(row: UserRow, { noun }: PushSheet): boolean {
  const start = `done (${noun}`;
  return hasMark(row, start) && !/^\d/.test(textOf(row).slice(start.length));
}

function hasMark(row: UserRow, mark: string): boolean {
  return textOf(row).indexOf(mark) === 0;
}

function textOf({ outputs }: UserRow): string {
  return String(outputs[0] ?? "");
}

function wordOf(outcome: string): "done" | "skipped" | "failed" {
  if (outcome.indexOf("done") === 0) return "done";
  return outcome.indexOf("skipped") === 0 ? "skipped" : "failed";
}

function pushOf(name: string, { pushes }: Pick<Work, "pushes">): Push {
  const push = pushes.find((other) => other.name === name);
  if (!push) {
    const names = pushes.map((other) => other.name).join(", ");
    throw new InputError(`There is no push "${name}". There are: ${names}.`);
  }
  return push;
}

/** @throws InputError */
function pushSpec(fields: JsonObject, work: Work): PushSpec {
  const push = pushOf(String(fields.push), work);
  const { sheet, map, constants = null, rows = null } = fields;
  if (typeof sheet !== "string") throw new InputError("The sheet's name must be a text.");
  if (!isJsonObject(map) || Object.keys(map).some((field) => typeof map[field] !== "string"))
    throw new InputError('"map" is an object of fields and the headers of their columns.');
  if (constants !== null && !isJsonObject(constants))
    throw new InputError('"constants" is an object of fields and values.');
  if (rows !== null && (!Array.isArray(rows) || rows.some((row) => typeof row !== "number")))
    throw new InputError('"rows" is a list of row numbers.');
  const isPlain = (value: Json | undefined) => value === null || typeof value !== "object";
  if (constants && !Object.keys(constants).every((field) => isPlain(constants[field])))
    throw new InputError("A constant is a text, a number or a boolean.");
  const key = push.keys.find((name) => constants && name in constants);
  if (key !== undefined) throw new InputError(`The ${key} is each row's own: it cannot be a constant.`);
  if (
    Object.keys(map).some((field) => String(map[field]).trim().toLowerCase() === STATUS_HEADER.toLowerCase())
  )
    throw new InputError(`Outcomes are written under "${STATUS_HEADER}": choose another column.`);
  if (!push.keys.some((name) => name in map))
    throw new InputError(`Say which column holds the ${push.keys.join(" or ")} of each row.`);
  return {
    kind: "push",
    push: push.name,
    sheet,
    map: map as { [field: string]: string },
    ...(constants ? { constants } : {}),
    ...(rows ? { rows: rows as number[] } : {}),
  };
}
