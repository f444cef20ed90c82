import { cellUnder } from "../core/cells.ts";
import { digest } from "../core/digest.ts";
import { InputError, must } from "../core/errors.ts";
import { snakeCase } from "../core/names.ts";
import type { Cell, Column } from "../core/resource.ts";
import type { SheetValue, Workbook, Written } from "../core/spreadsheet.ts";
import { addressColumns, addressesIn } from "../hunter/domain-search.ts";
import { tidy } from "../hunter/inputs.ts";
import { type Inputs, type Lookup, type LookupRecord, lookups, type Question } from "../hunter/lookups.ts";
import { TableFault } from "../tables/fault.ts";
import { identityOf, type Output, type UserRow, UserRows } from "../tables/rows.ts";
import { type KeyedRecord, Table } from "../tables/table.ts";
import type { LookupSpec, Run } from "./run.ts";
import type { Work } from "./work.ts";

/** What the status says of a row that is to be asked for afresh, and of one that Hunter is still at work on. */
export const QUEUED = "queued";
export const PENDING = "pending";

/** The sheet that a domain search fills unless told otherwise. */
const ADDRESS_SHEET = "Hunter Domain Search";

/** Counted under this word: inputs that were not sent, or that Hunter would not take. */
const UNUSABLE = "not usable";

/** What a row asks for: nothing, a question, or a sentence that says why it cannot be asked. */
export type Asked = null | { readonly question: Question } | { readonly problem: string };

/** A sheet of the user's whose rows are looked up: which columns are asked with, and where the answers go. */
export class LookupSheet {
  readonly rows: UserRows;
  private readonly beside: readonly (Column & Output)[];
  private readonly statusAt: number;
  private readonly asked = new Map<string, Asked>();

  private constructor(
    readonly lookup: Lookup,
    private readonly spec: LookupSpec,
    private readonly work: Pick<Work, "book" | "ports">,
    private readonly sheetId: number | undefined,
    mayAdd: boolean,
  ) {
    const { book } = work;
    const sheet = sheetId === undefined ? book.sheetByName(spec.sheet) : book.sheetById(sheetId);
    if (!sheet) throw new TableFault(`There is no sheet "${spec.sheet}" any more. What was found is stored.`);
    this.beside = besideOf(spec);
    this.statusAt = this.beside.findIndex(({ name }) => name === "status");
    const { inputs, along = [] } = spec;
    const headers = Object.values(inputs);
    this.rows = new UserRows(book, sheet, headers, this.beside, along, mayAdd);
  }

  static open(run: Pick<Run<LookupSpec>, "spec" | "sheet">, work: Work, mayAdd = true): LookupSheet {
    return new LookupSheet(lookups[run.spec.lookup], run.spec, work, run.sheet?.id, mayAdd);
  }

  inputsOf({ inputs }: UserRow): Inputs {
    const { filters = {} } = this.spec;
    const given: { [parameter: string]: string } = {};
    for (const [name, value] of Object.entries(filters)) given[name] = String(value);
    Object.keys(this.spec.inputs).forEach((parameter, i) => {
      const text = tidy(String(inputs[i] ?? ""));
      if (text !== "") given[parameter] = text;
    });
    return given;
  }

  askedBy(row: UserRow): Asked {
    const id = identityOf(row);
    const known = this.asked.get(id);
    if (known !== undefined) return known;
    let asked: Asked;
    try {
      const question = this.lookup.question(this.inputsOf(row));
      asked = question && { question };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      asked = { problem: error.message };
    }
    this.asked.set(id, asked);
    return asked;
  }

  /** Whether the row waits for an answer. Of chosen rows only those do that carry a mark. */
  isOpen(row: UserRow): boolean {
    const text = this.textOf(row);
    if (text === QUEUED || text === PENDING) return true;
    return !this.spec.rows && text === "";
  }

  /**
   * Whether the row is for the run to do: chosen by its number, or open, or with an answer that is older than was asked for.
   * @param keptMs when its question was answered last.
   */
  isWanted(row: UserRow, keptMs: number | null, sinceMs: number): boolean {
    const { rows, maxAgeDays } = this.spec;
    if (rows) return rows.includes(row.row);
    return this.isOpen(row) || (maxAgeDays !== undefined && keptMs !== null && keptMs < sinceMs);
  }

  countOpen(): number {
    return this.rows.rows.filter((row) => this.isOpen(row) && this.askedBy(row)).length;
  }

  isMarked(row: UserRow): boolean {
    const text = this.textOf(row);
    return text === QUEUED || text === PENDING;
  }

  /** What tells whether a row is done: its status, or the first of its outputs that holds anything. */
  private textOf({ outputs }: UserRow): string {
    const told = this.statusAt >= 0 ? outputs[this.statusAt] : outputs.find((value) => value !== "");
    return String(told ?? "").trim();
  }

  /** The row's outputs with another status. */
  marked({ outputs }: UserRow, mark: string | null): Written[] {
    return outputs.map((value, i) => (i === Math.max(0, this.statusAt) ? mark : value));
  }

  /**
   * Open rows between those that have their answers are written along with them, so that these take one call: with
   * what stands there, where that is nothing, or ours.
   */
  asItIs(row: UserRow): readonly Written[] | null {
    return this.isMarked(row) || row.outputs.every((value) => value === "") ? row.outputs : null;
  }

