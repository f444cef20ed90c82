/** What builders of conditional formats, data validations and filters have in common: a criterion and its values. */
import type { WireCell } from "../wire.ts";
import { RelativeDate } from "./enums.ts";
import { addMembers, type EnumMember, isMember } from "./sealed.ts";
import { type Is, isDate, isList, isNumber, isText, overload } from "./signature.ts";
import { cellIn, cellOut } from "./values.ts";

/** On its way to the host; a relative date is its name. */
export interface Condition {
  readonly criteria: string;
  readonly values: readonly WireCell[];
}

const isRelative: Is = (v) => isMember(RelativeDate, v);
const isMoment: Is = (v) => isDate(v) || isRelative(v);

/** The end of a builder's method, Google's criterion, and what the method takes. */
type Ask = readonly [method: string, criteria: string, ...takes: Is[]];

const FORMULA: Ask = ["FormulaSatisfied", "CUSTOM_FORMULA", isText];

const NUMBERS: readonly Ask[] = [
  ["NumberBetween", "NUMBER_BETWEEN", isNumber, isNumber],
  ["NumberEqualTo", "NUMBER_EQUAL_TO", isNumber],
  ["NumberGreaterThan", "NUMBER_GREATER_THAN", isNumber],
  ["NumberGreaterThanOrEqualTo", "NUMBER_GREATER_THAN_OR_EQUAL_TO", isNumber],
  ["NumberLessThan", "NUMBER_LESS_THAN", isNumber],
  ["NumberLessThanOrEqualTo", "NUMBER_LESS_THAN_OR_EQUAL_TO", isNumber],
  ["NumberNotBetween", "NUMBER_NOT_BETWEEN", isNumber, isNumber],
  ["NumberNotEqualTo", "NUMBER_NOT_EQUAL_TO", isNumber],
];

const TEXTS: readonly Ask[] = [
  ["TextContains", "TEXT_CONTAINS", isText],
  ["TextDoesNotContain", "TEXT_DOES_NOT_CONTAIN", isText],
  ["TextEqualTo", "TEXT_EQUAL_TO", isText],
];

/** Of conditional formats and filters: `when…`. */
export const WHEN: readonly Ask[] = [
  ["CellEmpty", "CELL_EMPTY"],
  ["CellNotEmpty", "CELL_NOT_EMPTY"],
  ["DateAfter", "DATE_AFTER", isMoment],
  ["DateBefore", "DATE_BEFORE", isMoment],
  ["DateEqualTo", "DATE_EQUAL_TO", isMoment],
  FORMULA,
  ...NUMBERS,
  ...TEXTS,
  ["TextStartsWith", "TEXT_STARTS_WITH", isText],
  ["TextEndsWith", "TEXT_ENDS_WITH", isText],
];

/** Of data validations: `require…`. */
export const REQUIRE: readonly Ask[] = [
  ["Date", "DATE_IS_VALID_DATE"],
  ["DateAfter", "DATE_AFTER", isDate],
  ["DateBefore", "DATE_BEFORE", isDate],
  ["DateBetween", "DATE_BETWEEN", isDate, isDate],
  ["DateEqualTo", "DATE_EQUAL_TO", isDate],
  ["DateNotBetween", "DATE_NOT_BETWEEN", isDate, isDate],
  ["DateOnOrAfter", "DATE_ON_OR_AFTER", isDate],
  ["DateOnOrBefore", "DATE_ON_OR_BEFORE", isDate],
  FORMULA,
  ...NUMBERS,
  ...TEXTS,
  ["TextIsEmail", "TEXT_IS_VALID_EMAIL"],
  ["TextIsUrl", "TEXT_IS_VALID_URL"],
];

/** A value as the script gave it. */
function valueOut(value: unknown): WireCell {
  return isMember(RelativeDate, value) ? value.name() : cellOut(value);
}

/** Values as the script gets them back. */
export function valuesIn({ criteria, values }: Condition): unknown[] {
  if (criteria.endsWith("_RELATIVE")) return values.map((name) => RelativeDate[name as "TODAY"]);
  return values.map(cellIn);
}

function condition(criteria: string, values: readonly unknown[]): Condition {
  const relative = values.some(isRelative) && !criteria.endsWith("_RELATIVE") ? "_RELATIVE" : "";
  return { criteria: criteria + relative, values: values.map(valueOut) };
}

/**
 * Gives a builder a method for each criterion, and withCriteria.
 * @param name Google's name of the builder, for its signature errors
 */
export function asksFor<T extends object>(
  builder: { readonly prototype: T },
  name: string,
  prefix: "when" | "require",
  asks: readonly Ask[],
  criteriaNames: Record<string, EnumMember>,
  keep: (builder: T, condition: Condition) => void,
): void {
  const methods = asks.map(([method, criteria, ...takes]) => [
    prefix + method,
    function (this: T, ...args: unknown[]): T {
      overload(`SpreadsheetApp.${name}.${prefix}${method}`, args, takes);
      keep(this, condition(criteria, args));
      return this;
    },
  ]);
  addMembers(builder, {
    ...Object.fromEntries(methods),
    // facts 5.5: what stands in args is not looked at.
    withCriteria(...args) {
      overload(`SpreadsheetApp.${name}.withCriteria`, args, [(v) => isMember(criteriaNames, v), isList]);
      keep(this, condition((args[0] as EnumMember).name(), args[1] as unknown[]));
      return this;
    },
  });
}
