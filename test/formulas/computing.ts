import type { Host } from "../../local/runtime/host.ts";

export type Shown = string | number | boolean | { serial: number };

/** What a formula shows: the cells that it spilled to, or the sentence of its error. */
export interface Computed {
  readonly cells: readonly (readonly Shown[])[];
  /** The text of the hover note, "" when there is no error. */
  readonly error: string;
}

/** Types a formula into A1 of a blank sheet of its own and waits for its result. */
export async function compute(host: Host, formula: string): Promise<Computed> {
  const { book } = host;
  const sheet = book.insertSheet(`Formula ${book.sheets().length}`);
  // A result that is wider than the grid is not shown, and Huntr's jobs have more than 26 columns.
  book.insertColumns(sheet, 2, 74);
  book.write(sheet, 1, 1, [[formula]]);
  await book.settled();
  return seen(host, sheet);
}

/** What the formula in A1 of a sheet shows now. */
function seen({ book }: Host, sheet: number): Computed {
  const rows = Math.max(1, book.lastRow(sheet));
  const columns = Math.max(1, book.lastColumn(sheet));
  return {
    cells: book.values(sheet, 1, 1, rows, columns) as Shown[][],
    error: book.errorMessage(sheet, 1, 1),
  };
}

/** Has every formula of this name computed again, as a recalculation does, and gives what the last one typed shows. */
export async function computeAgain(host: Host, name: string): Promise<Computed> {
  const { book } = host;
  book.recalculate(name);
  await book.settled();
  return seen(host, Math.max(...book.sheets().map(({ id }) => id)));
}

/** A sheet "In" with values for formulas to refer to, from A1 on. */
export function given(
  { book }: Host,
  values: (string | number | boolean | null | { serial: number })[][],
): void {
  const known = book.sheets().find(({ name }) => name === "In");
  const sheet = known?.id ?? book.insertSheet("In");
  book.write(sheet, 1, 1, values);
}

/** Days since 1899-12-30 in UTC. */
export const serialOf = (seconds: number) => seconds / 86_400 + 25_569;
