import type { Area } from "../wire.ts";
import { areaOf } from "./handles.ts";
import { call } from "./link.ts";
import { type Range, range } from "./range.ts";
import { addMembers, own, sealed } from "./sealed.ts";
import { Sheet } from "./sheet.ts";
import { isText, overload } from "./signature.ts";
import { Spreadsheet } from "./spreadsheet.ts";

const isRange = (v: unknown) => areaOf(v) !== undefined;

/** A name for a range. [K]: moves with the grid, and a second range of the same name takes the name over (facts 5.5). */
class NamedRange {
  readonly [own]: { name: string };

  constructor(name: string) {
    this[own] = { name };
  }
  getName(): string {
    return this[own].name;
  }
  getRange(): Range | null {
    const area = call<Area | null>("NamedRange.getRange", this[own]);
    return area && range(area);
  }
  setName(...args: unknown[]): this {
    overload("SpreadsheetApp.NamedRange.setName", args, [isText]);
    call("NamedRange.setName", { ...this[own], to: args[0] });
    this[own].name = args[0] as string;
    return this;
  }
  setRange(...args: unknown[]): this {
    overload("SpreadsheetApp.NamedRange.setRange", args, [isRange]);
    call("NamedRange.setRange", { ...this[own], area: areaOf(args[0]) });
    return this;
  }
  remove(): void {
    call("NamedRange.remove", this[own]);
  }
}

const handle = (name: string) => sealed("NamedRange", new NamedRange(name));

addMembers(Spreadsheet, {
  getNamedRanges: () => call<string[]>("Spreadsheet.getNamedRanges").map(handle),
  getRangeByName(...args) {
    overload("SpreadsheetApp.Spreadsheet.getRangeByName", args, [isText]);
    const area = call<Area | null>("Spreadsheet.getRangeByName", { name: args[0] });
    return area && range(area);
  },
  setNamedRange(...args) {
    overload("SpreadsheetApp.Spreadsheet.setNamedRange", args, [isText, isRange]);
    call("Spreadsheet.setNamedRange", { name: args[0], area: areaOf(args[1]) });
  },
  removeNamedRange(...args) {
    overload("SpreadsheetApp.Spreadsheet.removeNamedRange", args, [isText]);
    call("Spreadsheet.removeNamedRange", { name: args[0] });
  },
});

addMembers(Sheet, {
  getNamedRanges() {
    return call<string[]>("Sheet.getNamedRanges", { sheet: this[own].sheetId }).map(handle);
  },
});
