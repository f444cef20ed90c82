import type { Ports } from "../core/ports.ts";
import type { Sheet, Workbook } from "../core/spreadsheet.ts";
import { forgetAnswers } from "./answer-cache.ts";

/** Each new answer of these may be paid for: a formula with one of them is left alone. */
const PAID = /HUNTER_(VERIFY|FIND|DOMAIN)/i;

/** Formulas below each other in one column. */
interface Block {
  readonly row: number;
  readonly column: number;
  readonly formulas: string[];
}

/**
 * Has the formulas on a sheet that call one of `names`, and nothing that is paid for, computed anew. Google's pages do
 * not say how; published add-ons (dexscreener/google-sheets, SpoddyCoiner) let the cell hold something else, send
 * that, and put the formula back. Here that is the formula as text: were this to be stopped right there, it could
 * still be read. Spilled cells are not written to.
 * @returns how many formulas that were.
 * @throws what Sheets says where it refuses a cell; the formulas are back all the same.
 */
export function recalculate(
  sheet: Pick<Sheet, "formulas" | "write" | "writeFormulas">,
  names: readonly string[],
  { flush }: Pick<Workbook, "flush">,
  { cache, uuid }: Pick<Ports, "cache" | "uuid">,
): number {
  const blocks = blocksOf(sheet.formulas(), names);
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

function blocksOf(grid: readonly (readonly string[])[], names: readonly string[]): Block[] {
  const call = new RegExp(`(^|[^\\w.])(${names.join("|")})\\s*\\(`, "i");
  const blocks: Block[] = [];
  const [first = []] = grid;
  for (let column = 1; column <= first.length; column++) {
    let open: Block | null = null;
    grid.forEach((line, n) => {
      const formula = line[column - 1] as string;
      // Without texts and the names of sheets: in them a function's name means nothing.
      const code = formula.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, " ");
      if (!call.test(code) || PAID.test(code)) open = null;
      else if (open) open.formulas.push(formula);
      else {
        open = { row: n + 1, column, formulas: [formula] };
        blocks.push(open);
      }
    });
  }
  return blocks;
}