  /** What a row shows. Where no status is asked for, an answer without anything to show says why in the first column. */
  cellsOf(record: LookupRecord): Written[] {
    const { ports } = this.work;
    const shown = this.lookup.pages ? { search: record } : record;
    const cells = this.beside.map((column) => cellUnder(column, shown, ports.warn));
    if (!cells.some((cell) => cell !== null)) cells[0] = record.status;
    return cells;
  }

  /**
   * Nothing is bought that could not be written.
   * @throws InputError when the sheet for the addresses holds something else.
   */
  checkInto(): void {
    if (!this.lookup.pages) return;
    const { into = ADDRESS_SHEET, sheet: own } = this.spec;
    const sheet = this.work.book.sheetByName(into);
    must(
      into !== own && (!sheet || sheet.id !== this.sheetId),
      `The addresses cannot go to "${into}" itself. Name another sheet.`,
    );
    if (!sheet) return;
    const [header = [], first = []] = sheet.read(1, 1, Math.min(2, sheet.gridRows()), sheet.gridColumns());
    const key = String(first[header.indexOf(KEY.header)] ?? "");
    const isBlank = header.concat(first).every((value) => value === "");
    must(
      isBlank || (header.includes(KEY.header) && (key === "" || key.includes("@"))),
      `The sheet "${into}" holds something else. Name a new sheet for the addresses, or an empty one.`,
    );
  }

  /** Puts the addresses of searches on their own sheet. */
  writeAddresses(found: readonly { readonly row: UserRow; readonly record: LookupRecord }[]): void {
    const { book, ports } = this.work;
    const { outputs, along = [], into = ADDRESS_SHEET } = this.spec;
    if (found.length === 0) return;
    const taken = along.map((header, i): Column => ({ ...KEY, name: `along ${i}`, header }));
    const columns = [KEY, ...addressColumns.filter(({ name }) => name in outputs), ...taken].map(
      (column) => ({
        ...column,
        header: outputs[column.name] ?? column.header,
      }),
    );
    const first = Object.keys(this.spec.inputs).length;
    const records = found.flatMap(({ row, record }) =>
      addressesIn(record).map((address): KeyedRecord => {
        const key = keyOf(address);
        return {
          key,
          cells: (column): Cell => {
            if (column.name === KEY.name) return key;
            const i = taken.findIndex(({ name }) => name === column.name);
            if (i >= 0) return textOf(row.inputs[first + i] ?? "", book);
            const cell = cellUnder(column, address, ports.warn);
            return typeof cell === "object" && cell && "day" in cell
              ? new Date(`${cell.day}T00:00:00Z`)
              : cell;
          },
        };
      }),
    );
    const sheet = book.sheetByName(into) ?? book.addSheet(into);
    Table.open(book, sheet, KEY.name, columns, []).update(records);
    book.flush();
  }
}

/** An address of a domain, in a table of its own. */
const KEY: Column = { name: "id", header: "ID", kind: "text", help: "", byDefault: true, value: () => null };

function keyOf(address: { readonly [name: string]: unknown }): string {
  const { domain = "" } = (address.search ?? {}) as { domain?: string };
  return `${address.value} ${domain}`.trim();
}

/** Green for what can be used, red for what cannot, yellow for what is uncertain. */
const COLOURS: { readonly [status: string]: string } = {
  valid: "#d9ead3",
  found: "#d9ead3",
  invalid: "#f4cccc",
  claimed: "#f4cccc",
  disposable: "#f4cccc",
  accept_all: "#fff2cc",
  webmail: "#fff2cc",
  unknown: "#fff2cc",
  pending: "#fff2cc",
};

/** The columns beside the rows, under the headers that were asked for; something always tells that a row is done. */
function besideOf({ lookup: name, outputs }: LookupSpec): (Column & Output)[] {
  const { columns } = lookups[name];
  const wanted = Object.keys(outputs).flatMap((name) =>
    columns.filter((column) => column.name === name && !addressColumns.includes(column)),
  );
  const beside = wanted.length > 0 ? wanted : columns.filter((column) => column.name === "status");
  return beside.map((column) => ({
    ...column,
    header: outputs[column.name] ?? "Domain search",
    ...(column.name === "status" ? { colours: COLOURS } : {}),
  }));
}

/** The column of a look-up under a name or header, in any case. */
export function columnOf({ columns, title }: Lookup, name: string): Column {
  const found = columns.find(
    (column) => column.name === snakeCase(name) || column.header.toLowerCase() === name.trim().toLowerCase(),
  );
  if (found) return found;
  throw new InputError(
    `${title} has no column "${name}". It has: ${columns.map((one) => one.name).join(", ")}.`,
  );
}

/** What a record counts as. */
export function wordOf({ status, isRefused }: LookupRecord): string {
  return isRefused ? UNUSABLE : status;
}

/** A question in a run's few kilobytes. */
export function digestOf({ key }: Pick<Question, "key">): string {
  return digest(key);
}

function textOf(value: SheetValue, book: Workbook): string | null {
  return value instanceof Date ? book.dayOf(value) : String(value) || null;
}
