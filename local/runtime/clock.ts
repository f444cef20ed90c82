/** The file's clock. Virtual: it stands still until an execution or somebody moves it on. Real: it runs by itself. */
export class Clock {
  private readonly realTime: boolean;
  private atMs: number;
  /** Where somebody moved it to last. */
  private movedMs = 0;
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

  /** Moves a virtual clock as somebody does who looks at it: what is begun from now on begins then or later. */
  moveTo(ms: number): void {
    this.reach(ms);
    this.movedMs = ms;
  }

  /**
   * When what begins now begins.
   * @param atMs how far all are that run at once, null when nothing runs. Some of them may be further, and the clock
   *   with them.
   */
  startMs(atMs: number | null): number {
    return this.realTime || atMs === null ? this.now() : Math.max(atMs, this.movedMs);
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
