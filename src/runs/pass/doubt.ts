/** So few rows go unasked, however small the table is. */
const FEW_ROWS = 5;
const MOST_SHARE = 0.2;

/**
 * Whether so many rows would go at once that the listing is hardly to be believed: an answer may be empty for a
 * moment, or the key may have become another organisation's.
 * @param of how many rows there are that could go.
 */
export function isDoubtful(gone: number, of: number): boolean {
  return gone > FEW_ROWS && gone > of * MOST_SHARE;
}

/** Asks the person at whose sidebar the run stands. */
export function question(gone: number, of: number, api: string, isFiltered: boolean): string {
  const count = (n: number) => n.toLocaleString("en-US");
  const filters = isFiltered ? " with these filters" : "";
  return `${count(gone)} of ${count(of)} rows would be removed, since ${api} does not list them any more${filters}. Resume to remove them, or cancel to keep them.`;
}
