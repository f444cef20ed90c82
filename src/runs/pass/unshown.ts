/** The others are counted together: a run keeps little in mind. */
const MOST_COLUMNS = 10;
const OTHERS = "other columns";
/** Under which records are counted that have no id, and so no row. */
const NO_ID = "";

/** What a listing brought that its table does not show, for the log: how many values of which columns. */
export class Unshown {
  /** In this execution, each value once: a cell may be asked for several times. */
  private readonly seen = new Set<string>();

  /** @param counts by header, of earlier executions. */
  constructor(readonly counts: { [header: string]: number } = {}) {}

  value(header: string, key: string): void {
    const named = Object.keys(this.counts).length < MOST_COLUMNS || header in this.counts;
    this.count(named ? header : OTHERS, JSON.stringify([header, key]));
  }

  record(): void {
    this.count(NO_ID, String(this.counts[NO_ID]));
  }

  private count(header: string, what: string): void {
    if (this.seen.has(what)) return;
    this.seen.add(what);
    this.counts[header] = (this.counts[header] ?? 0) + 1;
  }

  /** Null when all is shown. */
  get sentence(): string | null {
    const parts = Object.keys(this.counts).map((header) =>
      header === NO_ID ? `${this.counts[header]} without an ID` : `${this.counts[header]} under "${header}"`,
    );
    return parts.length > 0 ? `Could not be shown: ${parts.join(", ")}.` : null;
  }
}
