import type { Area } from "../wire.ts";
import { CopyPasteType } from "./enums.ts";
import { areaOf, sheetIdOf } from "./handles.ts";
import { call } from "./link.ts";
import { Range, range } from "./range.ts";
import { addMembers, type EnumMember, isMember, notImplemented, own } from "./sealed.ts";
import { type Is, isAny, isBoolean, isNumber, overload } from "./signature.ts";
import type { Spreadsheet } from "./spreadsheet.ts";

interface CopyOptions {
  contentsOnly?: boolean;
  formatOnly?: boolean;
}

const isRange: Is = (v) => areaOf(v) !== undefined;
const isKind: Is = (v) => isMember(CopyPasteType, v);
const isSheetOrId: Is = (v) => isNumber(v) || sheetIdOf(v) !== undefined;

function kindOf({ contentsOnly, formatOnly }: CopyOptions): EnumMember {
  if (contentsOnly) return CopyPasteType.PASTE_VALUES;
  return formatOnly ? CopyPasteType.PASTE_FORMAT : CopyPasteType.PASTE_NORMAL;
}

/** copyValuesToRange and copyFormatToRange: a sheet, then first and last column, first and last row. */
function copyInto(method: "copyValuesToRange" | "copyFormatToRange", kind: EnumMember) {
  return function (this: Range, ...args: unknown[]): void {
    overload(`SpreadsheetApp.Range.${method}`, args, [isSheetOrId, isNumber, isNumber, isNumber, isNumber]);
    const [sheet, c, lastColumn, r, lastRow] = args as [unknown, number, number, number, number];
    const s = sheetIdOf(sheet) ?? (sheet as number);
    const to: Area = { s, r, c, nr: lastRow - r + 1, nc: lastColumn - c + 1 };
    call(`Range.${method}`, { at: [this[own]], to, kind });
  };
}

function isInAnotherFile(target: unknown, from: Range): boolean {
  const fileOf = (at: Range) => (at.getSheet() as { getParent(): Spreadsheet }).getParent().getId();
  return fileOf(target as Range) !== fileOf(from);
}

/** One cell of all, one per row, or one per column. */
function mergeInto(parts: (area: Area) => Area[]) {
  return function (this: Range): Range {
    call("Range.merge", { at: [this[own]], parts: parts(this[own]) });
    return this;
  };
}

addMembers(Range, {
  copyTo(...args) {
    const which = overload(
      "SpreadsheetApp.Range.copyTo",
      args,
      [isRange],
      [isRange, isKind, isBoolean],
      [isRange, isAny],
    );
    if (isInAnotherFile(args[0], this)) throw notImplemented("Range.copyTo another spreadsheet");
    const kind = which === 1 ? args[1] : kindOf((args[1] ?? {}) as CopyOptions);
    call("Range.copyTo", { at: [this[own]], to: areaOf(args[0]), kind, isTransposed: args[2] === true });
  },
  copyValuesToRange: copyInto("copyValuesToRange", CopyPasteType.PASTE_VALUES),
  copyFormatToRange: copyInto("copyFormatToRange", CopyPasteType.PASTE_FORMAT),
  moveTo(...args) {
    overload("SpreadsheetApp.Range.moveTo", args, [isRange]);
    if (isInAnotherFile(args[0], this)) throw notImplemented("Range.moveTo another spreadsheet");
    call("Range.moveTo", { at: [this[own]], to: areaOf(args[0]) });
  },
  merge: mergeInto((area) => [area]),
  mergeAcross: mergeInto((area) =>
    Array.from({ length: area.nr }, (_, i) => ({ ...area, r: area.r + i, nr: 1 })),
  ),
  mergeVertically: mergeInto((area) =>
    Array.from({ length: area.nc }, (_, i) => ({ ...area, c: area.c + i, nc: 1 })),
  ),
  breakApart() {
    call("Range.breakApart", { at: [this[own]] });
    return this;
  },
  getMergedRanges() {
    return call<Area[]>("Range.getMergedRanges", { at: [this[own]] }).map(range);
  },
  isPartOfMerge() {
    return call<Area[]>("Range.getMergedRanges", { at: [this[own]] }).length > 0;
  },
});
