// The filter of a sheet. o-spreadsheet has it as a table that shows its buttons, but keeps what is filtered in each
// page by itself; in Sheets all see the same rows, so it is part of the book here.
import type { BookModel } from "./book-model.ts";
import { type CellRange, overlap, rangeData, rangeOf, zoneOf } from "./cell-range.ts";
import { TREAT_ZONE, WRITE_BLOCK } from "./commands.ts";
import { type Criterion, criterionOf, operatorOf } from "./criteria.ts";
import {
  addCoreCommand,
  addCorePlugin,
  type Command,
  CorePlugin,
  type Getters,
  type Position,
  pluginClass,
  type RangeAdapters,
  replacePlugin,
  type SheetZone,
  type Zone,
} from "./engine.ts";

/** What one column of a filter hides: rows with these texts, or rows that do not meet the criterion. */
export type ColumnFilter = { readonly hiddenValues: readonly string[] } | { readonly criterion: Criterion };

/** The same in o-spreadsheet's words. */
type OwnFilter =
  | { filterType: "values"; hiddenValues: string[] }
  | { filterType: "criterion"; type: string; values: string[]; dateValue?: string };

/** Sets what the column hides whose header is at that place; null hides nothing. */
interface SetFilter extends Position {
  value: OwnFilter | null;
}

interface Held {
  /** The header's cell, which follows the grid. */
  header: SheetZone;
  value: OwnFilter;
}

const SET_FILTER = "HUNTSHEET_SET_FILTER";
addCoreCommand(SET_FILTER);

/** The workbook data's section. */
interface FilterData {
  filters?: { sheetId: string; column: number; row: number; value: OwnFilter }[];
}

class Filters extends CorePlugin {
  static override getters = ["getColumnFilters"] as const;
  private held: Held[] = [];

  override adaptRanges({ applyChange }: RangeAdapters): void {
    const moved = this.held.flatMap((one): Held[] => {
      const { changeType, range } = applyChange(one.header);
      return changeType === "REMOVE" ? [] : [{ ...one, header: range }];
    });
    if (this.held.length > 0) this.history.update("held", moved);
  }

  override handle(command: Command): void {
    const sheetId = String(command.sheetId);
    const isOff =
      command.type === "UPDATE_TABLE" && (command.config as Config | undefined)?.hasFilters === false;
    if (command.type === SET_FILTER) this.set(command as unknown as SetFilter);
    else if (command.type === "REMOVE_TABLE") this.forget(sheetId, command.target as Zone[]);
    else if (isOff) this.forget(sheetId, [command.zone as Zone]);
    else if (command.type === "DELETE_SHEET") this.forget(sheetId, null);
    else if (command.type === "DUPLICATE_SHEET") this.copySheet(sheetId, String(command.sheetIdTo));
  }

  getColumnFilters(sheetId: string): readonly Held[] {
    return this.held.filter(({ header }) => header.sheetId === sheetId);
  }

  override import(data: FilterData): void {
    for (const { sheetId, column, row, value } of data.filters ?? [])
      this.held.push({ header: this.headerAt({ sheetId, col: column, row }), value });
  }

  override export(data: FilterData): void {
    if (this.held.length === 0) return;
    data.filters = this.held.map(({ header: { sheetId, zone }, value }) => ({
      sheetId,
      column: zone.left,
      row: zone.top,
      value,
    }));
  }

  private headerAt({ sheetId, col, row }: Position): SheetZone {
    const zone = { top: row, bottom: row, left: col, right: col };
    return (this.getters as FilterGetters).getRangeFromZone(sheetId, zone);
  }

  private set({ sheetId, col, row, value }: SetFilter): void {
    const header = this.headerAt({ sheetId, col, row });
    const others = this.held.filter((one) => !isAt(one.header, header));
    this.history.update("held", value ? [...others, { header, value }] : others);
  }

  private forget(sheetId: string, zones: readonly Zone[] | null): void {
    const isGone = ({ header }: Held) =>
      header.sheetId === sheetId && (!zones || zones.some((zone) => overlap(header.zone, zone)));
    if (this.held.some(isGone))
      this.history.update(
        "held",
        this.held.filter((one) => !isGone(one)),
      );
  }

  private copySheet(from: string, to: string): void {
    const copies = this.getColumnFilters(from).map((one) => ({
      ...one,
      header: this.headerAt({ sheetId: to, col: one.header.zone.left, row: one.header.zone.top }),
    }));
    if (copies.length > 0) this.history.update("held", [...this.held, ...copies]);
  }
}

addCorePlugin("huntsheet_filters", Filters);

function isAt(a: SheetZone, b: SheetZone): boolean {
  return a.sheetId === b.sheetId && a.zone.top === b.zone.top && a.zone.left === b.zone.left;
}

interface Config {
  hasFilters?: boolean;
}

interface Table {
  range: SheetZone;
  config: Config;
}

interface FilterGetters extends Getters {
  getRangeFromZone(sheetId: string, zone: Zone): SheetZone;
  getCoreTables(sheetId: string): Table[];
  getColumnFilters(sheetId: string): readonly Held[];
  getFilterId(position: Position): string | undefined;
  isRowFiltered(sheetId: string, row: number): boolean;
}

interface FilteredInside {
  getters: FilterGetters;
  filterValues: Record<string, Record<string, OwnFilter>>;
  isEvaluationDirty: boolean;
  dispatch(type: string, payload: object): void;
  handle(command: Command): void;
  updateHiddenRows(sheetId: string): void;
}

const OriginalFiltered = pluginClass<FilteredInside>("statefulUIPluginRegistry", "evaluation_filter");

