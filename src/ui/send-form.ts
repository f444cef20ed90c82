import { must } from "../core/errors.ts";
import { keyFor } from "../core/keys.ts";
import { readWhole } from "../core/listing.ts";
import { freeName } from "../core/names.ts";
import type { JsonObject } from "../core/ports.ts";
import { sameKey } from "../core/push.ts";
import { logDeed } from "../runs/log.ts";
import { MOST_PROBLEMS } from "../runs/push-plan.ts";
import { STATUS_HEADER } from "../runs/push-spec.ts";
import { entryOf, type Work } from "../runs/work.ts";
import { FORMATS } from "../tables/formats.ts";
import type { SendForm, SendTemplate } from "./calls.ts";
import { chosenSheet } from "./lookup-form.ts";

const FIELDS = "huntr.member-fields";

/** Among whose records a person chooses, by push. */
const TABLES: { readonly [push: string]: readonly string[] } = {
  "huntr.invitations": [FIELDS, "huntr.board-templates"],
  "huntr.member-fields": [FIELDS],
  "hunter.leads": ["hunter.custom-attributes", "hunter.leads-lists"],
  "hunter.recipients": ["hunter.campaigns"],
  "hunter.recipients.cancel": ["hunter.campaigns"],
};

/** Outcomes of what can be taken back, by the start of the push's name; with the campaign that it can be taken out of. */
const UNDOABLE: readonly (readonly [string, RegExp])[] = [
  ["hunter.leads", /^done \(lead \d+ created/],
  ["hunter.recipients", /^done \(recipient of campaign (\d+) /],
];

/** A drop-down takes no more. */
const MOST_CHOICES = 500;

const WANTED = "send.push";

/** Has the page begin with a push, when it is opened next. */
export function beginSendWith(push: string, { userStore }: Work["ports"]): void {
  userStore.set(WANTED, push);
}

/** @param name of a sheet, "" for the one that the person looks at. @throws ApiError, InputError */
export function sendForm(
  wanted: string,
  name: string,
  { book, ports, entries, pushes, client }: Work,
  deadlineMs: number,
): SendForm {
  const asked = wanted || ports.userStore.get(WANTED);
  const push = pushes.find((other) => other.name === asked) ?? pushes[0];
  must(push, `There is no push "${asked}".`);
  const { sheet, values, at, isSelected } = chosenSheet(name, book);
  const header = (values[at] ?? []).map((value) => String(value).trim());
  const statusAt = header.findIndex((text) => text.toLowerCase() === STATUS_HEADER.toLowerCase());
  const undoable = UNDOABLE.find(([start]) => push.name.startsWith(start))?.[1];
  const rows = {
    all: 0,
    selected: [] as number[],
    failed: [] as number[],
    undoable: [] as { row: number; campaign: string }[],
  };
  const problems: { row: number; outcome: string }[] = [];
  values.forEach((line, i) => {
    const row = i + 1;
    if (i <= at || !line.some((value, column) => value !== "" && column !== statusAt)) return;
    const outcome = String(line[statusAt] ?? "");
    rows.all++;
    if (isSelected(row)) rows.selected.push(row);
    if (/^failed/.test(outcome)) {
      rows.failed.push(row);
      if (problems.length < MOST_PROBLEMS) problems.push({ row, outcome });
    }
    const [isUndoable, campaign = ""] = undoable?.exec(outcome) ?? [];
    if (isUndoable) rows.undoable.push({ row, campaign });
  });
  const isReady = keyFor(push.api, ports) !== null;
  const records: { [table: string]: JsonObject[] } = {};
  if (isReady) {
    const api = client(push.api, deadlineMs);
    for (const table of TABLES[push.name] ?? []) records[table] = readWhole(api, entryOf(entries, table));
  }
  return {
    push: push.name,
    hasKey: isReady,
    sheet: { id: sheet.id, name: sheet.name() },
    sheets: book.sheetNames(),
    headers: header.filter((text, i) => text !== "" && i !== statusAt && header.indexOf(text) === i),
    rows,
    problems,
    isFiltered: sheet.hasFilter(),
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
  const read = () => readWhole(api, entry).filter((record) => id === "" || String(record.id) === id);
  const nameIn = (record: JsonObject | null | undefined) => String(record?.label ?? record?.name).trim();
  const isSo = (found: readonly JsonObject[]) =>
    body ? found.some((record) => sameKey(nameIn(record)) === sameKey(nameIn(body))) : found.length === 0;
  const before = read();
  const isNew = id === "";
  // Another spelling of the same name is a change.
  if (!isSo(before) || (body && !isNew)) {
    try {
      const method = isNew ? "POST" : body ? "PUT" : "DELETE";
      api.send(method, isNew ? entry.path : `${entry.path}/${id}`, {}, body ?? undefined);
    } catch (error) {
      // No answer, or somebody else was first.
      if (!isSo(read())) throw error;
    }
    if (isNew) logDeed(`Create: ${entry.title}`, `"${nameIn(body)}"`, work);
    else {
      const which = `"${nameIn(before[0])}" (ID ${id})`;
      if (body) logDeed(`Rename: ${entry.title}`, `${which}, now "${nameIn(body)}"`, work);
      else logDeed(`Delete: ${entry.title}`, which, work);
    }
  }
  return readWhole(api, entry);
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
