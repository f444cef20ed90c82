import { locked } from "../core/locked.ts";
import type { Workbook } from "../core/spreadsheet.ts";
import { inFlightName } from "./in-flight.ts";
import type { ResultLine } from "./result-line.ts";
import { type ResultPorts, Results } from "./results.ts";

/**
 * Takes results away for good, out of sheet, journal and cache.
 * @param rest what is to stay of a line: all of it, a part, or nothing.
 * @param keys addresses whose answers may be in the cache alone.
 * @returns how many lines are gone or cut.
 */
export function eraseResults(
  book: Workbook,
  ports: ResultPorts,
  rest: (line: ResultLine) => ResultLine | null,
  keys: readonly string[] = [],
): number {
  const results = new Results(book, ports);
  while (results.moveJournal());
  ports.cache.remove(keys.map((key) => inFlightName({ name: "verify" }, key)));
  return locked(ports.sheetLock, () => {
    const count = results.rewrite(rest);
    book.flush();
    return count;
  });
}
