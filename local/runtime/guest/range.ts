import type { Area } from "../wire.ts";
import { areaText } from "./a1.ts";
import { WrapStrategy } from "./enums.ts";
import { sheetHandle } from "./handles.ts";
import { call, exception } from "./link.ts";
import { isMember, own, sealed } from "./sealed.ts";
import {
  type Is,
  isAny,
  isBoolean,
  isGrid,
  isNumber,
  isObject,
  isText,
  isTextOrNull,
  overload,
} from "./signature.ts";
import { cellIn, cellOut, gridIn, gridOut } from "./values.ts";

/** facts 5.1: the two shape errors. The first row whose length is wrong is the one that is named ([?] there). */
export function checkShape(area: Area, grid: readonly (readonly unknown[])[]): void {
  const wrong = (what: string, data: number, range: number) =>
    exception(
      `The number of ${what} in the data does not match the number of ${what} in the range. The data has ${data} but the range has ${range}.`,
    );
  if (grid.length !== area.nr) throw wrong("rows", grid.length, area.nr);
  for (const row of grid) if (row.length !== area.nc) throw wrong("columns", row.length, area.nc);
}

/** Looks of a cell: Google's words for one and for many, and what the single setter takes. */
interface Look {
  readonly one: string;
  readonly many: string;
  readonly takes: Is;
}

/** A column, or one with its direction. */
const isSortKey: Is = (v) => isNumber(v) || (isObject(v) && isNumber((v as { column?: unknown }).column));
const isWrapStrategy: Is = (v) => isMember(WrapStrategy, v);
const isAlignment: Is = (v) =>
  v === null || v === "left" || v === "center" || v === "right" || v === "normal" || v === "general";

export const looks: readonly Look[] = [
  { one: "Background", many: "Backgrounds", takes: isTextOrNull },
  { one: "FontColor", many: "FontColors", takes: isTextOrNull },
  { one: "FontWeight", many: "FontWeights", takes: isTextOrNull },
  { one: "FontStyle", many: "FontStyles", takes: isTextOrNull },
  { one: "FontLine", many: "FontLines", takes: isTextOrNull },
  { one: "FontFamily", many: "FontFamilies", takes: isTextOrNull },
  { one: "FontSize", many: "FontSizes", takes: isNumber },
  { one: "HorizontalAlignment", many: "HorizontalAlignments", takes: isAlignment },
  { one: "VerticalAlignment", many: "VerticalAlignments", takes: isTextOrNull },
  { one: "Wrap", many: "Wraps", takes: isBoolean },
  { one: "WrapStrategy", many: "WrapStrategies", takes: isWrapStrategy },
  { one: "NumberFormat", many: "NumberFormats", takes: isText },
  { one: "Note", many: "Notes", takes: isTextOrNull },
];

/** Rows of what the single setter takes; a number among notes is known to pass (facts 5.5). */
const isGridOf =
  ({ many, takes }: Look): Is =>
  (v) =>
    isGrid(v) && (many === "Notes" || (v as unknown[][]).every((row) => row.every(takes)));

function lookIn(look: Look, value: unknown): unknown {
  return look.one === "WrapStrategy" ? WrapStrategy[value as "WRAP"] : value;
}
function lookOut(value: unknown): unknown {
  if (value === undefined) return null;
  return isMember(WrapStrategy, value) ? value.name() : value;
}

export interface ClearOptions {
  contentsOnly?: boolean;
  formatOnly?: boolean;
  commentsOnly?: boolean;
  validationsOnly?: boolean;
}

/** What `clear` with these options clears; with none, everything but notes and validations ([K]: as the menu's Clear). */
export function cleared(o: ClearOptions): {
  contents: boolean;
  formats: boolean;
  notes: boolean;
  validation: boolean;
} {
  const named = o.contentsOnly || o.formatOnly || o.commentsOnly || o.validationsOnly;
  return {
    contents: !named || o.contentsOnly === true,
    formats: !named || o.formatOnly === true,
    notes: o.commentsOnly === true,
    validation: o.validationsOnly === true,
  };
}

