import { cellUnder } from "../core/cells.ts";
import { chosenColumns } from "../core/columns.ts";
import { readWhole } from "../core/listing.ts";
import { alike } from "../core/names.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Column, Resource } from "../core/resource.ts";
import type { Written } from "../core/spreadsheet.ts";
import type { FormulaWork } from "./formula.ts";

/**
 * The columns that a formula shows. Asks for those that only this organisation has, where the entry has such. Whoever gives
 * the headers of a table that was imported gives along its hidden column, which is none.
 */
export function columnsShown(
  entry: Resource,
  names: readonly string[] | undefined,
  work: FormulaWork,
): Column[] {
  const own = entry.ownColumns?.((table) => readWhole(work.client(entry.api), work.entry(table))) ?? [];
  const { base } = entry;
  const seen = names?.filter((name) => !base || alike(name) !== alike(base.header));
  return chosenColumns(entry, seen?.length ? seen : names, own, { withKey: false });
}

export function rowOf(columns: readonly Column[], record: JsonObject, { ports }: FormulaWork): Written[] {
  return columns.map((column) => cellUnder(column, record, ports.warn));
}
