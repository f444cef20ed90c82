import { cellUnder } from "../../core/cells.ts";
import { digest } from "../../core/digest.ts";
import { assertInput, InputError } from "../../core/errors.ts";
import { snakeCase } from "../../core/names.ts";
import { isCut, readCell } from "../../core/reading.ts";
import type { Cell, Column } from "../../core/resource.ts";
import type { Sheet, SheetValue, Written } from "../../core/spreadsheet.ts";
import { addressColumns, addressesIn } from "../../hunter/domain-search.ts";
import { tidy } from "../../hunter/inputs.ts";
import type { Inputs, Lookup, LookupRecord, Question } from "../../hunter/lookup.ts";
import { lookups } from "../../hunter/lookups.ts";
import { isDataRow } from "../../hunter/recognition.ts";
import { TableFault } from "../../tables/fault.ts";
import { type KeyedRecord, Table } from "../../tables/table.ts";
import { identityOf, type Output, type UserRow, UserRows } from "../../tables/user-rows.ts";
import type { ChosenRows } from "../chosen-rows.ts";
import { NO_RUN } from "../row-marks.ts";
import type { LookupSpec, Run } from "../run.ts";
import { loadRuns } from "../store.ts";
import type { Work } from "../work.ts";
import { isBare, type Looked, LookupQueue, PENDING } from "./queue.ts";
import { type LookupState, START } from "./state.ts";

/** The sheet that a domain search fills unless told otherwise. */
const ADDRESS_SHEET = "Hunter Domain Search";

/** Counted under this word: inputs that were not sent, or that Hunter would not take. */
const UNUSABLE = "not usable";
/** Counted under this word: what was asked for as often as it may be, and never answered. */
const UNANSWERED = "without an answer";

/** What a row asks for: nothing, a question, or a sentence that says why it cannot be asked. */
export type Asked = null | { readonly question: Question } | { readonly problem: string };

/** A sheet of the user's whose rows are looked up: which columns are asked with, and where the answers go. */
export class LookupSheet {
  readonly rows: UserRows;
  private readonly beside: readonly (Column & Output)[];
  private readonly statusAt: number;
  private readonly asked = new Map<string, Asked>();
  private readonly lookup: Lookup;
  private readonly spec: LookupSpec;
  private queue: LookupQueue;

  private constructor(
    private readonly run: Looked,
    private readonly work: Pick<Work, "book" | "ports">,
    mayAdd: boolean,
    isGlance = false,
  ) {
    const { book, ports } = work;
    const { spec, sheet: at } = run;
    this.lookup = lookups[spec.lookup];
    this.spec = spec;
    this.queue = new LookupQueue(run, () => loadRuns(ports.fileStore));
    const sheet = at ? book.sheetById(at.id) : book.sheetByName(spec.sheet);
    if (!sheet) throw new TableFault(`There is no sheet "${spec.sheet}" any more. What was found is stored.`);
    this.beside = besideOf(spec);
    this.statusAt = this.beside.findIndex(({ name }) => name === "status");
    const { inputs, along = [] } = spec;
    const headers = Object.values(inputs);
    this.rows = new UserRows(book, sheet, headers, this.beside, along, mayAdd, isGlance);
    this.rows.assertDistinct();
  }

  /** @param mayAdd false for a look that makes no columns. */
  static open(run: Looked, work: Work, mayAdd = true): LookupSheet {
    return new LookupSheet(run, work, mayAdd);
  }

  /**
   * A look at a sheet before there is a run, which writes nothing.
   * @param isGlance see `UserRows`.
   */
  static look(spec: LookupSpec, sheet: Run["sheet"], work: Work, isGlance = false): LookupSheet {
    const look = new LookupSheet({ id: NO_RUN, spec, sheet, state: START }, work, false, isGlance);
    look.assertHeaders();
    return look;
  }

