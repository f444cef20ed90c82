import { Dice, textHash } from "../data/dice.ts";
import type { Call, Reply } from "../wire/call.ts";
import type { Account } from "./account.ts";
import { type Directory, someSources } from "./directory.ts";
import { DUMMY_VERIFICATION } from "./dummies.ts";
import { refuseClaimed } from "./lookups.ts";
import { refuse } from "./refusals.ts";
import { EMAIL } from "./shapes.ts";

export type VerifierStatus = "valid" | "invalid" | "accept_all" | "webmail" | "disposable" | "unknown";

export interface VerifierOptions {
  /** Verifications per e-mail domain in 24 hours; Hunter documents the limit but no figure: 200 unless given. */
  readonly perDomainPerDay?: number;
  /** Of a thousand addresses, how many are still under way at the first asking (202); 20 unless given. */
  readonly slowPerThousand?: number;
  /** Of a thousand addresses, how many fail once by the remote server's fault (222); 5 unless given. */
  readonly flakyPerThousand?: number;
  /** Outcomes that a test wants. */
  readonly outcomes?: Readonly<Record<string, VerifierStatus>>;
}

export interface VerifierState {
  /** By domain: how many in the 24 hours that began at `sinceMs`. */
  readonly days: Readonly<Record<string, { count: number; sinceMs: number }>>;
  /** By address: answers other than 200 still to be given before the result. */
  readonly underWay: Readonly<Record<string, number>>;
}

const DAY_MS = 86_400_000;
const NEVER_ENDS = Number.MAX_SAFE_INTEGER;

/**
 * What the part before the @ asks for, so that every answer can be had from the command line too:
 * - slow.… two times 202 before the result · stuck.… 202 for ever
 * - flaky.… 222 once · broken.… 222 for ever
 * - claimed.… 451 (see server.ts)
 */
const STEERED: readonly { prefix: string; status: 202 | 222; times: number }[] = [
  { prefix: "slow.", status: 202, times: 2 },
  { prefix: "stuck.", status: 202, times: NEVER_ENDS },
  { prefix: "flaky.", status: 222, times: 1 },
  { prefix: "broken.", status: 222, times: NEVER_ENDS },
];

/** U3, GET email-verifier. */
export class Verifier {
  private days = new Map<string, { count: number; sinceMs: number }>();
  private underWay = new Map<string, number>();

  constructor(
    private readonly directory: Directory,
    private readonly account: Account,
    private readonly isClaimed: (email: string) => boolean,
    private readonly options: VerifierOptions,
    private readonly nowMs: number,
  ) {}

  answer(call: Call, isTrial: boolean): Reply {
    const asked = call.query.get("email")?.trim() ?? "";
    if (asked === "") refuse(400, "wrong_params", "You are missing the email parameter");
    const email = asked.toLowerCase();
    if (!EMAIL.test(email)) refuse(400, "invalid_email", "The supplied email is invalid");
    if (isTrial) return { status: 200, body: DUMMY_VERIFICATION };
    if (this.isClaimed(email)) refuseClaimed();
    const domain = email.slice(email.lastIndexOf("@") + 1);
    const isPoll = this.underWay.has(email);
    if (!isPoll) {
      this.account.mustHave("verifications", call.atMs);
      this.countOnDomain(domain, call.atMs);
    }
    const headers = { "x-rate-limit-remaining": String(this.remaining(domain, call.atMs)) };
    const obstacle = this.obstacle(email);
    const left = this.underWay.get(email) ?? obstacle?.times ?? 0;
    if (obstacle && left > 0) {
      this.underWay.set(email, left === NEVER_ENDS ? left : left - 1);
      const [id, details] =
        obstacle.status === 202
          ? ["verification_in_progress", "The verification is still in progress"]
          : [
              "smtp_failure",
              "The verification failed because of an unexpected response from the remote SMTP server",
            ];
      refuse(obstacle.status, id, details, headers);
    }
    this.underWay.delete(email);
    const status = this.outcome(email, domain);
    // By the vendor's price list an unknown outcome is free; by its text a poll is counted once.
    if (status !== "unknown") this.account.spend("verifications", 1, status);
    return {
      status: 200,
      headers,
      body: { data: this.describe(email, domain, status), meta: { params: { email: asked } } },
    };
  }

