import type { Question } from "../hunter/lookup.ts";
import { attemptDigest, type LostAttempts, noteAttempt } from "./lost-answers.ts";

/** What of a run's cap is gone, kept with the run. */
export interface BudgetState {
  /** Credits that were spent, or may have been: those of lost answers are among them. */
  readonly taken: number;
  /** Of these, by digest of a question that Hunter has no outcome of yet: what is put by for asking it again. */
  readonly held: { readonly [digest: string]: number };
  readonly lost: LostAttempts;
}

const FULL: BudgetState = { taken: 0, held: {}, lost: {} };

/** Where a budget is kept. */
export interface PurseStore {
  /** @param change gives null to leave it as it is. To be called under the file's lock. */
  change(change: (purse: BudgetState | undefined) => BudgetState | null): void;
}

/** What became of what was asked: credits; what is to be asked again and may have been counted; or what is under way. */
export type Cost = number | "lost" | "unsettled";

/**
 * What may be spent. Whoever asks takes the most that it may cost first, and gives back what was not spent. Who dies in
 * between gives nothing back, and a lost answer is taken for a paid one: the cap is not passed by attempts either.
 */
export class Budget {
  private purse: BudgetState = FULL;
  /** By key: what was taken for this batch. */
  private readonly prices = new Map<string, number>();

  /**
   * @param cap in credits of the pool that there is, which may turn out on the way; null for none.
   * @param store null where nothing outlasts the execution.
   */
  constructor(
    private readonly cap: (() => number) | null,
    private readonly store: PurseStore | null,
  ) {}

  /** How often an answer to it was lost. */
  lostTimes(key: string): number {
    return this.purse.lost[attemptDigest(key)] ?? 0;
  }

  /** Of how many questions an answer was lost that has not come since. */
  get lostCount(): number {
    return Object.keys(this.purse.lost).length;
  }

  /** Takes in that others lost so many. */
  heard(key: string, times: number): void {
    if (this.store || times <= this.lostTimes(key)) return;
    this.purse = { ...this.purse, lost: { ...this.purse.lost, [attemptDigest(key)]: times } };
  }

  /** Reads what is left. To be called under the lock before anything is taken. */
  open(): void {
    this.prices.clear();
    this.store?.change((purse) => {
      this.purse = purse ?? FULL;
      return null;
    });
  }

  get left(): number {
    return this.cap === null ? Number.POSITIVE_INFINITY : this.cap() - this.purse.taken;
  }

  /** What is put by for a question already. */
  heldFor(key: string): number | undefined {
    return this.purse.held[attemptDigest(key)];
  }

  take({ key }: Question, price: number): void {
    this.prices.set(key, price);
    if (this.heldFor(key) === undefined) this.purse = { ...this.purse, taken: this.purse.taken + price };
  }

  /** Keeps what was taken. Under the same lock. */
  close(): void {
    if (this.cap !== null && this.prices.size > 0) this.store?.change(() => this.purse);
  }

  /** Whether something is to be given back, or noted. */
  isNews(costs: ReadonlyMap<string, Cost>): boolean {
    return [...costs].some(([key, cost]) => {
      const price = this.prices.get(key) ?? 0;
      return cost === "lost" || this.lostTimes(key) > 0 || (this.cap !== null && cost !== price);
    });
  }

  /** To be called under the lock. */
  settle(costs: ReadonlyMap<string, Cost>): void {
    const settled = (stored: BudgetState): BudgetState => {
      let { taken, lost } = stored;
      const held = { ...stored.held };
      costs.forEach((cost, key) => {
        const price = this.prices.get(key) ?? 0;
        const name = attemptDigest(key);
        delete held[name];
        if (cost === "unsettled" && this.cap !== null) held[name] = price;
        if (typeof cost === "number") taken += cost - price;
        lost = noteAttempt(lost, key, cost === "lost");
      });
      return { taken, held, lost };
    };
    if (this.store)
      this.store.change((purse) => {
        this.purse = settled(purse ?? FULL);
        return this.purse;
      });
    else this.purse = settled(this.purse);
  }
}
