// o-spreadsheet's cells with Sheets' habits: typed text is read by our own parser, text stays exactly as it was given,
// and the number format and the note travel on the cell itself, so that whatever moves or copies a cell moves them.
import {
  type Content,
  PLACE_CELLS,
  TREAT_ZONE,
  type TreatZone,
  WRITE_BLOCK,
  type WriteBlock,
} from "./commands.ts";
import { contentOf, formulaText, quotedIfSpecial, storedContent, typedForm } from "./contents.ts";
import {
  type BookContext,
  type CellStyle,
  type Command,
  type Compiled,
  CompiledFormula,
  type CorePluginInside,
  type FormulaAdapters,
  type FormulaCell,
  type GridCell,
  type LiteralCell,
  pluginClass,
  replacePlugin,
  type Zone,
} from "./engine.ts";
import { admitFunctions } from "./formula-names.ts";
import { showable } from "./number-formats.ts";
import { editedLink, type TextRun } from "./rich-text.ts";
import { exportCells, importCells, type SavedCells } from "./saved-cells.ts";
import { partsOf } from "./serial.ts";
import { readTyped } from "./typed-input.ts";

interface CellPluginInside extends CorePluginInside {
  nextId: number;
  cells: Record<string, Record<number, GridCell | undefined> | undefined>;
}

const OriginalCells = pluginClass<CellPluginInside>("corePluginRegistry", "cell");

/** The workbook data's own section for what this plugin holds, by o-spreadsheet's sheet id. */
export interface CellData {
  huntsheet?: { cells: Record<string, SavedCells> };
  sheets: { id: string; cells?: unknown; styles?: unknown; formats?: unknown }[];
}

/** What a cell is to become; a field that is missing stays as it is, `undefined` clears it. */
interface Change {
  content?: Content;
  exact?: string | undefined;
  format?: string | undefined;
  style?: CellStyle | undefined;
  note?: string | undefined;
  /** Of the text that `content` brings. */
  runs?: readonly TextRun[] | undefined;
}

/** o-spreadsheet's UPDATE_CELL, by which pages type, paste, fill and sort. */
interface UpdateCell {
  content?: string;
  style?: CellStyle | null;
  format?: string;
}

/** Commands that reach the cells as parts of a larger one, such as the copying of a sheet. */
const PARTS = new Set(["UPDATE_CELL", "UPDATE_CELL_POSITION", PLACE_CELLS]);

class Cells extends OriginalCells {
  static override getters = [...OriginalCells.getters, "getFormulaCells", "holdsContent"];

  /**
   * By sheet, the id of every cell that has ever held a formula: undoing may bring one back. Each row that comes or goes
   * has all formulas adapted and evaluated anew, and few cells are any.
   */
  private readonly formulas = new Map<string, Set<number>>();
  private readonly book: BookContext | undefined;
  private copying: { from: string; to: string } | undefined;
  private isChangingLocale = false;

  // biome-ignore lint/suspicious/noExplicitAny: the configuration is o-spreadsheet's own and passed on unseen
  constructor(config: any) {
    super(config);
    this.book = config.custom?.huntsheet;
  }

  override beforeHandle(command: Command): void {
    if (!PARTS.has(command.type)) {
      const isCopy = command.type === "DUPLICATE_SHEET";
      this.copying = isCopy ? { from: String(command.sheetId), to: String(command.sheetIdTo) } : undefined;
      this.isChangingLocale = command.type === "UPDATE_LOCALE";
    }
    super.beforeHandle(command);
  }

  override allowDispatch(command: Command): string | string[] {
    if (command.type === WRITE_BLOCK) {
      // The package types only its own commands; the type says that this is ours.
      const { sheetId, top, left, rows, columns } = command as unknown as WriteBlock;
      const inside =
        top >= 0 &&
        left >= 0 &&
        top + rows <= this.getters.getNumberRows(sheetId) &&
        left + columns <= this.getters.getNumberCols(sheetId);
      return inside ? "Success" : "TargetOutOfSheet";
    }
    return super.allowDispatch(command);
  }

  override handle(command: Command): void {
    if (command.type === WRITE_BLOCK) this.writeBlock(command as unknown as WriteBlock);
    else if (command.type === TREAT_ZONE) this.treatZone(command as unknown as TreatZone);
    else super.handle(command);
  }

  getFormulaCells(sheetId: string): FormulaCell[] {
    const cells = this.cells[sheetId] ?? {};
    const found: FormulaCell[] = [];
    for (const id of this.formulas.get(sheetId) ?? []) {
      const cell = cells[id];
      if (cell?.isFormula) found.push(cell);
    }
    return found;
  }

  holdsContent(sheetId: string, id: number): boolean {
    const cell = this.cells[sheetId]?.[id];
    return cell !== undefined && (cell.isFormula || cell.content !== "");
  }

  /** Called by o-spreadsheet when references may have moved. */
  adaptRanges({ adaptCompiledFormula }: FormulaAdapters): void {
    for (const sheetId of this.formulas.keys()) {
      for (const { id, compiledFormula } of this.getFormulaCells(sheetId)) {
        const adapted = adaptCompiledFormula(compiledFormula);
        if (adapted !== compiledFormula)
          this.history.update("cells", sheetId, id, "compiledFormula", adapted);
      }
    }
  }

