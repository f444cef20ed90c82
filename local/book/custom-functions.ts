// Custom functions in cells: they run elsewhere and take their time. A cell asks for a call; its result is looked up
// by name and arguments, and while there is none the cell shows Loading… (facts 2.2 to 2.6).

import { formulaText } from "./contents.ts";
import type { EvaluationContext, Getters, Position } from "./engine.ts";
import { googleError } from "./error-values.ts";
import {
  CUSTOM_ERROR,
  CYCLE,
  describeFunction,
  LOADING,
  UNKNOWN_NAME,
  unknownFunction,
} from "./formula-names.ts";
import { showable, showsDates } from "./number-formats.ts";
import { isSerial, type Serial } from "./serial.ts";
import { hasVolatileArgument, VOLATILE_REFUSED } from "./volatile.ts";

export interface CustomFunction {
  name: string;
  params: string[];
  /** "" when Sheets does not offer it, as without @customfunction: a formula may name it all the same (facts 2.1). */
  doc: string;
}

/** A call to run. Dates are serials, a blank cell is "", a range is rows, an argument left out is undefined. */
export interface CustomCall {
  name: string;
  args: unknown[];
  /** The calling cell, 1-based. */
  sheetId: number;
  row: number;
  column: number;
}

/** What a call gave, or the message of what it threw. */
export type CustomResult = { value: unknown } | { error: string };

/** A value as o-spreadsheet hands it to functions and takes it from them. */
interface Given {
  value: string | number | boolean | null;
  format?: string | undefined;
  message?: string;
}

type Argument = Given | (Given | undefined)[][] | undefined;

/** How results are shown that are dates. */
const DATE_FORMATS = { day: "m/d/yyyy", moment: "m/d/yyyy hh:mm:ss" };

/** Results by call, and who waits for which. The book runs calls; a page only shows what it is told. */
export class CustomFunctions {
  private functions: Map<string, CustomFunction> | undefined;
  private readonly results = new Map<string, CustomResult>();
  private readonly users = new Map<string, Set<number>>();
  private readonly running = new Set<string>();
  private readonly told = new Set<(key: string, result: CustomResult) => void>();

  /**
   * @param run starts a call that no result is known of; its outcome is to be given to `accept`
   * @param evaluate has the cells with these ids evaluated again; all formulas when undefined
   */
  constructor(
    private readonly run: (
      key: string,
      name: string,
      args: unknown[],
      position: Position | undefined,
    ) => void,
    private readonly evaluate: (cellIds: number[] | undefined) => void,
  ) {}

  /** The functions there are from now on. */
  define(list: readonly CustomFunction[]): void {
    this.functions = new Map(list.map((item) => [item.name.toUpperCase(), item]));
    for (const { name, params, doc } of list) if (doc !== "") describeFunction(name, params, doc);
    this.evaluate(undefined);
  }

  /** Takes a call's outcome. */
  accept(key: string, result: CustomResult): void {
    this.running.delete(key);
    this.results.set(key, result);
    for (const listener of [...this.told]) listener(key, result);
    this.evaluate([...(this.users.get(key) ?? [])]);
  }

  /** Hears every outcome; gives the way to stop that. */
  onResult(listener: (key: string, result: CustomResult) => void): () => void {
    this.told.add(listener);
    return () => this.told.delete(listener);
  }

  /** Whether a call is still running. */
  isWaiting(): boolean {
    return this.running.size > 0;
  }

  /** Forgets the results of functions whose name matches, and asks anew for those in use. */
  forget(matches: (name: string) => boolean): void {
    const forgotten = [...this.results.keys()].filter((key) => matches(nameIn(key)));
    const ids = forgotten.flatMap((key) => [...(this.users.get(key) ?? [])]);
    for (const key of forgotten) {
      this.results.delete(key);
      this.users.delete(key);
    }
    this.evaluate(ids);
  }

  /** Forgets the results that no cell uses: a formula that comes back is computed again. */
  forgetUnused(getters: Getters): void {
    for (const key of [...this.results.keys()]) {
      if (this.isUsed(key, getters)) continue;
      this.results.delete(key);
      this.users.delete(key);
    }
  }

