import type { Client } from "../../core/client.ts";
import { assertInput } from "../../core/errors.ts";
import { keyFor } from "../../core/keys.ts";
import { readWhole } from "../../core/listing.ts";
import { alike, freeName } from "../../core/names.ts";
import type { JsonObject } from "../../core/ports.ts";
import { type Push, sameKey } from "../../core/push.ts";
import type { Resource } from "../../core/resource.ts";
import { lackingTables } from "../../runs/lacking.ts";
import { logAction } from "../../runs/log.ts";
import { MOST_PROBLEMS } from "../../runs/push/plan.ts";
import { STATUS_HEADER } from "../../runs/push/spec.ts";
import { entryOf, type Work } from "../../runs/work.ts";
import { FORMATS } from "../../tables/formats.ts";
import type { SendForm, SendTemplate } from "../calls.ts";
import { chosenSheet, isFilled, recognisedIn, samplesIn } from "./lookup-form.ts";

const FIELDS = "huntr.member-fields";

/** Among whose records a person chooses, by push. */
const TABLES: { readonly [push: string]: readonly string[] } = {
  "huntr.invitations": [FIELDS, "huntr.board-templates", "huntr.advisors"],
  "huntr.member-fields": [FIELDS],
  "huntr.goal-enrollments": ["huntr.goals"],
  "hunter.leads": ["hunter.custom-attributes", "hunter.leads-lists"],
  "hunter.recipients": ["hunter.campaigns"],
  "hunter.recipients.cancel": ["hunter.campaigns"],
};