/** Our block commands, on which filtered rows are worked out anew; o-spreadsheet's own it knows. */
const CHANGES = new Set([WRITE_BLOCK, TREAT_ZONE, SET_FILTER, "START", "CREATE_TABLE"]);

/** Which rows are hidden: worked out by o-spreadsheet from what the book holds. */
class FilteredRows extends OriginalFiltered {
  override handle(command: Command): void {
    if (command.type === "UPDATE_FILTER") {
      const { sheetId, col, row, value } = command as unknown as SetFilter & Command;
      const header = this.headerOf({ sheetId, col, row });
      this.dispatch(SET_FILTER, { ...header, value: hidesNothing(value) ? null : value });
      return;
    }
    super.handle(command);
    if (CHANGES.has(command.type)) this.isEvaluationDirty = true;
  }

  override updateHiddenRows(sheetId: string): void {
    const values: Record<string, OwnFilter> = {};
    for (const { header, value } of this.getters.getColumnFilters(sheetId)) {
      const { top: row, left: col } = header.zone;
      const id = this.getters.getFilterId({ sheetId, col, row });
      if (id !== undefined) values[id] = value;
    }
    this.filterValues[sheetId] = values;
    super.updateHiddenRows(sheetId);
  }

  /** The page may name any cell of the column. */
  private headerOf(position: Position): Position {
    const table = filterTable(this.getters, position.sheetId);
    return { ...position, row: table?.range.zone.top ?? position.row };
  }
}

replacePlugin("statefulUIPluginRegistry", "evaluation_filter", FilteredRows);

function hidesNothing(value: OwnFilter | null): boolean {
  if (!value) return true;
  return value.filterType === "values" ? value.hiddenValues.length === 0 : value.type === "none";
}

interface ViewInside {
  handle(command: Command): void;
}

/** What o-spreadsheet does in one page when its filter changes is done in all of them. */
for (const name of ["header_positions", "viewport"]) {
  const Original = pluginClass<ViewInside>("statefulUIPluginRegistry", name);
  class View extends Original {
    override handle(command: Command): void {
      super.handle(command.type === SET_FILTER ? { ...command, type: "UPDATE_FILTER" } : command);
    }
  }
  replacePlugin("statefulUIPluginRegistry", name, View);
}

const gettersOf = (book: BookModel) => book.model.getters as FilterGetters;

function filterTable(getters: FilterGetters, sheetId: string): Table | undefined {
  return getters.getCoreTables(sheetId).find(({ config }) => config.hasFilters);
}

/** The range of a sheet's filter, its header row included; null where there is none. */
export function filterRange(book: BookModel, sheet: number): CellRange | null {
  const table = filterTable(gettersOf(book), book.sheetKey(sheet));
  return table ? rangeOf(table.range) : null;
}

/** Puts a filter on a range whose first row is the header. */
export function createFilter(book: BookModel, range: CellRange): void {
  const sheetId = book.sheetKey(range.sheet);
  // Where the page took a filter away, its table is still there.
  const left = gettersOf(book)
    .getCoreTables(sheetId)
    .filter((table) => overlap(table.range.zone, zoneOf(range)));
  if (left.length > 0)
    book.dispatch("REMOVE_TABLE", { sheetId, target: left.map((table) => table.range.zone) });
  book.dispatch("CREATE_TABLE", {
    sheetId,
    ranges: [rangeData(book, range)],
    tableType: "static",
    config: {
      hasFilters: true,
      totalRow: false,
      firstColumn: false,
      lastColumn: false,
      numberOfHeaders: 1,
      bandedRows: false,
      bandedColumns: false,
      automaticAutofill: false,
      styleId: "None",
    },
  });
}

export function removeFilter(book: BookModel, sheet: number): void {
  const sheetId = book.sheetKey(sheet);
  const table = filterTable(gettersOf(book), sheetId);
  if (table) book.dispatch("REMOVE_TABLE", { sheetId, target: [table.range.zone] });
}

/** What a column hides; null when nothing. `column` counts from 1 over the whole sheet. */
export function columnFilter(book: BookModel, sheet: number, column: number): ColumnFilter | null {
  const held = gettersOf(book)
    .getColumnFilters(book.sheetKey(sheet))
    .find(({ header }) => header.zone.left === column - 1);
  if (!held) return null;
  if (held.value.filterType === "values") return { hiddenValues: held.value.hiddenValues };
  const { filterType: _, type: operator, ...rest } = held.value;
  const criterion = criterionOf({ operator, ...rest });
  return criterion ? { criterion } : null;
}

/** Sets what a column of the sheet's filter hides. */
export function setColumnFilter(
  book: BookModel,
  sheet: number,
  column: number,
  filter: ColumnFilter | null,
): void {
  const sheetId = book.sheetKey(sheet);
  const table = filterTable(gettersOf(book), sheetId);
  if (!table) return;
  const position = { sheetId, col: column - 1, row: table.range.zone.top };
  book.dispatch(SET_FILTER, { ...position, value: filter && ownFilter(filter) });
}

function ownFilter(filter: ColumnFilter): OwnFilter {
  if ("hiddenValues" in filter) return { filterType: "values", hiddenValues: [...filter.hiddenValues] };
  const operator = operatorOf(filter.criterion);
  if (!operator) throw new Error(`no such criterion: ${filter.criterion.criteria}`);
  const { operator: type, ...rest } = operator;
  return { filterType: "criterion", type, ...rest };
}

/** Whether the sheet's filter hides a row, counted from 1. */
export function isFilteredOut(book: BookModel, sheet: number, row: number): boolean {
  return gettersOf(book).isRowFiltered(book.sheetKey(sheet), row - 1);
}