  /** @throws InputError for a sheet without headers, whose first person would be left out. */
  private assertHeaders(): void {
    const { heading, rows } = this.rows;
    const isOurs = (cell: SheetValue) => this.beside.some(({ header }) => header === String(cell).trim());
    const inputs = Object.entries(this.spec.inputs).map(([parameter, header], i) => {
      return [parameter, header, rows.map(({ shown }) => shown[i] ?? "")] as const;
    });
    assertInput(
      !isDataRow(
        heading.filter((cell) => !isOurs(cell)),
        inputs,
      ),
      `The row with "${inputs[0]?.[1]}" seems to hold no headers. Insert a row with headers, such as "Full name" and "Company", above your first row.`,
    );
  }

  /** @throws InputError for a cell that cannot be asked with. */
  inputsOf({ inputs, shown }: UserRow): Inputs {
    const { filters = {} } = this.spec;
    const given: { [parameter: string]: string } = {};
    for (const [name, value] of Object.entries(filters)) given[name] = String(value);
    Object.entries(this.spec.inputs).forEach(([parameter, header], i) => {
      const cell = { value: inputs[i] ?? "", shown: shown[i] ?? "" };
      const { value = "", hint, fault } = readCell(header, "text", cell, this.work.book);
      assertInput(fault === undefined, `${fault}.`);
      assertInput(!isCut(cell.shown), `${hint}.`);
      const text = String(value);
      if (tidy(text) !== "") given[parameter] = text;
    });
    return given;
  }

