/** The file's clock. Virtual: it stands still until an execution or somebody moves it on. Real: it runs by itself. */
export class Clock {
  private readonly realTime: boolean;
  private atMs: number;
  /** Added to the real clock: what was skipped, so that the file's clock never goes back. */
  private skippedMs: number;
  /** The real instant of the last `skip`. */
  private lookedMs = Date.now();

  constructor(startMs: number, realTime: boolean) {
    this.realTime = realTime;
    this.skippedMs = realTime ? Math.max(0, startMs - Date.now()) : 0;
    this.atMs = startMs;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.realTime ? Date.now() + this.skippedMs : this.atMs;
  }

  /** How far the real clock is behind this one; null on the virtual clock. */
  get aheadOfRealMs(): number | null {
    return this.realTime ? this.skippedMs : null;
  }

  /** Moves a virtual clock to an instant, never back. */
  reach(ms: number): void {
    if (!this.realTime) this.atMs = Math.max(this.atMs, ms);
  }

  /** Moves on by so much. On the real clock what passed by itself since the last time counts. */
  skip(ms: number): void {
    if (!this.realTime) {
      this.atMs += ms;
      return;
    }
    const passedMs = Date.now() - this.lookedMs;
    this.lookedMs += passedMs;
    this.skippedMs += Math.max(0, ms - passedMs);
  }
}
