/** At most `count` requests in any `perMs` milliseconds. */
export interface RateLimit {
  readonly count: number;
  readonly perMs: number;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;

/** Old stamps are dropped when this many have gathered, so that a long run stays quick. */
const STAMPS_KEPT = 4_096;

/** Counts the requests of one endpoint against its limits, on whatever clock it is handed. Refused ones do not count. */
export class RateWindow {
  private stamps: number[] = [];

  constructor(private readonly limits: readonly RateLimit[]) {}

  /** Takes a turn at this instant; false when a limit is reached. */
  take(atMs: number): boolean {
    for (const limit of this.limits)
      if (this.countSince(atMs - limit.perMs, atMs) >= limit.count) return false;
    this.stamps.push(atMs);
    if (this.stamps.length > STAMPS_KEPT) this.dropOld(atMs);
    return true;
  }

  private countSince(afterMs: number, untilMs: number): number {
    let count = 0;
    for (const stamp of this.stamps) if (stamp > afterMs && stamp <= untilMs) count++;
    return count;
  }

  private dropOld(atMs: number): void {
    const longestMs = Math.max(0, ...this.limits.map((limit) => limit.perMs));
    this.stamps = this.stamps.filter((stamp) => stamp > atMs - longestMs);
  }
}