  /** What a person sees in the cells that the row would be asked with. */
  shownOf({ shown }: UserRow): Inputs {
    return Object.fromEntries(
      Object.keys(this.spec.inputs).map((parameter, i) => [parameter, shown[i] ?? ""]),
    );
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

  /** Whether the row waits for an answer of this run. */
  isOpen(row: UserRow): boolean {
    return this.queue.isOpen(row, this.textOf(row));
  }

  /** The rows that were chosen, to be known again when they are marked; null for all. */
  chosenRows(): ChosenRows | null {
    return this.queue.remember(this.rows.rows);
  }

  /**
   * Whether the row is for the run to do, and no other run's: chosen, or open, or with an answer that is older than was asked for.
   * @param keptMs when its question was answered last.
   * @throws TableFault when chosen rows are not to be found any more.
   */
  isWanted(row: UserRow, keptMs: number | null, sinceMs: number): boolean {
    if (this.queue.isOthers(this.textOf(row))) return false;
    const isChosen = this.queue.isChosen(row, this.rows.rows);
    if (isChosen !== null) return isChosen;
    const isOld = this.spec.maxAgeDays !== undefined && keptMs !== null && keptMs < sinceMs;
    return this.isOpen(row) || isOld;
  }

  /** Those of the rows that are left out, since nobody sees them. */
  hiddenAmong(rows: readonly UserRow[]): ReadonlySet<UserRow> {
    return this.spec.hidden ? new Set() : this.rows.hiddenAmong(rows);
  }

  /** Goes by another state of the run from now on. */
  pick(state: LookupState): void {
    this.queue = new LookupQueue({ ...this.run, state }, () => loadRuns(this.work.ports.fileStore));
  }

  openRows(): UserRow[] {
    return this.rows.rows.filter((row) => this.isOpen(row) && this.askedBy(row));
  }

  isMarked(row: UserRow): boolean {
    return this.queue.isMarked(this.textOf(row));
  }

  /** Whether the row waits without saying for whom. */
  isBare(row: UserRow): boolean {
    return isBare(this.textOf(row));
  }

  /** Takes away what says of rows that they wait for this run. */
  leave(): void {
    this.rows.write((row) => (this.queue.isLeft(row, this.textOf(row)) ? this.withStatus(row, null) : null));
  }

  /** The row's outputs with the run's mark. */
  queued(row: UserRow): Written[] {
    return this.withStatus(row, this.queue.mark);
  }

  /** The row's outputs for one that Hunter is still at work on. */
  pending(row: UserRow): Written[] {
    return this.withStatus(row, PENDING);
  }

  /** What tells whether a row is done: its status, or the first of its outputs that holds anything. */
  private textOf({ outputs }: UserRow): string {
    const told = this.statusAt >= 0 ? outputs[this.statusAt] : outputs.find((value) => value !== "");
    return String(told ?? "").trim();
  }

  private withStatus({ outputs }: UserRow, text: string | null): Written[] {
    return outputs.map((value, i) => (i === Math.max(0, this.statusAt) ? text : value));
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

  /** The sheet for the addresses of domains; null for a look-up that finds none. */
  get into(): string | null {
    return this.lookup.pages ? (this.spec.into ?? ADDRESS_SHEET) : null;
  }

  /**
   * Nothing is bought that could not be written.
   * @throws InputError when the sheet for the addresses holds something else.
   */
  checkInto(): void {
    const { into } = this;
    if (into === null) return;
    const { sheet: own } = this.spec;
    const sheet = this.work.book.sheetByName(into);
    assertInput(
      into !== own && (!sheet || sheet.id !== this.run.sheet?.id),
      `The addresses cannot go to "${into}" itself. Name another sheet.`,
    );
    if (!sheet) return;
    const [header = [], first = []] = sheet.read(1, 1, Math.min(2, sheet.gridRows()), sheet.gridColumns());
    const key = String(first[header.indexOf(KEY.header)] ?? "");
    const isBlank = header.concat(first).every((value) => value === "");
    assertInput(
      isBlank || (header.includes(KEY.header) && (key === "" || key.includes("@"))),
      `The sheet "${into}" holds something else. Name a new sheet for the addresses, or an empty one.`,
    );
  }

  /** That the sheet for the addresses is protected is to be found out before the first of them is paid for. */
  tryInto(): void {
    const { book } = this.work;
    const { into } = this;
    const sheet = into === null ? null : book.sheetByName(into);
    if (!sheet) return;
    this.addressTable(sheet).tryToAdd();
    book.flush();
  }

  /** Puts the addresses of searches on their own sheet. */
  writeAddresses(found: readonly { readonly row: UserRow; readonly record: LookupRecord }[]): void {
    const { book, ports } = this.work;
    const { into } = this;
    if (found.length === 0 || into === null) return;
    const taken = this.taken();
    const first = Object.keys(this.spec.inputs).length;
    const records = found.flatMap(({ row, record }) =>
      addressesIn(record).map((address): KeyedRecord => {
        const key = keyOf(address);
        return {
          key,
          cells: (column): Cell => {
            if (column.name === KEY.name) return key;
            const i = taken.findIndex(({ name }) => name === column.name);
            if (i >= 0) return row.shown[first + i] || null;
            const cell = cellUnder(column, address, ports.warn);
            return typeof cell === "object" && cell && "day" in cell
              ? new Date(`${cell.day}T00:00:00Z`)
              : cell;
          },
        };
      }),
    );
    this.addressTable(book.sheetByName(into) ?? book.addSheet(into)).update(records);
    book.flush();
  }

  private addressTable(sheet: Sheet): Table {
    const { outputs } = this.spec;
    const columns = [KEY, ...addressColumns().filter(({ name }) => name in outputs), ...this.taken()].map(
      (column) => ({ ...column, header: outputs[column.name] ?? column.header }),
    );
    return Table.open(this.work.book, sheet, KEY.name, columns, []);
  }

  /** What the addresses' sheet says of the row that was asked for. */
  private taken(): Column[] {
    const { along = [] } = this.spec;
    return along.map((header, i) => ({ ...KEY, name: `along ${i}`, header }));
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
    columns.filter((column) => column.name === name && !addressColumns().includes(column)),
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
export function wordOf({ status, isRefused, isLost }: LookupRecord): string {
  if (isLost) return UNANSWERED;
  return isRefused ? UNUSABLE : status;
}

/** A question in a run's few kilobytes. */
export function digestOf({ key }: Pick<Question, "key">): string {
  return digest(key);
}
