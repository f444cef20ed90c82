import type { Sheet, Workbook } from "../../src/core/spreadsheet.ts";

/** As much of a sheet as formulas are rewritten with. Writes are queued, as on Google; a refusal drops those behind. */
export function fakeSheet(cells: string[][], isRefused: (row: number, column: number) => boolean) {
  const grid = cells.map((row) => [...row]);
  const writes: string[] = [];
  let queue: { row: number; column: number; text: string }[] = [];
  const put = (row: number, column: number, texts: readonly string[]) => {
    writes.push(`${row},${column}: ${texts.join(" | ")}`);
    for (const [n, text] of texts.entries()) queue.push({ row: row + n, column, text });
  };
  const flush = () => {
    const queued = queue;
    queue = [];
    for (const { row, column, text } of queued) {
      if (isRefused(row, column)) throw new Error("You are trying to edit a protected cell or object.");
      const line = grid[row - 1];
      if (line) line[column - 1] = text;
    }
  };
  const sheet: Pick<Sheet, "formulas" | "readAll" | "write" | "writeFormulas"> & Pick<Workbook, "flush"> = {
    formulas: () => {
      flush();
      return grid.map((row) => row.map((text) => (text.startsWith("=") ? text : "")));
    },
    readAll: () => grid.map((row) => row.map((text) => (text.startsWith("=") ? "shown" : text))),
    write: (row, column, texts) =>
      put(
        row,
        column,
        texts.map(([text]) => `'${String(text)}`),
      ),
    writeFormulas: put,
    flush,
  };
  return { ...sheet, writes };
}
