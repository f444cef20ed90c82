import type { Client } from "../core/client.ts";
import { ApiError, assertInput } from "../core/errors.ts";
import type { Ports } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import type { SheetValue, Workbook, Written } from "../core/spreadsheet.ts";

/** Google stops a custom function after 30 s (facts, 1.1): leave time for the last answer and for the cell. */
export const FORMULA_BUDGET_MS = 22_000;

/** One cell comes as a value, a range as rows; what was left out, or is blank, as undefined, null or "". */
export type Argument =
  | undefined
  | null
  | string
  | number
  | boolean
  | Date
  | readonly (readonly (string | number | boolean | Date)[])[];

/** What a cell of a formula's answer may be: anything else is undocumented (facts, 2.3). */
export type Shown = string | number | boolean | Date;

/** An empty cell is "" in a formula's answer, and a day the instant at which it begins where the file is. */
export function shown(cell: Written, { startOf }: Pick<FormulaWork, "startOf">): Shown {
  if (cell === null) return "";
  return typeof cell === "object" && "day" in cell ? startOf(cell) : cell;
}

/** What a formula works with. Its `userStore` is that of the file's owner, whoever looks (facts, 2.4). */
export interface FormulaWork {
  readonly ports: Ports;
  readonly entry: (table: string) => Resource;
  readonly client: (api: Resource["api"]) => Client;
  readonly startOf: Workbook["startOf"];
  /** To be read only (facts, 2.4). */
  readonly book: Workbook;
  readonly deadlineMs: number;
}

/**
 * Runs a formula's body. Where the file's owner has no key, the error says whose turn it is: in a shared drive, which owns
 * its files itself, that of whoever made it (facts, 13).
 */
export function inFormula<T>(api: Resource["api"], body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof ApiError && error.kind === "no-key") throw new Error(ownerNeedsKey(api));
    if (error instanceof ApiError && error.kind === "out-of-time") {
      throw new Error(`${error.message} To ask again, choose Huntsheet ▸ Recalculate formulas.`);
    }
    throw error;
  }
}

/** In a cell among others. */
export const OWNER_NEEDS_KEY =
  "the owner of this spreadsheet (in a shared drive: whoever made it) sets a Hunter API key under Huntsheet ▸ Set up first.";

function ownerNeedsKey(api: Resource["api"]): string {
  const [name, key] = api === "huntr" ? ["Huntr", "access token"] : ["Hunter", "API key"];
  return `Formulas use the ${name} ${key} of this spreadsheet's owner (in a shared drive: of whoever made it), and none is set. Share yours with this spreadsheet under Huntsheet ▸ Set up, or have that person set theirs there.`;
}

/** The inputs of a first argument: one, or one per cell of a range, row by row. */
export function inputsOf(argument: Argument): {
  readonly inputs: (string | number | boolean | Date)[];
  readonly isRange: boolean;
} {
  if (argument === undefined || argument === null) return { inputs: [""], isRange: false };
  if (typeof argument !== "object" || argument instanceof Date) return { inputs: [argument], isRange: false };
  const inputs: (string | number | boolean | Date)[] = [];
  for (const row of argument) inputs.push(...row);
  return { inputs, isRange: true };
}

/**
 * The text of an input. Google hands a formula the date that Sheets made of `1-10`, and not what the cell shows.
 * @throws InputError for a date: what would be asked is not what anybody sees.
 */
export function textIn(input: SheetValue): string {
  assertInput(
    !(input instanceof Date),
    'The cell holds a date or a time. Make it plain text, or give the formula what it shows, as TEXT(A2,"m-d").',
  );
  return String(input).trim();
}

/** What stopped a formula on its way through a range. @param what "addresses are verified" */
export function unfinished(error: ApiError, what: string, done: number, wanted: number): Error {
  // The sentence for a missing key is another one in a formula.
  if (wanted === 1 || error.kind === "no-key") return error;
  return new Error(
    `${error.message} ${done} of ${wanted} ${what} and kept: computing this formula again asks only for the rest.`,
  );
}
