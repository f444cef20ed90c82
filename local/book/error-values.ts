// o-spreadsheet's names of errors and Google Sheets'.
import { CUSTOM_ERROR, CYCLE, LOADING, UNKNOWN_NAME } from "./formula-names.ts";

const NAMES: Readonly<Record<string, string>> = {
  "#N/A": "#N/A",
  "#REF": "#REF!",
  "#REF!": "#REF!",
  "#SPILL!": "#REF!",
  // Sheets shows a circular dependency as #REF!.
  [CYCLE]: "#REF!",
  "#BAD_EXPR": CUSTOM_ERROR,
  [CUSTOM_ERROR]: CUSTOM_ERROR,
  // o-spreadsheet's general error is that of arguments of a wrong kind.
  "#ERROR": "#VALUE!",
  "#VALUE!": "#VALUE!",
  [UNKNOWN_NAME]: UNKNOWN_NAME,
  "#DIV/0!": "#DIV/0!",
  "#NUM!": "#NUM!",
  "#NULL!": "#NULL!",
  [LOADING]: LOADING,
};

/** Google's text for an error value, "" when it is none. */
export function googleError(value: string): string {
  return Object.hasOwn(NAMES, value) ? (NAMES[value] as string) : "";
}
