import type { Area } from "../wire.ts";
import { splitSheet } from "./a1.ts";
import { sheetHandle, sheetIdOf } from "./handles.ts";
import { call, exception } from "./link.ts";
import { type Range, range } from "./range.ts";
import { type RangeList, rangeList } from "./range-list.ts";
import { addMembers, notImplemented, own, sealed } from "./sealed.ts";
import { user } from "./session.ts";
import { Sheet } from "./sheet.ts";
import { isBoolean, isNumber, isObject, isText, overload } from "./signature.ts";

const isSheet = (v: unknown) => sheetIdOf(v) !== undefined;
const isNumberOrNull = (v: unknown) => v === null || isNumber(v);

export class Spreadsheet {
  readonly [own] = {};

  getId(): string {
    return call("Spreadsheet.getId");
  }
  getName(): string {
    return call("Spreadsheet.getName");
  }
  rename(...args: unknown[]): void {
    overload("SpreadsheetApp.Spreadsheet.rename", args, [isText]);
    call("Spreadsheet.rename", { name: args[0] });
  }
  getUrl(): string {
    return call("Spreadsheet.getUrl");
  }
  getOwner(): unknown {
    const owner = call<string | null>("Spreadsheet.getOwner");
    return owner === null ? null : user(owner);
  }
  getSpreadsheetTimeZone(): string {
    return call("Spreadsheet.getSpreadsheetTimeZone");
  }
  setSpreadsheetTimeZone(...args: unknown[]): void {
    overload("SpreadsheetApp.Spreadsheet.setSpreadsheetTimeZone", args, [isText]);
    call("Spreadsheet.setSpreadsheetTimeZone", { zone: args[0] });
  }
  getSpreadsheetLocale(): string {
    return call("Spreadsheet.getSpreadsheetLocale");
  }
  setSpreadsheetLocale(...args: unknown[]): void {
    overload("SpreadsheetApp.Spreadsheet.setSpreadsheetLocale", args, [isText]);
    call("Spreadsheet.setSpreadsheetLocale", { locale: args[0] });
  }
  toast(...args: unknown[]): void {
    overload(
      "SpreadsheetApp.Spreadsheet.toast",
      args,
      [isText],
      [isText, isText],
      [isText, isText, isNumberOrNull],
    );
    call("Spreadsheet.toast", { message: args[0], title: args[1] ?? "", seconds: args[2] ?? 5 });
  }

  getSheets(): Sheet[] {
    return call<number[]>("Spreadsheet.getSheets").map((id) => sheetHandle(id) as Sheet);
  }
  getNumSheets(): number {
    return call<number[]>("Spreadsheet.getNumSheets").length;
  }
  getSheetByName(...args: unknown[]): Sheet | null {
    overload("SpreadsheetApp.Spreadsheet.getSheetByName", args, [isText]);
    const id = call<number | null>("Spreadsheet.getSheetByName", { name: args[0] });
    return id === null ? null : (sheetHandle(id) as Sheet);
  }
  getSheetById(...args: unknown[]): Sheet | null {
    overload("SpreadsheetApp.Spreadsheet.getSheetById", args, [isNumber]);
    const id = call<number | null>("Spreadsheet.getSheetById", { id: args[0] });
    return id === null ? null : (sheetHandle(id) as Sheet);
  }
  getActiveSheet(): Sheet {
    return sheetHandle(call("Spreadsheet.getActiveSheet")) as Sheet;
  }
  setActiveSheet(...args: unknown[]): Sheet {
    overload("SpreadsheetApp.Spreadsheet.setActiveSheet", args, [isSheet], [isSheet, isBoolean]);
    call("Spreadsheet.setActiveSheet", { sheet: sheetIdOf(args[0]) });
    return args[0] as Sheet;
  }
  insertSheet(...args: unknown[]): Sheet {
    const which = overload(
      "SpreadsheetApp.Spreadsheet.insertSheet",
      args,
      [],
      [isText],
      [isNumber],
      [isText, isNumber],
      [isObject],
      [isText, isObject],
      [isNumber, isObject],
      [isText, isNumber, isObject],
    );
    if (which >= 4)
      throw exception("not implemented in the stand-in: Spreadsheet.insertSheet with a template", "Error");
    const name = args.find(isText) ?? null;
    const index = args.find(isNumber) ?? null;
    return sheetHandle(call("Spreadsheet.insertSheet", { name, index })) as Sheet;
  }
  deleteSheet(...args: unknown[]): void {
    overload("SpreadsheetApp.Spreadsheet.deleteSheet", args, [isSheet]);
    call("Spreadsheet.deleteSheet", { sheet: sheetIdOf(args[0]) });
  }
  deleteActiveSheet(): Sheet {
    call("Spreadsheet.deleteActiveSheet", { sheet: call("Spreadsheet.getActiveSheet") });
    return this.getActiveSheet();
  }
  /** facts 5.4: as Sheet.copyTo, and the copy is opened. */
  duplicateActiveSheet(): Sheet {
    const copy = call("Sheet.copyTo", { sheet: call("Spreadsheet.getActiveSheet") });
    return this.setActiveSheet(sheetHandle(copy as number));
  }
  renameActiveSheet(...args: unknown[]): void {
    overload("SpreadsheetApp.Spreadsheet.renameActiveSheet", args, [isText]);
    this.getActiveSheet().setName(args[0]);
  }
  moveActiveSheet(...args: unknown[]): void {
    overload("SpreadsheetApp.Spreadsheet.moveActiveSheet", args, [isNumber]);
    call("Spreadsheet.moveActiveSheet", { position: args[0] });
  }

  getRange(...args: unknown[]): Range {
    overload("SpreadsheetApp.Spreadsheet.getRange", args, [isText]);
    const { sheet } = splitSheet(args[0] as string);
    const target = sheet === null ? this.getActiveSheet() : this.getSheetByName(sheet);
    if (!target) throw exception("Range not found");
    return target.getRange(args[0]);
  }
  getActiveRange(): Range {
    return range(call<Area>("Spreadsheet.getActiveRange"));
  }
  getActiveRangeList(): RangeList {
    return rangeList(call<Area[]>("Spreadsheet.getActiveRangeList"));
  }
  getActiveCell(): Range {
    const { s, r, c } = call<Area>("Spreadsheet.getActiveCell");
    return range({ s, r, c, nr: 1, nc: 1 });
  }
  getCurrentCell(): Range {
    return this.getActiveCell();
  }
  getLastRow(): number {
    return this.getActiveSheet().getLastRow();
  }
  getLastColumn(): number {
    return this.getActiveSheet().getLastColumn();
  }
  getDataRange(): Range {
    return this.getActiveSheet().getDataRange();
  }
  appendRow(...args: unknown[]): Sheet {
    return this.getActiveSheet().appendRow(...args);
  }
}

export function spreadsheetHandle(): Spreadsheet {
  return sealed("Spreadsheet", new Spreadsheet());
}

addMembers(Sheet, {
  getParent() {
    return spreadsheetHandle();
  },
  copyTo(...args) {
    overload("SpreadsheetApp.Sheet.copyTo", args, [(v) => v instanceof Spreadsheet]);
    if ((args[0] as Spreadsheet).getId() !== spreadsheetHandle().getId())
      throw notImplemented("Sheet.copyTo another spreadsheet");
    return sheetHandle(call("Sheet.copyTo", { sheet: sheetIdOf(this) }));
  },
});
