/** So many places for each person; who finds none waits in line. */
export class Places {
  private readonly most: number;
  private readonly taken = new Map<string, number>();
  private readonly lines = new Map<string, (() => void)[]>();

  constructor(most: number) {
    this.most = most;
  }

  tryTake(who: string): boolean {
    const taken = this.taken.get(who) ?? 0;
    if (taken >= this.most) return false;
    this.taken.set(who, taken + 1);
    return true;
  }

  async take(who: string): Promise<void> {
    if (this.tryTake(who)) return;
    const line = this.lines.get(who) ?? [];
    this.lines.set(who, line);
    await new Promise<void>((resolve) => line.push(resolve));
  }

  /** Hands the place to the next in line. */
  give(who: string): void {
    const next = this.lines.get(who)?.shift();
    if (next) next();
    else this.taken.set(who, (this.taken.get(who) ?? 1) - 1);
  }
}
