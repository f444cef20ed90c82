// What a cell must be for a conditional format, a data validation or a filter: in Apps Script's words and in
// o-spreadsheet's, which evaluates them.
import { isSerial, type Serial } from "./serial.ts";

export type CriterionValue = string | number | Serial;

/** `criteria` is a name of Google's enumerations: "TEXT_CONTAINS". Of a relative date the value is its name: "TODAY". */
export interface Criterion {
  readonly criteria: string;
  readonly values: readonly CriterionValue[];
}

/** A criterion as o-spreadsheet has it; dates are serials as text, and what begins with `=` is computed. */
export interface Operator {
  operator: string;
  values: string[];
  dateValue?: string;
}

const OPERATORS: Readonly<Record<string, string>> = {
  CELL_EMPTY: "isEmpty",
  CELL_NOT_EMPTY: "isNotEmpty",
  DATE_AFTER: "dateIsAfter",
  DATE_BEFORE: "dateIsBefore",
  DATE_EQUAL_TO: "dateIs",
  DATE_AFTER_RELATIVE: "dateIsAfter",
  DATE_BEFORE_RELATIVE: "dateIsBefore",
  DATE_EQUAL_TO_RELATIVE: "dateIs",
  DATE_BETWEEN: "dateIsBetween",
  DATE_NOT_BETWEEN: "dateIsNotBetween",
  DATE_ON_OR_AFTER: "dateIsOnOrAfter",
  DATE_ON_OR_BEFORE: "dateIsOnOrBefore",
  DATE_IS_VALID_DATE: "dateIsValid",
  NUMBER_BETWEEN: "isBetween",
  NUMBER_EQUAL_TO: "isEqual",
  NUMBER_GREATER_THAN: "isGreaterThan",
  NUMBER_GREATER_THAN_OR_EQUAL_TO: "isGreaterOrEqualTo",
  NUMBER_LESS_THAN: "isLessThan",
  NUMBER_LESS_THAN_OR_EQUAL_TO: "isLessOrEqualTo",
  NUMBER_NOT_BETWEEN: "isNotBetween",
  NUMBER_NOT_EQUAL_TO: "isNotEqual",
  TEXT_CONTAINS: "containsText",
  TEXT_DOES_NOT_CONTAIN: "notContainsText",
  TEXT_EQUAL_TO: "isEqualText",
  TEXT_STARTS_WITH: "beginsWithText",
  TEXT_ENDS_WITH: "endsWithText",
  TEXT_IS_VALID_EMAIL: "isEmail",
  TEXT_IS_VALID_URL: "isLink",
  CUSTOM_FORMULA: "customFormula",
};

/** Relative dates as formulas: those go by the book's clock, o-spreadsheet's own by this machine's. */
const RELATIVE: Readonly<Record<string, string>> = {
  TODAY: "=TODAY()",
  TOMORROW: "=TODAY()+1",
  YESTERDAY: "=TODAY()-1",
  PAST_WEEK: "=TODAY()-7",
  PAST_MONTH: "=EDATE(TODAY(),-1)",
  PAST_YEAR: "=EDATE(TODAY(),-12)",
};

/** What a page's own panel stores for a relative date. */
const PAGE_RELATIVE: Readonly<Record<string, string>> = {
  today: "TODAY",
  tomorrow: "TOMORROW",
  yesterday: "YESTERDAY",
  lastWeek: "PAST_WEEK",
  lastMonth: "PAST_MONTH",
  lastYear: "PAST_YEAR",
};

/** undefined: there is none that means the same. */
export function operatorOf({ criteria, values }: Criterion): Operator | undefined {
  const operator = OPERATORS[criteria];
  if (operator === undefined) return undefined;
  const isRelative = criteria.endsWith("_RELATIVE");
  // 'In the past week' is a span, for which o-spreadsheet's conditional formats have no operator.
  if (isRelative && operator === "dateIs" && String(values[0]).startsWith("PAST_")) return undefined;
  const texts = values.map((value) => {
    if (isRelative) return RELATIVE[String(value)] ?? String(value);
    return isSerial(value) ? String(value.serial) : String(value);
  });
  if (operator === "customFormula" && !texts[0]?.startsWith("=")) texts[0] = `=${texts[0]}`;
  return { operator, values: texts, ...(operator.startsWith("dateIs") && { dateValue: "exactDate" }) };
}

/** Google's name for an operator, if it has one; undefined for what only o-spreadsheet knows. */
export function criterionOf({ operator, values, dateValue }: Operator): Criterion | undefined {
  if (dateValue !== undefined && dateValue !== "exactDate")
    return { criteria: `${nameOf(operator)}_RELATIVE`, values: [PAGE_RELATIVE[dateValue] ?? "TODAY"] };
  const relative = Object.entries(RELATIVE).find(([, formula]) => formula === values[0]);
  const criteria = nameOf(operator);
  if (criteria === undefined) return undefined;
  if (criteria.startsWith("DATE_") && relative)
    return { criteria: `${criteria}_RELATIVE`, values: [relative[0]] };
  // A page's 'is equal to' takes texts as well.
  if (criteria === "NUMBER_EQUAL_TO" && values[0] !== undefined && Number.isNaN(readNumber(values[0])))
    return { criteria: "TEXT_EQUAL_TO", values };
  return { criteria, values: values.map((value) => typedValue(criteria, value)) };
}

function nameOf(operator: string): string | undefined {
  return Object.keys(OPERATORS).find((name) => OPERATORS[name] === operator && !name.endsWith("_RELATIVE"));
}

/** Not a number stays what it was: a formula. */
function readNumber(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

function typedValue(criteria: string, text: string): CriterionValue {
  const number = readNumber(text);
  if (Number.isNaN(number) || criteria.startsWith("TEXT_")) return text;
  return criteria.startsWith("DATE_") ? { serial: number } : number;
}
