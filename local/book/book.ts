// The spreadsheet: pure data on o-spreadsheet's headless model. Knows nothing of Apps Script. Rows and columns are
// 1-based here, as in Apps Script; limits and their messages are the caller's business.
import "./conditional-formats.ts";
import "./evaluation-plugin.ts";
import "./filters.ts";
import { reorderMetadata } from "./metadata.ts";
import "./protections.ts";
import "./sheets-plugin.ts";
import "./sizes-plugin.ts";
import type { Model } from "@odoo/o-spreadsheet";
import { type ArrayResults, ArrayRoom } from "./array-room.ts";
import type { BookModel } from "./book-model.ts";
import "./cells-plugin.ts";
import { type CellInput, type CellValue, cellValue } from "./cell-values.ts";
import {
  type Content,
  ORDER_SHEETS,
  TREAT_ZONE,
  type TreatZone,
  WRITE_BLOCK,
  type WriteBlock,
} from "./commands.ts";
import { contentOf, formulaText, quotedIfSpecial } from "./contents.ts";
import {
  type CustomCall,
  type CustomFunction,
  CustomFunctions,
  type CustomResult,
} from "./custom-functions.ts";
import { displayText } from "./display.ts";
import {
  type BookContext,
  forgetLastChange,
  type Getters,
  type GridCell,
  NewModel,
  type Position,
  quietly,
  sendCommandsWhole,
} from "./engine.ts";
import { googleError } from "./error-values.ts";
import { lastFilledColumn, lastFilledRow } from "./filled.ts";
import { LOADING } from "./formula-names.ts";
import { FIRST_REVISION, Hub, type HubMessage } from "./hub.ts";
import { localeRules } from "./locales.ts";
import { DEFAULT_NUMBER_FORMAT, isGeneral } from "./number-formats.ts";
import type { PageData } from "./page-formulas.ts";
import { isPlain, type RichText } from "./rich-text.ts";
import {
  exportWorkbook,
  NEW_SHEET,
  newWorkbook,
  readSavedBook,
  type SavedBook,
  savedBook,
  spreadsheetLocale,
} from "./saved-book.ts";
import { isSerial, partsOf, serialAt } from "./serial.ts";
import { newSheetNumber, sheetNumber } from "./sheet-ids.ts";
import { sortedRows } from "./sorted-rows.ts";
import type { SortKey } from "./sorting.ts";
import { fromCellStyle, type Style, type StyleChange, toCellStyle } from "./styles.ts";
import { readTyped, type TypedInputSwitches, typedInputDefaults } from "./typed-input.ts";
import { clearValidations } from "./validations.ts";

export type {
  CellInput,
  CellValue,
  CustomCall,
  CustomFunction,
  CustomResult,
  Hub,
  SortKey,
  Style,
  StyleChange,
};

export interface SheetInfo {
  id: number;
  name: string;
  hidden: boolean;
  rows: number;
  columns: number;
  frozenRows: number;
  frozenColumns: number;
}

/** What `clear` removes. */
export interface ClearWhat {
  contents?: boolean;
  /** Styles and number formats. */
  formats?: boolean;
  notes?: boolean;
  validation?: boolean;
}

export interface BookOptions {
  name?: string;
  timeZone?: string;
  locale?: string;
}

const DEFAULTS = { name: "Untitled spreadsheet", timeZone: "Etc/UTC", locale: "en_US" };

/** o-spreadsheet's reasons for refusing a command that are no trouble: it would change nothing. */
const HARMLESS = new Set(["NoChanges", "UnchangedSheetName"]);

/** The book's own model, among those that hear the hub. */
export const OWN_CLIENT = { id: "book", name: "Apps Script" };

export class Book implements BookModel {
  /** o-spreadsheet's model, the truth of this book. Pages join through `hub`. */
  readonly model: Model;
  readonly hub = new Hub();
  id: string;
  name: string;
  timeZone: string;
  /** The clock behind NOW, TODAY and dates typed without a year: set it to the virtual clock. */
  now: () => Date = () => new Date();
  /** How typed text is read where no source settles it. */
  typedInput: TypedInputSwitches = { ...typedInputDefaults };
  /** What becomes of an array that does not fit the grid, which sources tell differently. */
  arrayResults: ArrayResults = "grows";
  /** Whether developer metadata goes along when a script sorts its row, which no source says. */
  metadataMovesInSort = false;
  readonly customFunctions: CustomFunctions;

