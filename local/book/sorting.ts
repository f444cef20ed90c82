// The order in which Sheets sorts rows.
import { isSerial, type Serial } from "./serial.ts";

export interface SortKey {
  /** Which column decides. */
  column: number;
  ascending: boolean;
}

type Value = string | number | boolean | Serial;

const text = new Intl.Collator("en", { sensitivity: "base", numeric: false });

/** Numbers and dates before text before booleans. */
function kind(value: Value): number {
  if (typeof value === "number" || isSerial(value)) return 0;
  return typeof value === "string" ? 1 : 2;
}

function compare(a: Value, b: Value): number {
  const kinds = kind(a) - kind(b);
  if (kinds !== 0) return kinds;
  if (typeof a === "string" && typeof b === "string") return text.compare(a, b);
  const number = (value: Value) => (isSerial(value) ? value.serial : Number(value));
  return number(a) - number(b);
}

/** Which row comes first, second, …: indices into `rows`. Equal rows keep their order; blanks come last either way. */
export function sortedOrder(rows: Value[][], keys: readonly SortKey[]): number[] {
  return rows
    .map((_, i) => i)
    .sort((i, j) => {
      for (const { column, ascending } of keys) {
        const [a, b] = [rows[i]?.[column] ?? "", rows[j]?.[column] ?? ""];
        if (a === "" || b === "") {
          if (a !== b) return a === "" ? 1 : -1;
          continue;
        }
        const order = compare(a, b);
        if (order !== 0) return ascending ? order : -order;
      }
      return i - j;
    });
}
