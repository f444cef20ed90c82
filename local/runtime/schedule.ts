/** Somebody who waits for a turn. */
interface Waiting {
  readonly id: number;
  atMs: number;
  readonly go: () => void;
}

/**
 * Lets executions that run at once take their service calls in the order of virtual time: a call is served only when
 * no execution computes any more, and then the earliest one. So a run comes out the same on every machine.
 * On the real clock everybody's turn is at once.
 */
export class Schedule {
  private readonly realTime: boolean;
  /** Executions that compute, or whose call is being served. */
  private readonly busy = new Set<number>();
  private readonly waiting: Waiting[] = [];
  private servedMs = 0;

  constructor(realTime: boolean) {
    this.realTime = realTime;
  }

  /** How far everybody is, null when nobody runs: nothing that happened up to now happened later than this. */
  get atMs(): number | null {
    return this.busy.size + this.waiting.length > 0 ? this.servedMs : null;
  }

  /** An execution starts to compute, at an instant that nobody is past. */
  enter(id: number, atMs: number): void {
    this.servedMs = Math.max(this.servedMs, atMs);
    this.busy.add(id);
  }

  /** An execution ended, died, or waits for a person. Whoever waited for that may begin the next one before time goes on. */
  leave(id: number): void {
    this.busy.delete(id);
    for (let i = this.waiting.length - 1; i >= 0; i -= 1)
      if (this.waiting[i]?.id === id) this.waiting.splice(i, 1);
    setImmediate(() => this.pump());
  }

  /** Waits until it is this execution's turn at an instant. */
  turn(id: number, atMs: number): Promise<void> {
    if (this.realTime) return Promise.resolve();
    this.busy.delete(id);
    return new Promise((resolve) => {
      this.waiting.push({ id, atMs, go: resolve });
      this.pump();
    });
  }

  /** Brings a waiting execution's turn forward: what it waits for has happened. */
  hasten(id: number, atMs: number): void {
    const entry = this.waiting.find((w) => w.id === id);
    if (entry) entry.atMs = Math.min(entry.atMs, atMs);
  }

  private pump(): void {
    if (this.busy.size > 0 || this.waiting.length === 0) return;
    let first = this.waiting[0] as Waiting;
    for (const w of this.waiting)
      if (w.atMs < first.atMs || (w.atMs === first.atMs && w.id < first.id)) first = w;
    this.waiting.splice(this.waiting.indexOf(first), 1);
    this.busy.add(first.id);
    this.servedMs = first.atMs;
    first.go();
  }
}
