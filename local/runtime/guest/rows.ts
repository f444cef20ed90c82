/** Hidden rows and row heights of a sheet. */
import { areaOf } from "./handles.ts";
import { call } from "./link.ts";
import { addMembers, own } from "./sealed.ts";
import { Sheet } from "./sheet.ts";
import { type Is, isNumber, overload } from "./signature.ts";

const isRange: Is = (v) => areaOf(v) !== undefined;

/** Rows by number and count, as hideRows and showRows take them. */
function byNumber(method: string) {
  return function (this: Sheet, ...args: unknown[]): void {
    overload(`SpreadsheetApp.Sheet.${method}`, args, [isNumber], [isNumber, isNumber]);
    call(`Sheet.${method}`, { sheet: this[own].sheetId, first: args[0], count: args[1] ?? 1 });
  };
}

/** The rows of a range, as hideRow and unhideRow take them. */
function byRange(method: string) {
  return function (this: Sheet, ...args: unknown[]): void {
    overload(`SpreadsheetApp.Sheet.${method}`, args, [isRange]);
    const area = areaOf(args[0]);
    call(`Sheet.${method}`, { sheet: this[own].sheetId, first: area?.r, count: area?.nr });
  };
}

addMembers(Sheet, {
  hideRows: byNumber("hideRows"),
  showRows: byNumber("showRows"),
  hideRow: byRange("hideRow"),
  unhideRow: byRange("unhideRow"),
  isRowHiddenByUser(...args) {
    overload("SpreadsheetApp.Sheet.isRowHiddenByUser", args, [isNumber]);
    return call("Sheet.isRowHiddenByUser", { sheet: this[own].sheetId, first: args[0], count: 1 });
  },
  getRowHeight(...args) {
    overload("SpreadsheetApp.Sheet.getRowHeight", args, [isNumber]);
    return call("Sheet.getRowHeight", { sheet: this[own].sheetId, first: args[0], count: 1 });
  },
  setRowHeight(...args) {
    overload("SpreadsheetApp.Sheet.setRowHeight", args, [isNumber, isNumber]);
    const [first, height] = args;
    call("Sheet.setRowHeight", { sheet: this[own].sheetId, first, count: 1, height });
    return this;
  },
  setRowHeights(...args) {
    overload("SpreadsheetApp.Sheet.setRowHeights", args, [isNumber, isNumber, isNumber]);
    const [first, count, height] = args;
    call("Sheet.setRowHeights", { sheet: this[own].sheetId, first, count, height });
    return this;
  },
});