  private sheetsMade: number;
  private readonly listeners = new Set<() => void>();
  private readonly whenSettled: (() => void)[] = [];
  private evaluateCall: ((call: CustomCall) => Promise<CustomResult>) | undefined;
  private readonly room = new ArrayRoom(() => this.arrayResults);
  private due: Set<number> | undefined;
  private isBuilt = false;

  private constructor(saved: SavedBook) {
    this.id = saved.id;
    this.name = saved.name;
    this.timeZone = saved.timeZone;
    this.sheetsMade = saved.sheetsMade;
    this.customFunctions = new CustomFunctions(
      (key, name, args, position) => this.startCall(key, name, args, position),
      (cellIds) => this.evaluate(cellIds),
    );
    this.customFunctions.restore(saved.results);
    this.model = quietly(
      () =>
        new NewModel(saved.workbook, {
          client: OWN_CLIENT,
          custom: { huntsheet: this.context() },
          transportService: {
            sendMessage: async (message: unknown) => {
              this.hub.accept(message as HubMessage);
            },
            onNewMessage: (_client: string, listen: (message: never) => void) => {
              this.hub.listeners.add((message) => quietly(() => listen(message as never)));
            },
            leave: () => {},
          },
        }),
    );
    sendCommandsWhole(this.model);
    this.isBuilt = true;
    this.model.on("command-finalized", this, () => {
      for (const listener of [...this.listeners]) listener();
    });
  }

  /** A new book with one sheet, 'Sheet1', number 0. */
  static create(options: BookOptions & { id?: string } = {}): Book {
    const { name, timeZone, locale } = { ...DEFAULTS, ...options };
    const id = options.id ?? "book";
    return new Book(
      savedBook({ id, name, timeZone, locale, sheetsMade: 1, workbook: newWorkbook(locale), results: [] }),
    );
  }

  /** A book from what `save` gave. */
  static load(data: unknown): Book {
    return new Book(readSavedBook(structuredClone(data)));
  }

  /** Everything as plain JSON. */
  save(): unknown {
    const { id, name, timeZone, locale, sheetsMade } = this;
    const workbook = { ...exportWorkbook(this.model), revisionId: FIRST_REVISION };
    const results = structuredClone(this.customFunctions.known(this.getters));
    return savedBook({ id, name, timeZone, locale, sheetsMade, workbook, results });
  }

  /** The same document under another id and name; custom functions have yet to run in it. */
  copy(id: string, name: string): Book {
    return Book.load({ ...(this.save() as SavedBook), id, name, results: [] });
  }

  /** What a page begins with, as of `hub.revision`: data for its own model, and results of custom functions. */
  pageData(): PageData {
    return {
      ...exportWorkbook(this.model),
      revisionId: this.hub.revision,
      results: structuredClone(this.customFunctions.known(this.getters)),
      arrayResults: this.arrayResults,
    };
  }

  /** Hears every result of a custom function, for pages; gives the way to stop that. */
  onFormulaResult(listener: (key: string, result: CustomResult) => void): () => void {
    return this.customFunctions.onResult(listener);
  }

  /** As Apps Script's getSpreadsheetLocale() gives it. What is in the cells stays; what is typed is read anew. */
  get locale(): string {
    return this.getters.getLocale().code;
  }

  set locale(code: string) {
    if (code !== this.locale) this.dispatch("UPDATE_LOCALE", { locale: spreadsheetLocale(code) });
  }

  /** Hears every change, also of values; gives the way to stop that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  // ── sheets ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** In tab order. */
  sheets(): SheetInfo[] {
    const { getters } = this;
    return getters.getSheetIds().map((key) => {
      const frozen = getters.getPaneDivisions(key);
      return {
        id: sheetNumber(key),
        name: getters.getSheetName(key),
        hidden: !getters.isSheetVisible(key),
        rows: getters.getNumberRows(key),
        columns: getters.getNumberCols(key),
        frozenRows: frozen.ySplit,
        frozenColumns: frozen.xSplit,
      };
    });
  }