  /** Called by o-spreadsheet for UPDATE_CELL. */
  updateCell(sheetId: string, col: number, row: number, after: UpdateCell): void {
    // o-spreadsheet would give dates the new locale's format; formats stay as they were set (facts 5.3).
    if (this.isChangingLocale) return;
    const before = this.getters.getCell({ sheetId, col, row });
    const original =
      this.copying?.to === sheetId
        ? this.getters.getCell({ sheetId: this.copying.from, col, row })
        : undefined;
    const change: Change = original ? this.copyOf(original) : this.changeOf(before, after);
    this.changeCells(sheetId, (put) => put(row, col, before, change));
  }

  /** Called by o-spreadsheet for CLEAR_CELLS, among others when rows and columns are removed. */
  clearCells(sheetId: string, zones: Zone[]): void {
    for (const zone of zones) this.treatZone({ sheetId, zone, contents: true, formats: true, notes: true });
  }

  /** Called by o-spreadsheet when columns are added: they look like their neighbour. */
  copyColumnStyle(sheetId: string, from: number, columns: number[]): void {
    this.changeCells(sheetId, (put) => {
      for (let row = 0; row < this.getters.getNumberRows(sheetId); row++) {
        const look = lookOf(this.getters.getCell({ sheetId, col: from, row }));
        if (look) for (const col of columns) put(row, col, undefined, look);
      }
    });
  }

  /** Called by o-spreadsheet when rows are added. */
  copyRowStyle(sheetId: string, from: number, rows: number[]): void {
    this.changeCells(sheetId, (put) => {
      for (let col = 0; col < this.getters.getNumberCols(sheetId); col++) {
        const look = lookOf(this.getters.getCell({ sheetId, col, row: from }));
        if (look) for (const row of rows) put(row, col, undefined, look);
      }
    });
  }

  override import(data: CellData): void {
    super.import(data);
    for (const [sheetId, cells = {}] of Object.entries(this.cells))
      for (const cell of Object.values(cells)) if (cell?.isFormula) this.rememberFormula(sheetId, cell.id);
    for (const [sheetId, saved] of Object.entries(data.huntsheet?.cells ?? {})) {
      this.changeCells(sheetId, (put) => {
        importCells(saved, (row, col, cell) => put(row, col, undefined, cell));
      });
    }
  }

  override export(data: CellData): void {
    const cells: Record<string, SavedCells> = {};
    for (const sheet of data.sheets) {
      cells[sheet.id] = exportCells(this.getters, sheet.id);
      sheet.cells = {};
      sheet.styles = {};
      sheet.formats = {};
    }
    data.huntsheet = { cells };
    Object.assign(data, { styles: {}, formats: {} });
  }

  exportForExcel(data: CellData): void {
    super.export(data, false);
  }

  private writeBlock(block: WriteBlock): void {
    const { sheetId, top, left } = block;
    this.changeCells(sheetId, (put) => {
      for (let i = 0; i < block.rows; i++) {
        const [contents, formats] = [block.contents?.[i], block.formats?.[i]];
        const [notes, styles] = [block.notes?.[i], block.styles?.[i]];
        const row = top + i;
        for (let j = 0; j < block.columns; j++) {
          const col = left + j;
          const change: Change = {};
          const content = contents?.[j];
          if (content !== undefined && content !== null) change.content = content;
          const exact = formats?.[j];
          if (exact !== undefined && exact !== null) {
            change.exact = exact || undefined;
            change.format = showable(change.exact);
          }
          const note = notes?.[j];
          if (note !== undefined && note !== null) change.note = note || undefined;
          const runs = block.runs?.[i]?.[j];
          if (runs) change.runs = runs;
          const style = styles?.[j];
          if (style) change.style = tidyStyle(style);
          put(row, col, this.getters.getCell({ sheetId, col, row }), change);
        }
      }
    });
  }

  private treatZone(command: TreatZone): void {
    const { sheetId, zone, style } = command;
    const right = Math.min(zone.right, this.getters.getNumberCols(sheetId) - 1);
    const bottom = Math.min(zone.bottom, this.getters.getNumberRows(sheetId) - 1);
    this.changeCells(sheetId, (put) => {
      for (let row = zone.top; row <= bottom; row++) {
        for (let col = zone.left; col <= right; col++) {
          const before = this.getters.getCell({ sheetId, col, row });
          if (!before && !style) continue;
          const change: Change = {};
          if (command.contents) change.content = "";
          if (command.formats)
            Object.assign(change, { exact: undefined, format: undefined, style: undefined });
          if (command.notes) change.note = undefined;
          if (style) change.style = tidyStyle({ ...before?.style, ...style });
          put(row, col, before, change);
        }
      }
    });
  }

