import { existsSync, readFileSync } from "node:fs";
import type { CellInput } from "../book/book.ts";
import type { Firing } from "../runtime/host.ts";
import type { Execution, MenuItem } from "../runtime/report.ts";
import { cellNamed, growTo, jsonCell, placeNamed, sheetNamed, spillOf } from "./cells.ts";
import type { OpenBook } from "./open-book.ts";
import { done, failureOf, type Outcome } from "./outcome.ts";
import { listRuns, settle } from "./settle.ts";
import { durationMs, jsonOf, type Options, WrongUsage } from "./usage.ts";

/** One command: how many operands it takes, and what it does with an open book. */
export interface Command {
  readonly operands: readonly [least: number, most: number];
  readonly usage: string;
  run(book: OpenBook, operands: readonly string[], options: Options): Promise<Outcome>;
}

/** Menu entries as `menu` prints them: separators say nothing. */
function listed(items: readonly MenuItem[]): object[] {
  return items.flatMap((item): object[] => {
    if ("separator" in item) return [];
    if ("items" in item) return [{ label: item.label, items: listed(item.items) }];
    return [{ label: item.label, function: item.function }];
  });
}

async function menu({ host, user }: OpenBook): Promise<Outcome> {
  const opened = await host.onOpen(user);
  return failureOf(opened) ?? done(host.menu().map(({ label, items }) => ({ label, items: listed(items) })));
}

async function functions({ host }: OpenBook): Promise<Outcome> {
  return done(host.customFunctions());
}

async function keys({ host, user }: OpenBook, _: readonly string[], options: Options): Promise<Outcome> {
  const given = Object.entries({ huntr: options.huntr, hunter: options.hunter }).filter(
    ([, key]) => key !== null,
  );
  const saved = await host.rpc("saveKeys", [JSON.stringify(Object.fromEntries(given))], { as: user });
  return failureOf(saved) ?? done({ ok: true });
}

/** Log lines as text; a level that is more than a word of the script's is named. */
function logText({ log }: Execution): string[] {
  return log.map(({ level, text }) => (level === "log" ? text : `${level}: ${text}`));
}

async function call({ host, user }: OpenBook, [name = "", ...texts]: readonly string[]): Promise<Outcome> {
  const args = texts.map((text, i) => jsonOf(text, `Argument ${i + 1}`));
  const execution = await host.rpc(name, args, { as: user });
  await host.book.settled();
  if (!execution.ok) return failureOf(execution) as Outcome;
  const { sidebar } = execution;
  return done({
    result: execution.value,
    log: logText(execution),
    toasts: execution.toasts,
    alerts: execution.alerts.map(({ kind, title, message, buttons }) => ({ kind, title, message, buttons })),
    sidebar: sidebar && { title: sidebar.title, file: sidebar.file },
  });
}

/** Where a formula goes when nobody said: a blank first sheet's A1, else to the right of what is there. */
function freePlace({ host }: OpenBook): ReturnType<typeof placeNamed> {
  const sheet = host.book.sheets().find((s) => !s.hidden) ?? host.book.sheets()[0];
  if (!sheet) throw new Error("a book has at least one sheet");
  const last = host.book.lastColumn(sheet.id);
  return { sheet, row: 1, column: last === 0 ? 1 : last + 2 };
}

async function formula(book: OpenBook, [text = ""]: readonly string[], options: Options): Promise<Outcome> {
  const { host } = book;
  const place = options.at === null ? freePlace(book) : placeNamed(host.book, options.at);
  const { sheet, row, column } = place;
  let killed: Outcome | null = null;
  const deaf = host.on("ended", ({ execution }) => {
    if ("killed" in execution && options.kill) killed ??= failureOf(execution);
  });
  growTo(host.book, sheet, row, column);
  host.book.write(sheet.id, row, column, [[text.startsWith("=") ? text : `=${text}`]]);
  await host.book.settled();
  deaf();
  if (killed) return killed;
  const message = host.book.errorMessage(sheet.id, row, column);
  const { rows, columns } = spillOf(host.book, sheet.id, row, column);
  const values = host.book.values(sheet.id, row, column, rows, columns);
  const first = values[0]?.[0];
  const isError = typeof first === "string" && /^#[A-Z/0]+[!?A]$/.test(first) && rows === 1 && columns === 1;
  if (message || isError) return done({ error: message || first });
  return done({ value: values.map((line) => line.map((value) => jsonCell(value, host.book.timeZone))) });
}