  /** Cells of all grids, blank ones too: what Google limits to 10 million. */
  cellCount(): number {
    return this.sheets().reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  }

  /** Adds an empty sheet before the tab at `index` (0-based), or as the last one; gives its number. */
  insertSheet(name: string, index = this.getters.getSheetIds().length): number {
    const id = this.nextSheetNumber();
    const { rows, columns: cols } = NEW_SHEET;
    this.dispatch("CREATE_SHEET", { sheetId: String(id), position: index, name, rows, cols });
    return id;
  }

  removeSheet(id: number): void {
    const sheetId = this.sheetKey(id);
    this.dispatch("DELETE_SHEET", { sheetId, sheetName: this.getters.getSheetName(sheetId) });
  }

  renameSheet(id: number, name: string): void {
    const sheetId = this.sheetKey(id);
    this.dispatch("RENAME_SHEET", { sheetId, oldName: this.getters.getSheetName(sheetId), newName: name });
  }

  setHidden(id: number, hidden: boolean): void {
    const sheetId = this.sheetKey(id);
    if (hidden === !this.getters.isSheetVisible(sheetId)) return;
    this.dispatch(hidden ? "HIDE_SHEET" : "SHOW_SHEET", { sheetId });
  }

  /** Makes a sheet the tab at `index`, 0-based, hidden ones counted. */
  moveSheet(id: number, index: number): void {
    const sheetId = this.sheetKey(id);
    const order = this.getters.getSheetIds().filter((key) => key !== sheetId);
    order.splice(index, 0, sheetId);
    this.dispatch(ORDER_SHEETS, { order });
  }

  setFrozen(id: number, rows: number, columns: number): void {
    const sheetId = this.sheetKey(id);
    if (rows > 0) this.dispatch("FREEZE_ROWS", { sheetId, quantity: rows });
    else this.dispatch("UNFREEZE_ROWS", { sheetId });
    if (columns > 0) this.dispatch("FREEZE_COLUMNS", { sheetId, quantity: columns });
    else this.dispatch("UNFREEZE_COLUMNS", { sheetId });
  }