export class Range {
  readonly [own]: Area;

  constructor(area: Area) {
    this[own] = area;
  }

  // Where it is.
  getA1Notation(): string {
    return areaText(this[own]);
  }
  getRow(): number {
    return this[own].r;
  }
  getRowIndex(): number {
    return this[own].r;
  }
  getColumn(): number {
    return this[own].c;
  }
  getNumRows(): number {
    return this[own].nr;
  }
  getNumColumns(): number {
    return this[own].nc;
  }
  getHeight(): number {
    return this[own].nr;
  }
  getWidth(): number {
    return this[own].nc;
  }
  getLastRow(): number {
    return this[own].r + this[own].nr - 1;
  }
  getLastColumn(): number {
    return this[own].c + this[own].nc - 1;
  }
  getGridId(): number {
    return this[own].s;
  }
  getSheet(): unknown {
    return sheetHandle(this[own].s);
  }
  getCell(...args: unknown[]): Range {
    overload("SpreadsheetApp.Range.getCell", args, [isNumber, isNumber]);
    const [row, column] = args as [number, number];
    if (row < 1 || column < 1 || row > this[own].nr || column > this[own].nc)
      throw exception("Cell reference out of range");
    return this.offset(row - 1, column - 1, 1, 1);
  }
  offset(...args: unknown[]): Range {
    overload(
      "SpreadsheetApp.Range.offset",
      args,
      [isNumber, isNumber],
      [isNumber, isNumber, isNumber],
      [isNumber, isNumber, isNumber, isNumber],
    );
    const { s, r, c, nr, nc } = this[own];
    const [rows, columns, numRows = nr, numColumns = nc] = args as [number, number, number?, number?];
    return checkedRange({ s, r: r + rows, c: c + columns, nr: numRows, nc: numColumns });
  }
  activate(): this {
    call("Range.activate", { at: [this[own]] });
    return this;
  }

  // Contents.
  getValues(): unknown[][] {
    return gridIn(call("Range.getValues", { at: [this[own]] }));
  }
  getValue(): unknown {
    const { s, r, c } = this[own];
    return cellIn(call<unknown[][]>("Range.getValue", { at: [{ s, r, c, nr: 1, nc: 1 }] })[0]?.[0]);
  }
  getDisplayValues(): string[][] {
    return call("Range.getDisplayValues", { at: [this[own]] });
  }
  getDisplayValue(): string | undefined {
    const { s, r, c } = this[own];
    return call<string[][]>("Range.getDisplayValue", { at: [{ s, r, c, nr: 1, nc: 1 }] })[0]?.[0];
  }
  isBlank(): boolean {
    return call("Range.isBlank", { at: [this[own]] });
  }
  setValues(...args: unknown[]): this {
    overload("SpreadsheetApp.Range.setValues", args, [isGrid]);
    const grid = args[0] as unknown[][];
    checkShape(this[own], grid);
    call("Range.setValues", { at: [this[own]], values: gridOut(grid) });
    return this;
  }
  setValue(...args: unknown[]): this {
    overload("SpreadsheetApp.Range.setValue", args, [isAny]);
    call("Range.setValue", { at: [this[own]], value: cellOut(args[0]) });
    return this;
  }
  getFormulas(): string[][] {
    return call("Range.getFormulas", { at: [this[own]] });
  }
  getFormula(): string | undefined {
    const { s, r, c } = this[own];
    return call<string[][]>("Range.getFormula", { at: [{ s, r, c, nr: 1, nc: 1 }] })[0]?.[0];
  }
  setFormulas(...args: unknown[]): this {
    overload("SpreadsheetApp.Range.setFormulas", args, [
      (v) => isGrid(v) && (v as unknown[][]).every((row) => row.every(isTextOrNull)),
    ]);
    const grid = args[0] as unknown[][];
    checkShape(this[own], grid);
    call("Range.setFormulas", { at: [this[own]], values: grid });
    return this;
  }
  setFormula(...args: unknown[]): this {
    overload("SpreadsheetApp.Range.setFormula", args, [isTextOrNull]);
    call("Range.setFormula", { at: [this[own]], value: args[0] });
    return this;
  }

