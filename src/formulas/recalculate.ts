import type { Ports } from "../core/ports.ts";
import type { Sheet, SheetValue, Workbook } from "../core/spreadsheet.ts";
import { forgetAnswers } from "./answer-cache.ts";
import { isUnanswered } from "./unanswered.ts";

/** Each new answer of these may be paid for: a formula with one of them that shows its results is left alone. */
const PAID = /HUNTER_(VERIFY|FIND|DOMAIN)/i;
const PAID_CALL = /(^|[^\w.])HUNTER_(VERIFY|FIND|DOMAIN)\s*\(/i;

/** Formulas below each other in one column. */
interface Block {
  readonly row: number;
  readonly column: number;
  readonly formulas: string[];
}

/**
 * Has the formulas on a sheet computed anew that call one of `names`, or something that is paid for and shows an error,
 * `pending`, or that it was not come to; what shows its results and was paid for stays. Google's pages do
 * not say how; published add-ons (dexscreener/google-sheets, SpoddyCoiner) let the cell hold something else, send
 * that, and put the formula back. Here that is the formula as text: were this to be stopped right there, it could
 * still be read. Spilled cells are not written to.
 * @returns how many formulas that were.
 * @throws what Sheets says where it refuses a cell; the formulas are back all the same.
 */
export function recalculate(
  sheet: Pick<Sheet, "formulas" | "readAll" | "write" | "writeFormulas">,
  names: readonly string[],
  { flush }: Pick<Workbook, "flush">,
  { cache, uuid }: Pick<Ports, "cache" | "uuid">,
): number {
  const grid = sheet.formulas();
  let values: readonly (readonly SheetValue[])[] | null = null;
  const blocks = blocksOf(grid, names, (row, column) => {
    values ??= sheet.readAll(true);
    return isLeft(grid, values, row, column);
  });
  if (blocks.length === 0) return 0;
  forgetAnswers(cache, uuid().slice(0, 8));
  let fault: unknown;
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      fault = fault || error;
    }
  };
  attempt(() => {
    for (const { row, column, formulas } of blocks) {
      const texts = formulas.map((formula) => [formula]);
      sheet.write(row, column, texts);
    }
    flush();
  });
  let count = 0;
  for (const { row, column, formulas } of blocks) {
    count += formulas.length;
    attempt(() => {
      sheet.writeFormulas(row, column, formulas);
      // A refused write drops those that are queued behind it.
      if (fault) flush();
    });
  }
  if (fault) throw fault;
  return count;
}

/** @param isLeft whether a paid formula has something left to show; row and column from 0. */
function blocksOf(
  grid: readonly (readonly string[])[],
  names: readonly string[],
  isLeft: (row: number, column: number) => boolean,
): Block[] {
  const call = new RegExp(`(^|[^\\w.])(${names.join("|")})\\s*\\(`, "i");
  const blocks: Block[] = [];
  const [first = []] = grid;
  for (let column = 1; column <= first.length; column++) {
    let open: Block | null = null;
    grid.forEach((line, n) => {
      const formula = line[column - 1] as string;
      // Without texts and the names of sheets: in them a function's name means nothing.
      const code = formula.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, " ");
      const isMeant = PAID.test(code) ? PAID_CALL.test(code) && isLeft(n, column - 1) : call.test(code);
      if (!isMeant) open = null;
      else if (open) open.formulas.push(formula);
      else {
        open = { row: n + 1, column, formulas: [formula] };
        blocks.push(open);
      }
    });
  }
  return blocks;
}

/**
 * Whether a formula shows an error, or any cell that it may have spilled to has no answer yet: those below and to the
 * right, as far as no other formula stands.
 */
function isLeft(
  grid: readonly (readonly string[])[],
  values: readonly (readonly SheetValue[])[],
  row: number,
  column: number,
): boolean {
  if (String(values[row]?.[column] ?? "").charAt(0) === "#") return true;
  const isFree = (formula: string | undefined) => formula === undefined || formula === "";
  const [line = []] = grid.slice(row);
  let right = column + 1;
  while (right < line.length && isFree(line[right])) right++;
  for (let n = row; n < values.length && (n === row || isFree(grid[n]?.[column])); n++)
    if ((values[n] ?? []).slice(column, right).some((value) => isUnanswered(String(value)))) return true;
  return false;
}