  /** Copies a sheet with everything on it, right after it, as 'Copy of …' (facts 5.4); gives the copy's number. */
  copySheet(id: number): number {
    const sheetId = this.sheetKey(id);
    const copy = this.nextSheetNumber();
    const taken = new Set(this.sheets().map(({ name }) => name.toLowerCase()));
    const base = `Copy of ${this.getters.getSheetName(sheetId)}`;
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base} ${n}`;
    this.dispatch("DUPLICATE_SHEET", { sheetId, sheetIdTo: String(copy), sheetNameTo: name });
    return copy;
  }

  /**
   * Adds blank rows before row `before`; after the last one when that is the row count + 1. They look as the row below
   * them or as the one above; at the grid's ends as the one that there is.
   */
  insertRows(id: number, before: number, count: number, like: "above" | "below" = "below"): void {
    this.insertHeaders(id, "ROW", before, count, like === "above");
  }

  removeRows(id: number, first: number, count: number): void {
    this.removeHeaders(id, "ROW", first, count);
  }

  /** As `insertRows`, for columns. */
  insertColumns(id: number, before: number, count: number, like: "left" | "right" = "right"): void {
    this.insertHeaders(id, "COL", before, count, like === "left");
  }

  removeColumns(id: number, first: number, count: number): void {
    this.removeHeaders(id, "COL", first, count);
  }

  /** The last row with content, 0 on a blank sheet. Formulas count whatever they show. */
  lastRow(id: number): number {
    return lastFilledRow(this.getters, this.sheetKey(id));
  }

  /** The last column with content, 0 on a blank sheet. */
  lastColumn(id: number): number {
    return lastFilledColumn(this.getters, this.sheetKey(id));
  }

  // ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────

  values(id: number, row: number, column: number, rows: number, columns: number): CellValue[][] {
    return this.grid(id, row, column, rows, columns, (cell, position) =>
      cellValue(this.getters, cell, position),
    );
  }

  /** As the cells show it. */
  displayValues(id: number, row: number, column: number, rows: number, columns: number): string[][] {
    return this.grid(id, row, column, rows, columns, (cell, position) => {
      if (cell && !cell.isFormula && cell.content !== "") {
        return displayText(cell.parsedValue, cell.exact, this.locale);
      }
      const evaluated = this.getters.getEvaluatedCell(position);
      if (evaluated.type === "empty") return "";
      if (evaluated.type === "error") return googleError(String(evaluated.value)) || String(evaluated.value);
      return displayText(evaluated.value, cell?.exact ?? evaluated.format, this.locale);
    });
  }

  /** "" where there is no formula, also where one spills to. */
  formulas(id: number, row: number, column: number, rows: number, columns: number): string[][] {
    return this.grid(id, row, column, rows, columns, (cell) =>
      cell?.isFormula ? formulaText(cell, this.getters) : "",
    );
  }

  /** What the hover note of an error cell says; "" for any other cell. */
  errorMessage(id: number, row: number, column: number): string {
    const position = { sheetId: this.sheetKey(id), row: row - 1, col: column - 1 };
    const evaluated = this.getters.getEvaluatedCell(position);
    if (evaluated.type !== "error" || evaluated.value === LOADING) return "";
    const at = evaluated.errorOriginPosition;
    if (evaluated.value === "#SPILL!" && at && /overwrite data/.test(evaluated.message ?? "")) {
      return `Array result was not expanded because it would overwrite data in ${a1(at)}.`;
    }
    return String(evaluated.message ?? "");
  }

  /** Exactly as they were set; DEFAULT_NUMBER_FORMAT where none was. */
  numberFormats(id: number, row: number, column: number, rows: number, columns: number): string[][] {
    return this.grid(id, row, column, rows, columns, (cell) => cell?.exact ?? DEFAULT_NUMBER_FORMAT);
  }

  /** What is set, per cell. */
  styles(id: number, row: number, column: number, rows: number, columns: number): Partial<Style>[][] {
    return this.grid(id, row, column, rows, columns, (cell) => fromCellStyle(cell?.style));
  }

  notes(id: number, row: number, column: number, rows: number, columns: number): string[][] {
    return this.grid(id, row, column, rows, columns, (cell) => cell?.note ?? "");
  }

  /** Texts with their parts; null where there is another kind of value. */
  richTexts(id: number, row: number, column: number, rows: number, columns: number): (RichText | null)[][] {
    return this.grid(id, row, column, rows, columns, (cell, position) => {
      if (cell?.runs && !cell.isFormula) return { text: String(cell.parsedValue), runs: cell.runs };
      const { type, value, link } = this.getters.getEvaluatedCell(position);
      if (type !== "text" && type !== "empty") return null;
      return { text: String(value ?? ""), runs: [{ start: 0, ...(link && { url: link.url }) }] };
    });
  }

  /** Pixels. */
  columnWidths(id: number, column: number, columns: number): number[] {
    const sheetId = this.sheetKey(id);
    return Array.from({ length: columns }, (_, i) => this.getters.getColSize(sheetId, column - 1 + i));
  }

  // ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** Writes a block as setValues does (facts 5.2): strings as if typed; every row of `input` as long as the first. */
  write(id: number, row: number, column: number, input: CellInput[][]): void {
    const sheetId = this.sheetKey(id);
    const formats: (string | null)[][] = [];
    let hasFormats = false;
    const contents = input.map((line, i) => {
      const lineFormats: (string | null)[] = [];
      formats.push(lineFormats);
      return line.map((value, j) => {
        const before = this.getters.getCell({ sheetId, row: row - 1 + i, col: column - 1 + j })?.exact;
        const { content, format } = this.read(value, before);
        const isNew = format !== undefined && before === undefined;
        hasFormats ||= isNew;
        lineFormats.push(isNew ? format : null);
        return content;
      });
    });
    this.writeBlock(id, row, column, hasFormats ? { contents, formats } : { contents });
  }

  /** What a cell would hold after such an input; of a formula, its result. Dates are serials. */
  wouldHold(id: number, row: number, column: number, input: CellInput): string | number | boolean | null {
    const sheetId = this.sheetKey(id);
    const before = this.getters.getCell({ sheetId, row: row - 1, col: column - 1 })?.exact;
    const { content } = this.read(input, before);
    if (typeof content !== "string") return content;
    if (!content.startsWith("=")) return content.startsWith("'") ? content.slice(1) : content;
    const result = this.getters.evaluateFormula(sheetId, content);
    return Array.isArray(result) ? (result[0]?.[0] ?? null) : result;
  }

  clear(id: number, row: number, column: number, rows: number, columns: number, what: ClearWhat): void {
    const { contents = false, formats = false, notes = false } = what;
    if (contents || formats || notes)
      this.treatZone(id, row, column, rows, columns, { contents, formats, notes });
    if (what.validation) clearValidations(this, { sheet: id, row, column, rows, columns });
  }

  setNumberFormats(id: number, row: number, column: number, formats: string[][]): void {
    this.writeBlock(id, row, column, {
      formats: formats.map((line) => line.map((format) => (isGeneral(format) ? "" : format))),
    });
  }

  setStyles(
    id: number,
    row: number,
    column: number,
    rows: number,
    columns: number,
    style: StyleChange,
  ): void {
    this.treatZone(id, row, column, rows, columns, { style: toCellStyle(style) });
  }

  /** "" removes a note. */
  setNotes(id: number, row: number, column: number, notes: string[][]): void {
    this.writeBlock(id, row, column, { notes });
  }

  /** Writes texts as they are: nothing in them is read as a formula or a number. */
  setRichTexts(id: number, row: number, column: number, texts: readonly (readonly RichText[])[]): void {
    this.writeBlock(id, row, column, {
      contents: texts.map((line) => line.map(({ text }) => quotedIfSpecial(text))),
      runs: texts.map((line) => line.map(({ runs }) => (isPlain(runs) ? null : runs))),
    });
  }

  setColumnWidth(id: number, column: number, px: number): void {
    const sheetId = this.sheetKey(id);
    this.dispatch("RESIZE_COLUMNS_ROWS", { sheetId, dimension: "COL", elements: [column - 1], size: px });
  }

  /** Sorts the rows of a range by its columns (sheet columns, 1-based). Formats and notes go with their rows. */
  sortRange(id: number, row: number, column: number, rows: number, columns: number, keys: SortKey[]): void {
    const zone = { top: row - 1, left: column - 1, bottom: row + rows - 2, right: column + columns - 2 };
    const sorted = keys.map((key) => ({ ...key, column: key.column - 1 }));
    const { block, order } = sortedRows(this.getters, this.sheetKey(id), zone, sorted);
    this.dispatch(WRITE_BLOCK, block);
    if (this.metadataMovesInSort) reorderMetadata(this, id, row, order);
  }

  // ── custom functions ────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Says which custom functions there are and how to run a call of one. Until then their cells show saved results or
   * Loading…; afterwards other names are #NAME?.
   */
  setCustomFunctions(list: CustomFunction[], evaluate: (call: CustomCall) => Promise<CustomResult>): void {
    this.evaluateCall = evaluate;
    this.customFunctions.define(list);
  }

  /** Resolves when no custom function is running and what they gave is in the cells. */
  settled(): Promise<void> {
    if (!this.isBusy()) return Promise.resolve();
    return new Promise((resolve) => this.whenSettled.push(resolve));
  }

  /** Forgets results of custom functions, all or those whose name matches, and runs anew what cells use. */
  recalculate(pattern?: string | RegExp): void {
    const matches =
      pattern === undefined
        ? () => true
        : typeof pattern === "string"
          ? (name: string) => name === pattern.toUpperCase()
          : (name: string) => pattern.test(name);
    this.customFunctions.forget(matches);
  }

  /**
   * What a script's flush does to custom functions: a formula that had gone from its cell by then is computed again
   * when it comes back. Not in Google's words, but how published add-ons have formulas computed anew.
   */
  forgetUnusedResults(): void {
    this.customFunctions.forgetUnused(this.getters);
  }

  // ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────

  private get getters(): Getters {
    // The package types only its own getters; engine.ts names those that our plugins add.
    return this.model.getters as unknown as Getters;
  }

  private context(): BookContext {
    return {
      hasScreen: false,
      nowSerial: () => serialAt(this.now(), this.timeZone),
      typedInput: () => this.typedInput,
      askRoom: (getters, origin, room) => {
        const isGiven = this.room.ask(getters, origin, room);
        // Changes that pages make do not come through `dispatch`.
        if (isGiven) queueMicrotask(() => this.giveRoom());
        return isGiven;
      },
      custom: (name, args, context) => this.customFunctions.call(name, args, context),
    };
  }

  /** o-spreadsheet's id of a sheet. */
  sheetKey(id: number): string {
    const key = String(id);
    if (this.getters.tryGetSheet(key)) return key;
    const found = this.getters.getSheetIds().find((candidate) => sheetNumber(candidate) === id);
    if (found === undefined) throw new Error(`There is no sheet with the number ${id}.`);
    return found;
  }

  private nextSheetNumber(): number {
    const taken = this.getters.getSheetIds().map(sheetNumber);
    return newSheetNumber(taken, this.sheetsMade++);
  }

  /**
   * Sends a command to the model, which undoes and shares it like any other.
   * @throws Error when o-spreadsheet refuses it for more than changing nothing
   */
  dispatch(type: string, payload: object): void {
    const result = quietly(() =>
      (
        this.model.dispatch as (type: string, payload: object) => { isSuccessful: boolean; reasons: string[] }
      )(type, payload),
    );
    // The book's own model is the only listener while no page is open.
    if (result.isSuccessful && this.hub.listeners.size === 1) forgetLastChange(this.model);
    this.giveRoom();
    if (result.isSuccessful || result.reasons.every((reason) => HARMLESS.has(reason))) return;
    throw new Error(`The spreadsheet refused ${type}: ${result.reasons.join(", ")}.`);
  }

  private writeBlock(
    id: number,
    row: number,
    column: number,
    what: Pick<WriteBlock, "contents" | "formats" | "notes" | "styles" | "runs">,
  ): void {
    const matrix: unknown[][] = what.contents ?? what.formats ?? what.notes ?? what.styles ?? [];
    const [rows, columns] = [matrix.length, matrix[0]?.length ?? 0];
    if (rows === 0 || columns === 0) return;
    const block: WriteBlock = {
      sheetId: this.sheetKey(id),
      top: row - 1,
      left: column - 1,
      rows,
      columns,
      ...what,
    };
    this.dispatch(WRITE_BLOCK, block);
  }

  private treatZone(
    id: number,
    row: number,
    column: number,
    rows: number,
    columns: number,
    what: Pick<TreatZone, "contents" | "formats" | "notes" | "style">,
  ): void {
    const zone = { top: row - 1, left: column - 1, bottom: row + rows - 2, right: column + columns - 2 };
    this.dispatch(TREAT_ZONE, { sheetId: this.sheetKey(id), zone, ...what });
  }

  /** Makes the grid as large as formulas asked for while they were evaluated. */
  private giveRoom(): void {
    if (!this.room.isAsked()) return;
    this.room.give(
      this.getters,
      ({ sheetId, rows, columns }) => {
        if (rows > 0) this.addHeaders(sheetId, "ROW", rows);
        if (columns > 0) this.addHeaders(sheetId, "COL", columns);
      },
      () => this.dispatch("EVALUATE_CELLS", {}),
    );
    this.tellSettled();
  }

  private addHeaders(sheetId: string, dimension: "ROW" | "COL", count: number): void {
    const { getters } = this;
    const last = dimension === "ROW" ? getters.getNumberRows(sheetId) : getters.getNumberCols(sheetId);
    this.insertHeaders(sheetNumber(sheetId), dimension, last + 1, count);
  }

  private insertHeaders(
    id: number,
    dimension: "ROW" | "COL",
    before: number,
    count: number,
    isLikeFormer = false,
  ): void {
    const sheetId = this.sheetKey(id);
    const last =
      dimension === "ROW" ? this.getters.getNumberRows(sheetId) : this.getters.getNumberCols(sheetId);
    const isAfter = before > last || (isLikeFormer && before > 1);
    this.dispatch("ADD_COLUMNS_ROWS", {
      sheetId,
      sheetName: this.getters.getSheetName(sheetId),
      dimension,
      position: isAfter ? "after" : "before",
      base: isAfter ? before - 2 : before - 1,
      quantity: count,
    });
  }

  private removeHeaders(id: number, dimension: "ROW" | "COL", first: number, count: number): void {
    const sheetId = this.sheetKey(id);
    const elements = Array.from({ length: count }, (_, i) => first - 1 + i);
    const sheetName = this.getters.getSheetName(sheetId);
    this.dispatch("REMOVE_COLUMNS_ROWS", { sheetId, sheetName, dimension, elements });
  }

  private grid<T>(
    id: number,
    row: number,
    column: number,
    rows: number,
    columns: number,
    read: (cell: GridCell | undefined, position: Position) => T,
  ): T[][] {
    const sheetId = this.sheetKey(id);
    const { getters } = this;
    return Array.from({ length: rows }, (_, i) => {
      const line: T[] = new Array(columns);
      for (let j = 0; j < columns; j++) {
        const position = { sheetId, row: row - 1 + i, col: column - 1 + j };
        line[j] = read(getters.getCell(position), position);
      }
      return line;
    });
  }

  /** An input as content for a command, with the number format that it brings along. */
  private read(
    value: CellInput,
    format: string | undefined,
  ): { content: Content; format?: string | undefined } {
    if (value === null) return { content: "" };
    if (typeof value === "string") {
      const switches = this.typedInput;
      const typed = readTyped(value, {
        locale: this.locale,
        format,
        year: () => this.currentYear(),
        switches,
      });
      return { content: contentOf(typed), format: "format" in typed ? typed.format : undefined };
    }
    if (isSerial(value)) {
      const { dateFormat, dateTimeFormat } = localeRules(this.locale);
      return { content: value.serial, format: Number.isInteger(value.serial) ? dateFormat : dateTimeFormat };
    }
    if (typeof value === "number" && !Number.isFinite(value)) return { content: quotedIfSpecial("#NUM!") };
    return { content: value };
  }

  private currentYear(): number {
    return partsOf(serialAt(this.now(), this.timeZone)).year;
  }

  private startCall(key: string, name: string, args: unknown[], position: Position | undefined): void {
    const call: CustomCall = {
      name,
      args,
      sheetId: position ? sheetNumber(position.sheetId) : 0,
      row: (position?.row ?? 0) + 1,
      column: (position?.col ?? 0) + 1,
    };
    // Not now: the model is in the middle of an evaluation.
    queueMicrotask(async () => {
      let result: CustomResult;
      try {
        result = (await this.evaluateCall?.(call)) ?? { error: "" };
      } catch (error) {
        result = { error: error instanceof Error ? error.message : String(error) };
      }
      this.customFunctions.accept(key, result);
    });
  }

  /** Has cells evaluated again, those that are due in one go. */
  private evaluate(cellIds: number[] | undefined): void {
    if (!this.isBuilt) return;
    if (cellIds === undefined) {
      this.dispatch("EVALUATE_CELLS", {});
      return;
    }
    if (this.due) {
      for (const id of cellIds) this.due.add(id);
      return;
    }
    this.due = new Set(cellIds);
    queueMicrotask(() => {
      const alive = [...(this.due ?? [])].filter((id) => this.getters.tryGetCellPosition(id) !== undefined);
      this.due = undefined;
      if (alive.length > 0) this.dispatch("EVALUATE_CELLS", { cellIds: alive });
      this.tellSettled();
    });
  }

  private tellSettled(): void {
    if (!this.isBusy()) for (const resolve of this.whenSettled.splice(0)) resolve();
  }

  private isBusy(): boolean {
    return this.due !== undefined || this.room.isAsked() || this.customFunctions.isWaiting();
  }
}

const LETTERS = 26;
const CODE_OF_A = 65;

/** A position as A1 text. */
function a1({ row, col }: Position): string {
  let letters = "";
  for (let rest = col + 1; rest > 0; rest = Math.floor((rest - 1) / LETTERS)) {
    letters = String.fromCharCode(CODE_OF_A + ((rest - 1) % LETTERS)) + letters;
  }
  return `${letters}${row + 1}`;
}
