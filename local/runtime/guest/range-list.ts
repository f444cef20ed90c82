import type { Area } from "../wire.ts";
import { WrapStrategy } from "./enums.ts";
import { call } from "./link.ts";
import { type ClearOptions, cleared, looks, range } from "./range.ts";
import { isMember, own, sealed } from "./sealed.ts";
import { isAny, isObject, isText, overload } from "./signature.ts";
import { cellOut } from "./values.ts";

/** Several ranges of one sheet, changed by one call. */
export class RangeList {
  readonly [own]: readonly Area[];

  constructor(areas: readonly Area[]) {
    this[own] = areas;
  }

  getRanges(): unknown[] {
    return this[own].map(range);
  }
  activate(): this {
    call("RangeList.activate", { at: this[own] });
    return this;
  }
  setValue(...args: unknown[]): this {
    overload("SpreadsheetApp.RangeList.setValue", args, [isAny]);
    call("RangeList.setValue", { at: this[own], value: cellOut(args[0]) });
    return this;
  }
  setFormula(...args: unknown[]): this {
    overload("SpreadsheetApp.RangeList.setFormula", args, [isText]);
    call("RangeList.setFormula", { at: this[own], value: args[0] });
    return this;
  }
  clear(...args: unknown[]): this {
    overload("SpreadsheetApp.RangeList.clear", args, [], [isObject]);
    call("RangeList.clear", { at: this[own], what: cleared((args[0] ?? {}) as ClearOptions) });
    return this;
  }
  clearContent(): this {
    call("RangeList.clearContent", { at: this[own], what: cleared({ contentsOnly: true }) });
    return this;
  }
  clearFormat(): this {
    call("RangeList.clearFormat", { at: this[own], what: cleared({ formatOnly: true }) });
    return this;
  }
  clearNote(): this {
    call("RangeList.clearNote", { at: this[own], what: cleared({ commentsOnly: true }) });
    return this;
  }
}

for (const look of looks) {
  const name = `set${look.one}`;
  const value = function (this: RangeList, ...args: unknown[]) {
    overload(`SpreadsheetApp.RangeList.${name}`, args, [look.takes]);
    const given = args[0];
    call(`RangeList.${name}`, { at: this[own], value: isMember(WrapStrategy, given) ? given.name() : given });
    return this;
  };
  Object.defineProperty(RangeList.prototype, name, { value, configurable: true, writable: true });
}

export function rangeList(areas: readonly Area[]): RangeList {
  return sealed("RangeList", new RangeList(areas));
}