function firingsTold(firings: readonly Firing[]): Outcome {
  for (const { execution } of firings) {
    const failure = execution && failureOf(execution);
    if (failure?.status === 3) return failure;
  }
  return done(firings.map(({ function: name, error }) => ({ function: name, error })));
}

async function tick({ host }: OpenBook, [duration = ""]: readonly string[]): Promise<Outcome> {
  const firings = await host.advance(durationMs(duration));
  await host.book.settled();
  return firingsTold(firings);
}

async function dump({ host }: OpenBook, _: readonly string[], options: Options): Promise<Outcome> {
  const { book } = host;
  await book.settled();
  const chosen = options.sheet === null ? book.sheets() : [sheetNamed(book, options.sheet)];
  return done({
    sheets: chosen.map(({ id, name, hidden, frozenRows }) => {
      const [rows, columns] = [book.lastRow(id), book.lastColumn(id)];
      const values = rows === 0 ? [] : book.values(id, 1, 1, rows, columns);
      return {
        name,
        hidden,
        values: values.map((line) => line.map((value) => jsonCell(value, book.timeZone))),
        formulas: rows === 0 ? [] : book.formulas(id, 1, 1, rows, columns),
        frozenRows,
      };
    }),
  });
}

function typedGrid(text: string): CellInput[][] {
  const grid = jsonOf(text, "What to enter");
  const isCell = (v: unknown) => v === null || ["string", "number", "boolean"].includes(typeof v);
  if (!Array.isArray(grid) || !grid.every((line) => Array.isArray(line) && line.every(isCell)))
    throw new WrongUsage("The cells are a list of rows, each a list of text, numbers, booleans or null.");
  const columns = Math.max(0, ...grid.map((line: unknown[]) => line.length));
  if (grid.some((line: unknown[]) => line.length !== columns))
    throw new WrongUsage("The rows differ in length.");
  return grid as CellInput[][];
}

async function edit(
  { host }: OpenBook,
  [name = "", a1 = "", text = ""]: readonly string[],
): Promise<Outcome> {
  const { row, column } = cellNamed(a1);
  const grid = typedGrid(text);
  // Somebody who types into a tab that is not there yet adds it first.
  if (name !== "" && !host.book.sheets().some((sheet) => sheet.name === name)) host.book.insertSheet(name);
  const sheet = sheetNamed(host.book, name);
  growTo(host.book, sheet, row + grid.length - 1, column + (grid[0]?.length ?? 0) - 1);
  host.book.write(sheet.id, row, column, grid);
  await host.book.settled();
  return done({ ok: true });
}

async function post({ host }: OpenBook, [path = ""]: readonly string[], options: Options): Promise<Outcome> {
  if (!existsSync(path)) throw new WrongUsage(`There is no file ${path}.`);
  const type = path.endsWith(".txt") ? "text/plain" : "application/json";
  const { execution, status, body } = await host.post(readFileSync(path, "utf8"), {
    query: options.query,
    type,
  });
  await host.book.settled();
  return failureOf(execution) ?? done({ status, body });
}

/** All commands but `open`, which serves instead of printing. */
export const commands: Readonly<Record<string, Command>> = {
  menu: { operands: [0, 0], usage: "menu", run: menu },
  functions: { operands: [0, 0], usage: "functions", run: functions },
  keys: { operands: [0, 0], usage: "keys [--huntr T] [--hunter K]", run: keys },
  call: { operands: [1, Number.POSITIVE_INFINITY], usage: "call NAME [JSON …]", run: call },
  formula: { operands: [1, 1], usage: "formula TEXT [--at SHEET!A1]", run: formula },
  runs: { operands: [0, 0], usage: "runs", run: listRuns },
  settle: { operands: [0, 0], usage: "settle", run: (book, _, o) => settle(book, o.isRealTime) },
  tick: { operands: [1, 1], usage: "tick DURATION", run: tick },
  dump: { operands: [0, 0], usage: "dump [--sheet NAME]", run: dump },
  edit: { operands: [3, 3], usage: "edit SHEET A1 JSON", run: edit },
  post: { operands: [1, 1], usage: "post FILE [--query a=b]", run: post },
};
