// Function names in formulas. o-spreadsheet compiles a formula with an unknown name into an error for good; so every
// such name is made known, and what it gives is decided when the cell is evaluated.
import { argument, type EvaluationContext, errorTypes, functions, tokenize } from "./engine.ts";
import { namingParameters, summaryOf } from "./function-help.ts";

/** The value of a cell whose custom function is still running. An error type, so that it spreads to what uses it. */
export const LOADING = "Loading...";
/** The error of custom functions and of formulas that cannot be read. */
export const CUSTOM_ERROR = "#ERROR!";
export const UNKNOWN_NAME = "#NAME?";
/** o-spreadsheet's error of a formula that depends on itself. */
export const CYCLE = "#CYCLE";

errorTypes.add(LOADING);
errorTypes.add(CUSTOM_ERROR);

/** Names o-spreadsheet accepts for functions. */
const POSSIBLE_NAME = /^[A-Za-z0-9_.]+$/;

/** The names made known here, with the JSDoc that each has now. */
const ours = new Map<string, string>();

/** Whether a function of formulas is none of o-spreadsheet's: a custom function, or a name that is none. */
export const isOurs = (name: string) => ours.has(name);

/** Wording of Google Sheets for a name that is no function (facts 2.6). */
export const unknownFunction = (name: string) => `Unknown function: '${name}'.`;

/** Makes sure that every name called in a formula can be compiled. */
export function admitFunctions(formula: string): void {
  let previous: { type: string; value: string } | undefined;
  for (const token of tokenize(formula)) {
    if (token.type === "SPACE") continue;
    if (token.type === "LEFT_PAREN" && previous?.type === "SYMBOL" && POSSIBLE_NAME.test(previous.value)) {
      admit(previous.value.toUpperCase(), [], "");
    }
    previous = token;
  }
}

/** Makes a custom function known with its JSDoc, out of which pages show help. */
export function describeFunction(name: string, params: readonly string[], doc: string): void {
  admit(name.toUpperCase(), params, `${doc}\n`);
}

/**
 * JavaScript takes any number of arguments, and people add one to have a cell run again (facts 2.5): so there is one
 * argument, which may be repeated or left out. o-spreadsheet remembers how arguments fall on a function for good;
 * naming the parameters later would go wrong.
 */
function admit(name: string, params: readonly string[], doc: string): void {
  const isKnown = functions.contains(name);
  const isDescribed = doc !== "";
  if (isKnown && (!ours.has(name) || !isDescribed || ours.get(name) === doc)) return;
  const description = {
    description: summaryOf(doc) || name,
    ...(isDescribed && { help: namingParameters(params, doc) }),
    args: [argument("argument (any, range<any>, optional, repeating)", "a value or a range")],
    compute(this: EvaluationContext, ...args: unknown[]) {
      return this.huntsheet
        ? this.huntsheet.custom(name, args, this)
        : { value: UNKNOWN_NAME, message: unknownFunction(name) };
    },
  };
  if (isKnown) functions.replace(name, description);
  else functions.add(name, description);
  ours.set(name, doc);
}

functions.add("ARRAYFORMULA", {
  description: "Lets a formula give many cells. Formulas here always do.",
  args: [argument("value (any, range<any>)", "the formula")],
  compute: (value) => value,
});

/** NOW and TODAY by the book's clock, which `--now`, or a run, may have moved. */
for (const [name, of, format] of [
  ["NOW", (serial: number) => serial, "m/d/yyyy hh:mm:ss"],
  ["TODAY", Math.floor, "m/d/yyyy"],
] as const) {
  functions.replace(name, {
    description: name === "NOW" ? "The current date and time." : "The current date.",
    args: [],
    compute(this: EvaluationContext) {
      return { value: of(this.huntsheet?.nowSerial() ?? 0), format };
    },
  });
}