/** Outcomes of what can be taken back, by the start of the push's name; with the campaign that it can be taken out of. */
const UNDOABLE: readonly (readonly [string, RegExp])[] = [
  ["hunter.leads", /^done \(lead \d+ created/],
  ["hunter.recipients", /^done \(recipient of campaign (\d+)\b/],
];

/** A drop-down takes no more. */
const MOST_CHOICES = 500;

const NEXT_PUSH = "send.push";

/** Has the page begin with a push, when it is opened next. */
export function beginSendWith(push: string, { userStore }: Work["ports"]): void {
  userStore.set(NEXT_PUSH, push);
}

/** What the form of a push looks into: its own records, and what the pushes beside it need. */
function tablesOf({ name, api }: Push, pushes: readonly Push[]): readonly string[] {
  const needed = pushes.flatMap((other) => (other.api === api && other.needs ? other.needs : []));
  return [...needed, ...(TABLES[name] ?? [])];
}

/** @param name of a sheet, "" for the one that the person looks at. @throws ApiError, InputError */
export function sendForm(wanted: string, name: string, work: Work, deadlineMs: number): SendForm {
  const { book, ports, entries, pushes, client } = work;
  const asked = wanted || ports.userStore.get(NEXT_PUSH);
  const push = pushes.find((other) => other.name === asked) ?? pushes[0];
  assertInput(push, `There is no push "${asked}".`);
  const lacking = lackingTables(work, tablesOf(push, pushes));
  const { sheet, values, at, headers, isSelected } = chosenSheet(name, book);
  const statusAt = headers.findIndex((text) => alike(text) === alike(STATUS_HEADER));
  const undoable = UNDOABLE.find(([start]) => push.name.startsWith(start))?.[1];
  const rows = {
    all: [] as number[],
    selected: [] as number[],
    failed: [] as number[],
    undoable: [] as { row: number; campaign: string }[],
  };
  const problems: { row: number; outcome: string }[] = [];
  values.forEach((line, i) => {
    const row = i + 1;
    if (i <= at || !line.some((value, column) => isFilled(value) && column !== statusAt)) return;
    const outcome = String(line[statusAt] ?? "");
    rows.all.push(row);
    if (isSelected(row)) rows.selected.push(row);
    if (/^failed/.test(outcome)) {
      rows.failed.push(row);
      if (problems.length < MOST_PROBLEMS) problems.push({ row, outcome });
    }
    const [isUndoable, campaign = ""] = undoable?.exec(outcome) ?? [];
    if (isUndoable) rows.undoable.push({ row, campaign });
  });
  const hasKey = keyFor(push.api, ports) !== null;
  const records: { [table: string]: JsonObject[] } = {};
  if (hasKey) {
    const api = client(push.api, deadlineMs);
    for (const table of (TABLES[push.name] ?? []).filter((one) => !lacking.includes(one)))
      records[table] = readWhole(api, entryOf(entries, table));
  }
  return {
    push: push.name,
    lacking: pushes.flatMap(({ name, needs }) => (needs && lacking.includes(needs) ? name : [])),
    hasKey,
    sheet: { id: sheet.id, name: sheet.name() },
    sheets: book.sheetNames(),
    headers: headers.filter((text, i) => text !== "" && i !== statusAt && headers.indexOf(text) === i),
    ...samplesIn(sheet, values, headers, at),
    recognised: recognisedIn(values, headers, at),
    rows: { ...rows, all: rows.all.length, hidden: [...sheet.hiddenAmong(rows.all)] },
    problems,
    records,
  };
}

/**
 * Makes (without an id), renames or deletes (without a body) a record that is little more than a name. What is there
 * under its name already, or after no answer, is not made again.
 * @returns the records of the table as they are now. @throws ApiError
 */
export function changeRecord(
  table: string,
  id: string,
  body: JsonObject | null,
  work: Work,
  deadlineMs: number,
): JsonObject[] {
  const entry = entryOf(work.entries, table);
  const api = work.client(entry.api, deadlineMs);
  const records = { entry, api, all: () => readWhole(api, entry) };
  if (id !== "") changeOne(records, id, body, work);
  else if (body) createRecord(records, body, work);
  return records.all();
}

interface Records {
  readonly entry: Resource;
  readonly api: Client;
  readonly all: () => JsonObject[];
}

function createRecord({ entry, api, all }: Records, body: JsonObject, work: Work): void {
  const isThere = () => all().some((record) => isNamedAs(record, body));
  if (isThere()) return;
  unlessSo(isThere, () => api.send("POST", entry.path, {}, body));
  logAction(`Create: ${entry.title}`, `"${nameIn(body)}"`, work);
}

function changeOne(records: Records, id: string, body: JsonObject | null, work: Work): void {
  const { entry, api, all } = records;
  const one = () => all().find((record) => String(record.id) === id);
  const before = one();
  const which = `"${nameIn(before)}" (ID ${id})`;
  const path = `${entry.path}/${id}`;
  if (body) {
    // Another spelling of the same name is a change, too.
    unlessSo(
      () => isNamedAs(one(), body),
      () => api.send("PUT", path, {}, body),
    );
    logAction(`Rename: ${entry.title}`, `${which}, now "${nameIn(body)}"`, work);
  } else if (before) {
    unlessSo(
      () => !one(),
      () => api.send("DELETE", path),
    );
    logAction(`Delete: ${entry.title}`, which, work);
  }
}

/** Where a call fails without an answer, or since somebody else was first, what it is for may be so nevertheless. */
function unlessSo(isSo: () => boolean, call: () => void): void {
  try {
    call();
  } catch (error) {
    if (!isSo()) throw error;
  }
}

function nameIn(record: JsonObject | undefined): string {
  return String(record?.label ?? record?.name).trim();
}

function isNamedAs(record: JsonObject | undefined, body: JsonObject): boolean {
  return sameKey(nameIn(record)) === sameKey(nameIn(body));
}

/**
 * A sheet to fill in. The example stands above the headers, where no push looks.
 * @returns its name.
 */
export function templateSheet(
  { name, example, columns }: SendTemplate,
  { book }: Pick<Work, "book">,
): string {
  const taken = new Set(book.sheetNames().map((other) => other.toLowerCase()));
  const sheet = book.addSheet(freeName(name, taken, (n) => `${name} ${n}`));
  sheet.write(1, 1, [[example]]);
  sheet.write(2, 1, [columns.map(({ header }) => header)]);
  sheet.dressHeader(1, columns.length, 2);
  columns.forEach(({ kind, choices }, i) => {
    const format = FORMATS[kind];
    if (format) sheet.format({ [format]: [i + 1] }, 3, sheet.gridRows());
    // What a sheet would take for a formula is not offered.
    const offered = choices.filter((choice) => /^[^=+]/.test(choice)).slice(0, MOST_CHOICES);
    if (offered.length > 0) sheet.offer(i + 1, 3, offered);
  });
  return sheet.name();
}
