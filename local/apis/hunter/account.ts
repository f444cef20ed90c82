import { refuse } from "./refusals.ts";
import { hunterDate } from "./shapes.ts";

export interface Allowance {
  readonly used: number;
  /** What the plan gives for a period, used or not. */
  readonly available: number;
}

export interface AccountOptions {
  readonly searches?: Allowance;
  readonly verifications?: Allowance;
}

export interface AccountState {
  readonly searches: number;
  readonly verifications: number;
  readonly resetMs: number;
}

type Kind = "searches" | "verifications";

const DEPRECATION =
  "Sums the searches and the verifications, giving an unprecise look of the requests available";

/** The plan's credits: counted on the clock of the requests, and given back on the reset date. */
export class Account {
  private used: Record<Kind, number>;
  private resetMs: number;
  private readonly seed: AccountState;
  private readonly available: Readonly<Record<Kind, number>>;

  constructor(nowMs: number, options: AccountOptions) {
    const { searches = { used: 214, available: 5_000 }, verifications = { used: 1_310, available: 10_000 } } =
      options;
    this.available = { searches: searches.available, verifications: verifications.available };
    this.seed = { searches: searches.used, verifications: verifications.used, resetMs: nextMonth(nowMs) };
    this.used = { searches: searches.used, verifications: verifications.used };
    this.resetMs = this.seed.resetMs;
  }

  /** @throws Refusal 429 when nothing is left of this kind */
  mustHave(kind: Kind, atMs: number): void {
    this.startPeriod(atMs);
    if (this.used[kind] < this.available[kind]) return;
    refuse(
      429,
      "usage_limit_reached",
      `You have reached your usage limit of ${kind}. Upgrade your plan if necessary.`,
    );
  }

  spend(kind: Kind, credits: number): void {
    this.used[kind] += credits;
  }

  /** The data of GET account. */
  show(atMs: number): Record<string, unknown> {
    this.startPeriod(atMs);
    const show = (kind: Kind) => ({ used: this.used[kind], available: this.available[kind] });
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
      requests: { searches: show("searches"), verifications: show("verifications") },
    };
  }

  state(): AccountState | undefined {
    const now = { ...this.used, resetMs: this.resetMs };
    const isSeed = now.searches === this.seed.searches && now.verifications === this.seed.verifications;
    return isSeed && now.resetMs === this.seed.resetMs ? undefined : now;
  }

  restore(state: AccountState | undefined): void {
    const { searches, verifications, resetMs } = state ?? this.seed;
    this.used = { searches, verifications };
    this.resetMs = resetMs;
  }

  private startPeriod(atMs: number): void {
    if (atMs < this.resetMs) return;
    this.used = { searches: 0, verifications: 0 };
    this.resetMs = nextMonth(atMs);
  }
}

function nextMonth(ms: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
