import type { ApiName, ErrorKind } from "./errors.ts";
import type { Json } from "./ports.ts";
import { MINUTE_MS } from "./times.ts";

/**
 * `no`: the answer will not change by asking again. `again`: it may, after a pause.
 * `slow-down`: the request was turned away unread because there were too many; safe to repeat whatever it was.
 */
export type Retry = "no" | "again" | "slow-down";

/** What an answer's status means. The first rule that fits counts. */
export interface StatusRule {
  readonly status: number | readonly [from: number, to: number];
  /** Only with such an error id in the body. */
  readonly errorId?: RegExp;
  /** Only where the API's own message has such words. */
  readonly says?: RegExp;
  /** Only with a Retry-After that is worth waiting for. */
  readonly isBrief?: true;
  /** Only where the body is no JSON: a server between the API and us has answered. */
  readonly isForeign?: boolean;
  /** Only below this path. */
  readonly pathPrefix?: string;
  readonly kind: ErrorKind;
  /** Not at all unless said. */
  readonly retry?: Retry;
  /** Fewer attempts than usual. */
  readonly maxAttempts?: number;
  /** How long it makes sense to leave it alone once attempts are used up, in milliseconds. */
  readonly restMs?: number;
  /**
   * For the person. `{doing}` becomes "reading jobs", "writing to leads" or the like; the API's own message follows.
   */
  readonly sentence: string;
  /** The API's own message would add nothing. */
  readonly isWhole?: true;
  /**
   * Where the answer alone does not tell: what the account makes of it.
   * @param account `data` of the account's answer; undefined when there was none.
   */
  readonly byAccount?: (account: Json | undefined, path: string) => Partial<StatusRule>;
}

/** What of an answer tells the rule that it falls under. */
export interface Signs {
  readonly status: number;
  readonly message: ApiMessage | null;
  readonly retryAfterMs: number | null;
  readonly isForeign: boolean;
}

/** How often a path may be asked. The rule with the longest fitting prefix counts. */
export interface Rate {
  /** "" is every path. */
  readonly pathPrefix: string;
  readonly perSecond: number;
  readonly perMinute: number;
  /** In which milliseconds so many may leave, where `perSecond` is a guess of ours: a known limit is given more room. */
  readonly secondMs?: number;
}

/** An error body in the API's own words. */
export interface ApiMessage {
  /** With the parameter at fault in brackets, where the API names it. */
  readonly text: string;
  readonly code?: string;
}

/** One of the two APIs, as data. */
export interface Api {
  readonly name: ApiName;
  readonly id: "huntr" | "hunter";
  /** Ends without a slash. */
  readonly base: string;
  /** What the person knows the key as. */
  readonly keyWords: "access token" | "API key";
  /** Gets made-up answers, which nobody paid for. */
  readonly trialKey?: string;
  readonly authHeader: (key: string) => Record<string, string>;
  /** Paths that answer without a key. */
  readonly keyless: readonly string[];
  /** What is being done with a path, where "reading <path>" would be odd. By the path's first part. */
  readonly activityNames: Readonly<Record<string, string>>;
  readonly answers: readonly StatusRule[];
  readonly rates: readonly Rate[];
  /** Where the account is read for nothing that `byAccount` asks for. */
  readonly accountPath?: string;
  /** Null when the body is no error of this API. */
  readonly messageIn: (body: Json) => ApiMessage | null;
}

/** What both APIs have in common; an API's own rules come first. */
function commonAnswers({ name, keyWords }: Api): readonly StatusRule[] {
  return [
    {
      status: 401,
      kind: "refused",
      sentence: `${name} refused the ${keyWords} while {doing}. Set it under Huntsheet ▸ Set up.`,
    },
    {
      status: 404,
      kind: "not-found",
      sentence: `${name} found nothing of that id while {doing}. Check the id; it may have been deleted.`,
    },
    { status: 422, kind: "conflict", sentence: `${name} did not accept this while {doing}.` },
    {
      status: [300, 399],
      kind: "malformed",
      sentence: `${name} sent us elsewhere while {doing}, which it should not. Try again later.`,
    },
    {
      status: 408,
      kind: "unreachable",
      retry: "again",
      restMs: MINUTE_MS,
      sentence: `${name} took too long while {doing}. Try again in a few minutes.`,
    },
    {
      status: [400, 499],
      kind: "bad-request",
      sentence: `${name} would not do this while {doing}. Check the filters and values.`,
    },
    {
      status: [500, 599],
      kind: "unreachable",
      retry: "again",
      restMs: MINUTE_MS,
      sentence: `${name} is out of order while {doing}. Try again in a few minutes.`,
    },
  ];
}

/** Longer than that no rate is used up: the windows of both are a second and a minute. */
const BRIEF_MS = 2 * MINUTE_MS;

/** The rule that an answer falls under, or null when it is a plain success. */
export function ruleFor(api: Api, path: string, signs: Signs): StatusRule | null {
  return api.answers.concat(commonAnswers(api)).find((rule) => fits(rule, path, signs)) ?? null;
}

function fits(rule: StatusRule, path: string, { status, message, retryAfterMs, isForeign }: Signs): boolean {
  const [from, to] = typeof rule.status === "number" ? [rule.status, rule.status] : rule.status;
  if (status < from || status > to) return false;
  if (rule.errorId && !rule.errorId.test(message?.code ?? "")) return false;
  if (rule.says && !rule.says.test(message?.text ?? "")) return false;
  if (rule.isBrief && (retryAfterMs === null || retryAfterMs > BRIEF_MS)) return false;
  if (rule.isForeign && !isForeign) return false;
  return rule.pathPrefix === undefined || isBelow(path, rule.pathPrefix);
}

/** The allowance that a path falls under. */
export function rateFor(rates: readonly Rate[], path: string): Rate {
  let best: Rate | null = null;
  for (const rate of rates) {
    if (!isBelow(path, rate.pathPrefix)) continue;
    if (best === null || rate.pathPrefix.length > best.pathPrefix.length) best = rate;
  }
  if (best === null) throw new Error(`No rate covers the path '${path}'.`);
  return best;
}

function isBelow(path: string, prefix: string): boolean {
  return prefix === "" || path === prefix || path.startsWith(`${prefix}/`);
}