  /** The results that cells still use, for saving and for pages. */
  known(getters: Getters): [string, CustomResult][] {
    return [...this.results].filter(([key]) => this.isUsed(key, getters));
  }

  private isUsed(key: string, getters: Getters): boolean {
    return [...(this.users.get(key) ?? [])].some((id) => {
      const position = getters.tryGetCellPosition(id);
      const cell = position && getters.getCell(position);
      return cell?.isFormula === true && formulaText(cell, getters).toUpperCase().includes(nameIn(key));
    });
  }

  /** Takes over results that were saved. */
  restore(known: readonly [string, CustomResult][]): void {
    for (const [key, result] of known) this.results.set(key, result);
  }

  /** What a formula gets for a call of a function that o-spreadsheet has not got. */
  call(name: string, given: unknown[], context: EvaluationContext): unknown {
    if (this.functions && !this.functions.has(name)) {
      return { value: UNKNOWN_NAME, message: unknownFunction(name) };
    }
    // [K]: a formula among its own arguments is an error and does not run.
    const ring = (given as Argument[]).flat(2).find((each) => each?.value === CYCLE);
    if (ring) return ring;
    const args = (given as Argument[]).map(plainArgument);
    while (args.length > 0 && args.at(-1) === undefined) args.pop();
    if (args.flat(2).includes(LOADING)) return { value: LOADING };
    const position = context.__originCellPosition;
    const cell = position && context.getters.getCell(position);
    if (position && cell?.isFormula) {
      const formula = formulaText(cell, context.getters);
      if (hasVolatileArgument(name, formula, position.sheetId, context.getters)) {
        return { value: CUSTOM_ERROR, message: VOLATILE_REFUSED };
      }
    }
    const key = `${name}(${JSON.stringify(args).slice(1, -1)})`;
    if (cell) {
      const users = this.users.get(key) ?? new Set();
      this.users.set(key, users.add(cell.id));
    }
    const result = this.results.get(key);
    if (result)
      return "error" in result ? { value: CUSTOM_ERROR, message: result.error } : shownResult(result.value);
    if (this.functions && !this.running.has(key)) {
      this.running.add(key);
      this.run(key, name, args, position);
    }
    return { value: LOADING };
  }
}

const nameIn = (key: string) => key.slice(0, key.indexOf("("));

function plainArgument(argument: Argument): unknown {
  if (argument === undefined) return undefined;
  if (!Array.isArray(argument)) return plainValue(argument);
  const [first] = argument;
  // One cell is a scalar, a range rows (facts 2.2); o-spreadsheet gives columns, with holes.
  if (argument.length === 1 && first?.length === 1) return plainValue(first[0]);
  const height = Math.max(0, ...argument.map((column) => column.length));
  return Array.from({ length: height }, (_, row) => argument.map((column) => plainValue(column[row])));
}

function plainValue(given: Given | undefined): string | number | boolean | Serial {
  const value = given?.value ?? "";
  if (typeof value === "number") return showsDates(given?.format) ? { serial: value } : value;
  return typeof value === "string" ? googleError(value) || value : value;
}

/** A result as o-spreadsheet takes it: one value, or columns of values. */
function shownResult(value: unknown): Given | Given[][] {
  if (!Array.isArray(value)) return shownValue(value);
  // A flat array is read as one column (facts 2.3), ragged rows are filled up.
  const rows = value.map((row) => (Array.isArray(row) ? row : [row]));
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (rows.length === 0 || width === 0) return { value: "" };
  return Array.from({ length: width }, (_, column) => rows.map((row) => shownValue(row[column])));
}

function shownValue(value: unknown): Given {
  if (value === null || value === undefined) return { value: "" };
  if (typeof value === "string" || typeof value === "boolean") return { value };
  if (typeof value === "number") return Number.isFinite(value) ? { value } : { value: "#NUM!", message: "" };
  if (isSerial(value)) {
    const format = Number.isInteger(value.serial) ? DATE_FORMATS.day : DATE_FORMATS.moment;
    return { value: value.serial, format: showable(format) };
  }
  return { value: CUSTOM_ERROR, message: "The function gave a value that a cell cannot hold." };
}
