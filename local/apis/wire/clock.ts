/**
 * The time of a sample server. The stand-in's requests carry its virtual clock in `X-Virtual-Time` (ISO), and that
 * is what limits and creation times go by; a request without it counts on a clock that started at the sample's
 * "now" with the server and runs like the real one.
 */
export class SampleClock {
  private readonly startedMs = Date.now();
  private virtualMs: number | undefined;

  /** @param baseMs the sample's "now", milliseconds since 1970 */
  constructor(private readonly baseMs: number) {}

  /** Milliseconds since 1970 that a request with this `X-Virtual-Time` counts at. */
  read(virtualTime: string | undefined): number {
    const ms = virtualTime === undefined ? Number.NaN : Date.parse(virtualTime);
    if (Number.isNaN(ms)) return this.runningMs();
    this.virtualMs = ms;
    return ms;
  }

  /** The time for changes that a test makes without a request: the last virtual time seen, else the running clock. */
  nowMs(): number {
    return this.virtualMs ?? this.runningMs();
  }

  private runningMs(): number {
    return this.baseMs + (Date.now() - this.startedMs);
  }
}