  /** What UPDATE_CELL asks for, its content read as typed text. */
  private changeOf(before: GridCell | undefined, after: UpdateCell): Change {
    const change: Change = {};
    if (after.style !== undefined) change.style = after.style ? tidyStyle(after.style) : undefined;
    if (after.format !== undefined && after.format !== before?.format) {
      change.exact = after.format || undefined;
      change.format = showable(change.exact);
    }
    const link = after.content === undefined ? undefined : editedLink(after.content);
    if (link) {
      change.content = quotedIfSpecial(link.text);
      change.runs = link.runs;
    } else if (after.content !== undefined) {
      const exact = "exact" in change ? change.exact : before?.exact;
      const typed = readTyped(after.content, {
        locale: this.getters.getLocale().code,
        format: exact,
        year: () => (this.book ? partsOf(this.book.nowSerial()).year : new Date().getFullYear()),
        ...(this.book ? { switches: this.book.typedInput() } : {}),
      });
      change.content = contentOf(typed);
      if (exact === undefined && "format" in typed && typed.format) {
        change.exact = typed.format;
        change.format = showable(typed.format);
      }
    }
    return change;
  }

  /** Everything of a cell, for its copy on another sheet. */
  private copyOf(cell: GridCell): Change {
    const content = cell.isFormula ? formulaText(cell, this.getters) : storedContent(cell);
    const { exact, format, style, note, runs } = cell;
    return { content, exact, format, style, note, runs };
  }

  /** Lets `work` put cells, then records ids and places in one go. */
  private changeCells(
    sheetId: string,
    work: (put: (row: number, col: number, before: GridCell | undefined, change: Change) => void) => void,
  ): void {
    const places: number[] = [];
    let nextId = this.nextId;
    const locale = this.getters.getLocale().code;
    const put = (row: number, col: number, before: GridCell | undefined, change: Change) => {
      const id = before ? before.id : nextId;
      const cell = this.changedCell(id, sheetId, before, change, locale);
      if (cell) {
        if (cell.isFormula) this.rememberFormula(sheetId, id);
        this.history.update("cells", sheetId, id, cell);
        if (!before) {
          nextId++;
          places.push(id, row, col);
        }
      } else if (before) {
        this.history.update("cells", sheetId, id, undefined);
        places.push(0, row, col);
      }
    };
    work(put);
    if (nextId !== this.nextId) this.history.update("nextId", nextId);
    if (places.length > 0) this.dispatch(PLACE_CELLS, { sheetId, places });
  }

  private rememberFormula(sheetId: string, id: number): void {
    const ids = this.formulas.get(sheetId) ?? new Set();
    this.formulas.set(sheetId, ids.add(id));
  }

  /** The cell after a change; `undefined` when nothing is left of it. */
  private changedCell(
    id: number,
    sheetId: string,
    before: GridCell | undefined,
    change: Change,
    locale: string,
  ): GridCell | undefined {
    const style = "style" in change ? change.style : before?.style;
    const format = "format" in change ? change.format : before?.format;
    const exact = "exact" in change ? change.exact : before?.exact;
    const note = "note" in change ? change.note : before?.note;
    const { content } = change;
    if (content === undefined || content === null) {
      if (before?.isFormula) return { ...before, style, format, exact, note };
      if (before && before.content !== "") return { ...before, style, format, exact, note };
      return style || exact || format || note ? blankCell(id, style, format, exact, note) : undefined;
    }
    if (content === "" || content === "'") {
      return style || exact || format || note ? blankCell(id, style, format, exact, note) : undefined;
    }
    if (typeof content === "string" && content.startsWith("=")) {
      const compiledFormula = this.compile(content, sheetId);
      return {
        id,
        style,
        format,
        exact,
        note,
        isFormula: true,
        compiledFormula,
        typed: { text: content, of: compiledFormula },
      };
    }
    const parsedValue = typeof content === "string" && content.startsWith("'") ? content.slice(1) : content;
    return {
      id,
      style,
      format,
      exact,
      note,
      isFormula: false,
      content: typedForm(parsedValue, locale),
      parsedValue,
      ...(change.runs && { runs: change.runs }),
    };
  }

  private compile(text: string, sheetId: string): Compiled {
    admitFunctions(text);
    return CompiledFormula.Compile(text, sheetId, this.getters as never) as unknown as Compiled;
  }
}

function blankCell(
  id: number,
  style: CellStyle | undefined,
  format: string | undefined,
  exact: string | undefined,
  note: string | undefined,
): LiteralCell {
  return { id, style, format, exact, note, isFormula: false, content: "", parsedValue: null };
}

/** Style and number format, which added rows and columns take over from their neighbour; not its note. */
function lookOf(cell: GridCell | undefined): Change | undefined {
  if (!cell || (!cell.style && !cell.exact && !cell.format)) return undefined;
  return { style: cell.style, format: cell.format, exact: cell.exact };
}

/** A style without properties that are unset; `undefined` when none is left. */
function tidyStyle(style: { [K in keyof CellStyle]?: CellStyle[K] | null }): CellStyle | undefined {
  const kept = Object.entries(style).filter(([, value]) => value !== null && value !== undefined);
  return kept.length > 0 ? (Object.fromEntries(kept) as CellStyle) : undefined;
}

replacePlugin("corePluginRegistry", "cell", Cells);
