import type { Client } from "../core/client.ts";
import { ApiError } from "../core/errors.ts";
import type { Ports } from "../core/ports.ts";
import { creditsLeft } from "../hunter/account.ts";
import type { Credit, Pool } from "../hunter/plan.ts";
import { rounded } from "./price.ts";

/** What the account said is counted down for so long; then it is asked again. */
const KEPT_SECONDS = 600;
/** Whoever asks the account and dies in it is waited for this long. */
const CLAIM_SECONDS = 60;
/** Younger than that it needs not be asked again before it is said that nothing is left. */
const FRESH_MS = 10_000;
/** With more than this left, all who may ask at once can: what is under way need not be counted. */
const AMPLE = 1_500;
/** Whoever asks and died in it is waited for this long. */
const UNDER_WAY_MS = 120_000;

const LOCK_WAIT_MS = 10_000;
const CLAIM = "?";
const NOTHING = { underWay: 0, sinceMs: 0 };

/** As the cache has it; `left` is null when Hunter does not say. */
interface Kept {
  /** Null when Hunter does not say. */
  readonly pool: Pool | null;
  readonly left: number | null;
  readonly used: number;
  readonly resetDate: string | null;
  readonly readMs: number;
  /** Credits that may be spent by what is being asked, and since when. */
  readonly underWay: number;
  readonly sinceMs: number;
  /** Nobody has asked for anything since the account was read. */
  readonly isUntouched: boolean;
}

/** Of a plan of which Hunter said nothing yet. */
const UNSAID: Omit<Kept, "readMs"> = {
  pool: null,
  left: null,
  used: -1,
  resetDate: null,
  ...NOTHING,
  isUntouched: true,
};

/** What `read` gave: what the account has, or that nobody may ask before somebody else knows it. */
export type Known = "known" | "unknown" | "being read";

/**
 * What the plan has left of one credit, as the account says it, counted down by all who ask in this file with the same
 * key: never more is asked than that, and a plan that is used up is not asked in vain.
 */
export class PlanLeft {
  private kept: Kept | null = null;
  /** By key: what was taken for this batch, where it is counted. */
  private readonly taken = new Map<string, number>();
  private isChanged = false;
  private isBeingRead = false;
  /** Of what is known, and of whoever is asking the account. */
  readonly cacheNames: readonly [own: string, shared: string, claim: string];

  constructor(
    private readonly credit: Credit,
    private readonly client: Client,
    private readonly ports: Pick<Ports, "cache" | "clock" | "fileLock">,
  ) {
    const nameOf = (pool: Pool) => `account.${pool}.${client.keyMark}`;
    // One pool is counted down by all look-ups together.
    this.cacheNames = [nameOf(credit), nameOf("credits"), `${nameOf(credit)}.asking`];
  }

  /**
   * Takes in what the cache has. To be called under the lock.
   * @param found under `cacheNames`.
   * @param isExact whether what was counted down since is not good enough.
   */
  read(found: Readonly<Record<string, string>>, isExact: boolean): Known {
    this.taken.clear();
    this.isBeingRead = found[this.cacheNames[2]] !== undefined;
    this.kept = this.keptIn(found);
    if (this.kept !== null && (!isExact || this.kept.isUntouched)) return "known";
    return this.isBeingRead ? "being read" : "unknown";
  }

  /** Tells the others that the account is being asked. Under the lock. */
  claim(): void {
    this.ports.cache.putAll({ [this.cacheNames[2]]: CLAIM }, CLAIM_SECONDS);
  }

  /** Asks the account, for all. Free. @returns null when Hunter does not say: then what was known of it holds. */
  ask(): ReturnType<typeof creditsLeft> {
    const { cache, clock, fileLock } = this.ports;
    const usage = creditsLeft(this.client, this.credit);
    fileLock.withLock(LOCK_WAIT_MS, () => {
      const found = cache.getAll([...this.cacheNames]);
      const readMs = clock.nowMs();
      const before = this.keptIn(found);
      if (usage) {
        const { pool, left, used, resetDate } = usage;
        const text = found[this.entryOf(pool)];
        const { underWay, sinceMs } = text === undefined ? NOTHING : (JSON.parse(text) as Kept);
        this.kept = { pool, left, used, resetDate, readMs, underWay, sinceMs, isUntouched: true };
      } else this.kept = before ? { ...before, used: UNSAID.used, readMs } : { ...UNSAID, readMs };
      // The plan may have been another one before.
      cache.remove([...this.cacheNames]);
      this.save();
    });
    return usage;
  }