  state(): VerifierState | undefined {
    if (this.days.size === 0 && this.underWay.size === 0) return undefined;
    return { days: Object.fromEntries(this.days), underWay: Object.fromEntries(this.underWay) };
  }

  restore(state: VerifierState | undefined): void {
    this.days = new Map(Object.entries(structuredClone(state?.days ?? {})));
    this.underWay = new Map(Object.entries(state?.underWay ?? {}));
  }

  private countOnDomain(domain: string, atMs: number): void {
    if (this.remaining(domain, atMs) <= 0) {
      const details = "You've reached the limit for the number of verifications per domain in 24 hours";
      refuse(429, "too_many_requests", details, { "x-rate-limit-remaining": "0" });
    }
    const day = this.day(domain, atMs);
    this.days.set(domain, { count: (day?.count ?? 0) + 1, sinceMs: day?.sinceMs ?? atMs });
  }

  private remaining(domain: string, atMs: number): number {
    return (this.options.perDomainPerDay ?? 200) - (this.day(domain, atMs)?.count ?? 0);
  }

  private day(domain: string, atMs: number): { count: number; sinceMs: number } | undefined {
    const day = this.days.get(domain);
    return day && atMs < day.sinceMs + DAY_MS ? day : undefined;
  }

  private obstacle(email: string): { status: 202 | 222; times: number } | undefined {
    const steered = STEERED.find(({ prefix }) => email.startsWith(prefix));
    if (steered) return steered;
    const { slowPerThousand = 20, flakyPerThousand = 5, outcomes } = this.options;
    if (outcomes?.[email] !== undefined) return undefined;
    const share = textHash(`way of ${email}`) % 1_000;
    if (share < slowPerThousand) return { status: 202, times: 1 };
    return share < slowPerThousand + flakyPerThousand ? { status: 222, times: 1 } : undefined;
  }

  private outcome(email: string, domain: string): VerifierStatus {
    const wanted = this.options.outcomes?.[email];
    if (wanted !== undefined) return wanted;
    const about = this.directory.domain(domain);
    if (about.webmail) return "webmail";
    if (about.disposable) return "disposable";
    if (domain.endsWith(".invalid")) return "invalid";
    if (about.acceptAll) return "accept_all";
    if (about.emails.some((entry) => entry.value === email)) return "valid";
    const share = textHash(email) % 10;
    if (share === 0) return "unknown";
    return share < 4 ? "invalid" : "valid";
  }

  private describe(email: string, domain: string, status: VerifierStatus) {
    const dice = new Dice(textHash(email));
    const isKnown = status === "valid" || status === "accept_all";
    const about = this.directory.domain(domain);
    const score = { valid: 100, invalid: 0, accept_all: 67, webmail: 50, disposable: 50, unknown: 40 }[
      status
    ];
    return {
      status,
      result: status === "valid" ? "deliverable" : status === "invalid" ? "undeliverable" : "risky",
      _deprecation_notice: "Using result is deprecated, use status instead",
      score: status === "valid" ? dice.between(88, 100) : score,
      email,
      regexp: true,
      gibberish: /^[a-z0-9]{8,}$/.test(email.split("@")[0] ?? "") && /\d{3}/.test(email),
      disposable: status === "disposable",
      webmail: status === "webmail",
      mx_records: status !== "invalid" || dice.chance(0.5),
      smtp_server: status !== "unknown",
      smtp_check: isKnown || status === "webmail",
      accept_all: status === "accept_all",
      block: status === "unknown",
      sources:
        about.emails.find((entry) => entry.value === email)?.sources ??
        someSources(dice, domain, isKnown ? 1 : 0, this.nowMs),
    };
  }
}
