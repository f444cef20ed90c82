import type { Reading } from "./reading.ts";
import { refuse } from "./refusals.ts";
import { hunterDate } from "./shapes.ts";

export interface Allowance {
  readonly used: number;
  /** What the plan gives for a period, used or not. */
  readonly available: number;
}

export interface AccountOptions {
  /** Of a plan with one pool, in place of the two. */
  readonly credits?: Allowance;
  readonly searches?: Allowance;
  readonly verifications?: Allowance;
}

export interface AccountState {
  readonly credits?: number;
  readonly searches: number;
  readonly verifications: number;
  readonly resetMs: number;
}

const KINDS = ["searches", "verifications"] as const;
type Kind = (typeof KINDS)[number];

/** Credits of the one pool for a search, and for a verification with one of these outcomes. */
const PRICES: Readonly<Record<Kind, number>> = { searches: 1, verifications: 0.5 };
const CHARGED_BY_CREDIT: readonly string[] = ["valid", "invalid", "accept_all"];

const DEPRECATION =
  "Sums the searches and the verifications, giving an unprecise look of the requests available";

/** The plan's credits: counted on the clock of the requests, and given back on the reset date. */
export class Account {
  private used: Record<Kind | "credits", number>;
  private resetMs: number;
  private readonly seed: Required<AccountState>;
  private readonly available: Readonly<Record<Kind | "credits", number>>;

  constructor(
    nowMs: number,
    options: AccountOptions,
    private readonly reading: Pick<Reading, "credits" | "statuses">,
  ) {
    const {
      credits = { used: 120.5, available: 10_000 },
      searches = { used: 214, available: 5_000 },
      verifications = { used: 1_310, available: 10_000 },
    } = options;
    this.available = {
      credits: credits.available,
      searches: searches.available,
      verifications: verifications.available,
    };
    this.seed = {
      credits: credits.used,
      searches: searches.used,
      verifications: verifications.used,
      resetMs: nextMonth(nowMs),
    };
    this.used = { credits: credits.used, searches: searches.used, verifications: verifications.used };
    this.resetMs = this.seed.resetMs;
  }

  /** @throws Refusal when nothing is left for this kind */
  mustHave(kind: Kind, atMs: number): void {
    this.startPeriod(atMs);
    const isLeft =
      this.reading.credits === "one pool"
        ? this.used.credits + PRICES[kind] <= this.available.credits
        : this.used[kind] < this.available[kind];
    if (isLeft) return;
    if (this.reading.statuses === "429 and 402") refuse(402, "payment_required", "Your quota is used up");
    refuse(
      429,
      "usage_limit_reached",
      `You have reached your usage limit of ${kind}. Upgrade your plan if necessary.`,
    );
  }

  /** @param outcome of a verification: of one pool not all are charged */
  spend(kind: Kind, units: number, outcome?: string): void {
    this.used[kind] += units;
    if (outcome === undefined || CHARGED_BY_CREDIT.includes(outcome))
      this.used.credits += units * PRICES[kind];
  }

  /** The data of GET account. */
  show(atMs: number): Record<string, unknown> {
    this.startPeriod(atMs);
    const show = (kind: Kind | "credits") => ({ used: this.used[kind], available: this.available[kind] });
    const remaining = this.available.credits - this.used.credits;
    return {
      first_name: "Ada",
      last_name: "Mercer",
      email: "ada@careers.example",
      plan_name: "Growth",
      plan_level: 2,
      reset_date: hunterDate(this.resetMs),
      team_id: 1,
      calls: {
        _deprecation_notice: DEPRECATION,
        used: this.used.searches + this.used.verifications,
        available: this.available.searches + this.available.verifications,
      },
      requests: {
        ...(this.reading.credits === "one pool" && { credits: { ...show("credits"), remaining } }),
        searches: show("searches"),
        verifications: show("verifications"),
      },
    };
  }

  /** The data of GET usage: as the account's, with what remains, and what was used beyond the plan where that is allowed. */
  usage(atMs: number, hasOverage: boolean): Record<string, unknown> {
    this.startPeriod(atMs);
    const kinds = this.reading.credits === "one pool" ? (["credits", ...KINDS] as const) : KINDS;
    const requests = kinds.map((kind) => {
      const [used, available] = [this.used[kind], this.available[kind]];
      const over = hasOverage ? { over_quota: Math.max(0, used - available) } : {};
      return [kind, { used, available, remaining: Math.max(0, available - used), ...over }];
    });
    return { reset_date: hunterDate(this.resetMs), requests: Object.fromEntries(requests) };
  }

  state(): AccountState | undefined {
    const { credits, ...two } = this.used;
    const now = { ...(this.reading.credits === "one pool" && { credits }), ...two, resetMs: this.resetMs };
    const isSeed = now.searches === this.seed.searches && now.verifications === this.seed.verifications;
    return isSeed && now.resetMs === this.seed.resetMs ? undefined : now;
  }

  restore(state: AccountState | undefined): void {
    const { credits = this.seed.credits, searches, verifications, resetMs } = state ?? this.seed;
    this.used = { credits, searches, verifications };
    this.resetMs = resetMs;
  }

  private startPeriod(atMs: number): void {
    if (atMs < this.resetMs) return;
    this.used = { credits: 0, searches: 0, verifications: 0 };
    this.resetMs = nextMonth(atMs);
  }
}

function nextMonth(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
