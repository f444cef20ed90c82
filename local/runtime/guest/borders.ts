import { BorderStyle } from "./enums.ts";
import { call } from "./link.ts";
import { Range } from "./range.ts";
import { RangeList } from "./range-list.ts";
import { addMembers, isMember, notImplemented, own } from "./sealed.ts";
import { type Is, isBoolean, isTextOrNull, overload } from "./signature.ts";

const isSide: Is = (v) => v === null || isBoolean(v);
const isStyle: Is = (v) => v === null || isMember(BorderStyle, v);
const SIDES = Array.from({ length: 6 }, () => isSide);

/** Six sides, and perhaps a colour and a style. */
function borders(name: "Range" | "RangeList", args: readonly unknown[]) {
  overload(`SpreadsheetApp.${name}.setBorder`, args, SIDES, [...SIDES, isTextOrNull, isStyle]);
  const [color = null, style = null] = args.slice(6);
  if (style === BorderStyle.DOUBLE) throw notImplemented(`${name}.setBorder with DOUBLE`);
  return { sides: args.slice(0, 6), color, style };
}

addMembers(Range, {
  setBorder(...args) {
    call("Range.setBorder", { at: [this[own]], ...borders("Range", args) });
    return this;
  },
});
addMembers(RangeList, {
  setBorder(...args) {
    call("RangeList.setBorder", { at: this[own], ...borders("RangeList", args) });
    return this;
  },
});