  // Clearing, sorting.
  clear(...args: unknown[]): this {
    overload("SpreadsheetApp.Range.clear", args, [], [isObject]);
    call("Range.clear", { at: [this[own]], what: cleared((args[0] ?? {}) as ClearOptions) });
    return this;
  }
  clearContent(): this {
    call("Range.clearContent", { at: [this[own]], what: cleared({ contentsOnly: true }) });
    return this;
  }
  clearFormat(): this {
    call("Range.clearFormat", { at: [this[own]], what: cleared({ formatOnly: true }) });
    return this;
  }
  clearNote(): this {
    call("Range.clearNote", { at: [this[own]], what: cleared({ commentsOnly: true }) });
    return this;
  }
  clearDataValidations(): this {
    call("Range.clearDataValidations", { at: [this[own]], what: cleared({ validationsOnly: true }) });
    return this;
  }
  sort(...args: unknown[]): this {
    overload("SpreadsheetApp.Range.sort", args, [
      (v) => (Array.isArray(v) ? v.every(isSortKey) : isSortKey(v)),
    ]);
    const specs = Array.isArray(args[0]) ? args[0] : [args[0]];
    const keys = specs.map((spec: unknown) => {
      if (typeof spec === "number") return { column: spec, ascending: true };
      const { column, ascending } = spec as { column: number; ascending?: boolean };
      return { column, ascending: ascending !== false };
    });
    call("Range.sort", { at: [this[own]], keys });
    return this;
  }
}

/** getX, getXs, setX, setXs for every look, alike but for names and types. */
for (const look of looks) {
  const define = (name: string, value: (this: Range, ...args: unknown[]) => unknown) =>
    Object.defineProperty(Range.prototype, name, { value, configurable: true, writable: true });
  define(`get${look.one}`, function () {
    const { s, r, c } = this[own];
    const grid = call<unknown[][]>(`Range.get${look.one}`, { at: [{ s, r, c, nr: 1, nc: 1 }] });
    return lookIn(look, grid[0]?.[0]);
  });
  define(`get${look.many}`, function () {
    return call<unknown[][]>(`Range.get${look.many}`, { at: [this[own]] }).map((row) =>
      row.map((v) => lookIn(look, v)),
    );
  });
  define(`set${look.one}`, function (...args) {
    overload(`SpreadsheetApp.Range.set${look.one}`, args, [look.takes]);
    call(`Range.set${look.one}`, { at: [this[own]], value: lookOut(args[0]) });
    return this;
  });
  define(`set${look.many}`, function (...args) {
    overload(`SpreadsheetApp.Range.set${look.many}`, args, [isGridOf(look)]);
    const grid = args[0] as unknown[][];
    checkShape(this[own], grid);
    call(`Range.set${look.many}`, { at: [this[own]], values: grid.map((row) => row.map(lookOut)) });
    return this;
  });
}

export function range(area: Area): Range {
  return sealed("Range", new Range(area));
}

/**
 * A range whose place is asked for: the host knows the grid.
 * @throws Google's errors for places outside of it (facts 5.1)
 */
export function checkedRange(area: Area): Range {
  const whole = {
    s: area.s,
    r: Math.trunc(area.r),
    c: Math.trunc(area.c),
    nr: Math.trunc(area.nr),
    nc: Math.trunc(area.nc),
    ...(area.open && { open: area.open }),
  };
  call("Sheet.getRange", { at: [whole] });
  return range(whole);
}
