import type { WireCell, WireDate, WireNumber } from "../wire.ts";
import { exception, job } from "./link.ts";

function isWireDate(v: unknown): v is WireDate {
  return typeof v === "object" && v !== null && "d" in v;
}
function isWireNumber(v: unknown): v is WireNumber {
  return typeof v === "object" && v !== null && "n" in v;
}

/** What a script hands to setValue, on its way out. facts 5.2: null and undefined empty the cell. */
export function cellOut(v: unknown): WireCell {
  if (v === null || v === undefined) return null;
  if (typeof v === "string" || typeof v === "boolean") return v;
  if (typeof v === "number") return Number.isFinite(v) ? v : { n: String(v) as WireNumber["n"] };
  if (v instanceof Date) return Number.isNaN(v.getTime()) ? String(v) : { d: v.getTime() };
  // No firm source for arrays and objects ([?] in facts 5.2): what their Java images print.
  if (Array.isArray(v)) return "[Ljava.lang.Object;@0";
  if (typeof v === "object" && Object.getPrototypeOf(v) === Object.prototype)
    return `{${Object.entries(v)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(", ")}}`;
  return String(v);
}

export function gridOut(values: readonly (readonly unknown[])[]): WireCell[][] {
  return values.map((row) => Array.from(row, cellOut));
}

/** A cell as getValue gives it. */
export function cellIn(v: unknown): unknown {
  if (isWireDate(v)) return new Date(v.d);
  if (isWireNumber(v)) return Number(v.n);
  return v;
}

/** A grid as getValues gives it; changed in place, it is nobody else's. */
export function gridIn(grid: unknown[][]): unknown[][] {
  for (const row of grid)
    for (let i = 0; i < row.length; i += 1)
      if (typeof row[i] === "object" && row[i] !== null) row[i] = cellIn(row[i]);
  return grid;
}

/** An argument as an entry function receives it: dates inside grids too. */
export function argumentIn(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(argumentIn);
  if (isWireDate(v) && Object.keys(v).length === 1) return new Date(v.d);
  if (typeof v === "object" && v !== null && "u" in v && Object.keys(v).length === 1) return undefined;
  return v;
}

const UNSERIALISABLE = Symbol("unserialisable");

function plain(v: unknown, above: readonly object[]): unknown {
  if (v === undefined) return null;
  if (v === null || typeof v === "string" || typeof v === "boolean") return v;
  if (typeof v === "number") return Number.isFinite(v) ? v : null;
  if (typeof v !== "object" || above.includes(v)) return UNSERIALISABLE;
  const path = [...above, v];
  if (Array.isArray(v)) {
    const list = Array.from(v, (item) => plain(item, path));
    return list.includes(UNSERIALISABLE) ? UNSERIALISABLE : list;
  }
  const prototype = Object.getPrototypeOf(v);
  if (prototype !== Object.prototype && prototype !== null) return UNSERIALISABLE;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(v)) {
    if (member === undefined) continue;
    const kept = plain(member, path);
    if (kept === UNSERIALISABLE) return UNSERIALISABLE;
    result[name] = kept;
  }
  return result;
}

/** facts 7.2: a return that holds a Date, a function or the like arrives as null, all of it. */
export function rpcResult(v: unknown): unknown {
  const result = plain(v, []);
  return result === UNSERIALISABLE ? null : result;
}

function formulaCell(v: unknown): WireCell {
  if (typeof v === "string" || typeof v === "boolean") return v;
  if (typeof v === "number" && Number.isFinite(v)) return v;
  if (v instanceof Date && !Number.isNaN(v.getTime())) return { d: v.getTime() };
  if (job().formulaOddResults === "blank")
    return typeof v === "number" ? { n: String(v) as WireNumber["n"] } : "";
  throw exception(
    `not settled by any source, so refused in the stand-in: a custom function that returns ${v === null ? "null" : typeof v === "object" ? "an object" : String(v)}`,
    "Error",
  );
}

/**
 * What a custom function returned (facts 2.3): a scalar, or rows. A flat list is one column. Ragged rows, an empty
 * list, null, objects and NaN are settled by no source: the switch formulaOddResults decides.
 */
export function formulaResult(v: unknown): WireCell | WireCell[][] {
  if (!Array.isArray(v)) return formulaCell(v);
  const rows = v.map((row) => (Array.isArray(row) ? row.map(formulaCell) : [formulaCell(row)]));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const odd = width === 0 ? "an empty list" : rows.some((row) => row.length !== width) && "ragged rows";
  if (odd) {
    if (job().formulaOddResults === "error")
      throw exception(
        `not settled by any source, so refused in the stand-in: a custom function that returns ${odd}`,
        "Error",
      );
    for (const row of rows) while (row.length < width) row.push("");
  }
  return width === 0 ? "" : rows;
}