  /** Used before anything was asked; -1 when Hunter does not say. */
  get used(): number {
    return this.kept?.used ?? -1;
  }

  /** What may still be asked for; boundless where Hunter does not say. */
  get left(): number {
    const left = this.kept?.left ?? null;
    if (left === null) return Number.POSITIVE_INFINITY;
    return left - (this.isCounted ? this.underWay : 0);
  }

  get pool(): Pool | null {
    return this.kept?.pool ?? null;
  }

  get resetDate(): string | null {
    return this.kept?.resetDate ?? null;
  }

  /** Others are asking, and may give back: it is too early to say that nothing is left. */
  get isUnderWay(): boolean {
    return this.isBeingRead || (this.isCounted && this.underWay > 0);
  }

  /** It may have grown since, or was counted down: before it is said that nothing is left it is to be asked again. */
  get isStale(): boolean {
    if (!this.kept || this.kept.left === null) return false;
    return this.ports.clock.nowMs() - this.kept.readMs > FRESH_MS;
  }

  take(key: string, price: number): void {
    if (!this.kept || this.kept.left === null) return;
    const isUntouched = false;
    if (this.isCounted) {
      this.taken.set(key, price);
      const underWay = this.underWay + price;
      this.kept = { ...this.kept, underWay, sinceMs: this.ports.clock.nowMs(), isUntouched };
    } else this.kept = { ...this.kept, left: this.kept.left - price, isUntouched };
    this.isChanged = true;
  }

  /** Tells the others. Under the lock in which it was taken. */
  close(): void {
    if (this.isChanged) this.save();
    this.isChanged = false;
  }

  /** Whether anybody has to know what came of it. */
  get isNews(): boolean {
    return this.taken.size > 0;
  }

  /** Counts what was spent. Under the lock. @param costs by key; null where it may have been. */
  settle(costs: ReadonlyMap<string, number | null>): void {
    const entry = this.entryOf(this.pool);
    const text = this.ports.cache.getAll([entry])[entry];
    if (text === undefined) return;
    this.kept = JSON.parse(text) as Kept;
    let { left, underWay } = this.kept;
    if (left === null) return;
    costs.forEach((cost, key) => {
      const price = this.taken.get(key);
      if (price === undefined) return;
      underWay -= price;
      left = Math.max(0, (left ?? 0) - (cost ?? price));
    });
    this.kept = { ...this.kept, left, underWay: Math.max(0, underWay) };
    this.save();
  }

  /** What is left, in a sentence. */
  shortage(): ApiError {
    const until = this.resetDate === null ? "" : ` until it is reset on ${this.resetDate}`;
    const left = `${rounded(this.kept?.left ?? 0)} ${this.pool ?? this.credit}`;
    const sentence = `Your Hunter plan has ${left} left${until}. What is done is kept: go on then, or get a larger plan.`;
    return new ApiError("Hunter", "usage", sentence);
  }

  private keptIn(found: Readonly<Record<string, string>>): Kept | null {
    const [own, shared] = this.cacheNames;
    const text = found[shared] ?? found[own];
    return text === undefined ? null : (JSON.parse(text) as Kept);
  }

  private get isCounted(): boolean {
    return Number(this.kept?.left ?? AMPLE) <= AMPLE;
  }

  private get underWay(): number {
    const { underWay = 0, sinceMs = 0 } = this.kept ?? {};
    return sinceMs + UNDER_WAY_MS > this.ports.clock.nowMs() ? underWay : 0;
  }

  private save(): void {
    this.ports.cache.putAll({ [this.entryOf(this.pool)]: JSON.stringify(this.kept) }, KEPT_SECONDS);
  }

  private entryOf(pool: Pool | null): string {
    return this.cacheNames[pool === "credits" ? 1 : 0];
  }
}
