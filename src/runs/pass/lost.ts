import type { TableState } from "../../tables/state.ts";
import type { Table } from "../../tables/table.ts";

/**
 * Headers of columns that went out of a table since its last pass, and of those that a pass which was cut off did not
 * tell of. What a person took out stays away, and is told once.
 */
export function lostIn(
  table: Table,
  { written, exact, lost = [] }: Pick<TableState, "written" | "exact" | "lost">,
): string[] {
  // Of a table that was made before this was told nothing is sure.
  const wasThere = (name: string) => exact && written.indexOf(name) >= 0 && exact.indexOf(name) < 0;
  return table.missingColumns
    .filter(({ name, header }) => wasThere(name) || lost.indexOf(header) >= 0)
    .map(({ header }) => header);
}

/** Null when none are. */
export function lostText(headers: readonly string[]): string | null {
  const quoted = headers.map((header) => `"${header}"`).join(", ");
  if (headers.length === 0) return null;
  return headers.length === 1
    ? `${quoted} is no longer in this sheet: its column was renamed or deleted. Put that header over a column to have it back.`
    : `${quoted} are no longer in this sheet: their columns were renamed or deleted. Put these headers over columns to have them back.`;
}
