import type { ApiMessage, StatusRule } from "../core/api.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import type { Json } from "../core/ports.ts";
import { DAY_MS, MINUTE_MS } from "../core/times.ts";
import { NEWER_LISTS, VERIFIER_PATH } from "./paths.ts";
import { isUsedUp, resetDateIn } from "./plan.ts";

export const DOMAIN_IS_FULL = "Hunter verifies no more addresses of this domain today. Try again tomorrow.";

const SLOW_DOWN = {
  kind: "rate",
  retry: "slow-down",
  restMs: MINUTE_MS,
  sentence: "Hunter asked us to slow down while {doing}. Try again in a minute.",
} as const;

const IN_FLIGHT = {
  ...SLOW_DOWN,
  sentence: "Hunter is still at the same request while {doing}. Try again in a minute.",
} as const;

/** Says when it is reset, as the account tells. */
const USED_UP = {
  kind: "usage",
  sentence: usedUpText(null),
  byAccount: (account: Json | undefined) => ({ sentence: usedUpText(resetDateIn(account)) }),
} as const;

const DOMAIN_FULL = { kind: "domain-limit", retry: "no", restMs: DAY_MS, sentence: DOMAIN_IS_FULL } as const;

const FORBIDDEN = {
  kind: "forbidden",
  sentence:
    "Your Hunter account may not do this ({doing}). Ask whoever it belongs to, or look what your plan includes.",
} as const;

const NOT_OFFERED = {
  kind: "not-found",
  isWhole: true,
  sentence: "Hunter offers this in newer accounts only, and not in yours ({doing}).",
} as const;

const RATE_WORDS = /\b(seconds?|minutes?|rates?)\b/i;
const PLAN_WORDS = /\bplans?\b|\bbilling period\b/i;
const PERMISSION_IDS = /forbidden|access|permission|not_allowed|unauthori[sz]ed|restricted/i;
const PERMISSION_WORDS =
  /permission|forbidden|allowed|authori[sz]ed|\baccess\b|\bowner|administrator|\badmins?\b|upgrade|\bplans?\b/i;

/**
 * What Hunter's statuses mean, and the sentence for each: one table for both of its texts (docs/apis.md). Of old, 403 is a
 * rate limit and 429 the end of what the plan allows; today 403 is often a permission and 429 a rate, and 402 says that
 * the plan is used up. The id alone proves nothing: `too_many_requests` was met for all of them.
 */
export const hunterErrors: readonly StatusRule[] = [
  {
    status: 202,
    pathPrefix: VERIFIER_PATH,
    kind: "pending",
    // Each request already waits up to 20 s at Hunter; whoever asks does so again later, which costs nothing.
    retry: "no",
    restMs: MINUTE_MS,
    sentence: "Hunter is still verifying this address. Ask again in a minute; it is counted once.",
  },
  {
    status: 222,
    pathPrefix: VERIFIER_PATH,
    kind: "try-later",
    retry: "no",
    restMs: 10 * MINUTE_MS,
    sentence: "The address's mail server gave Hunter an unexpected answer. Try again later.",
  },
  // Hunter's client: quota used up, not to be tried again. Not in the text.
  { status: 402, ...USED_UP },
  // Hunter's client: `forbidden` is not the owner; the text: `no_discover_access` is a plan without it.
  { status: 403, errorId: PERMISSION_IDS, ...FORBIDDEN },
  { status: 403, says: RATE_WORDS, ...SLOW_DOWN },
  { status: 403, says: PERMISSION_WORDS, ...FORBIDDEN },
  // The text: 403 is the rate limit. Where it says nothing it may be either.
  {
    status: 403,
    ...SLOW_DOWN,
    sentence:
      "Hunter asked us to slow down while {doing}. Try again in a minute; if it stays so, your account may not do this.",
  },
  // Accounts of old have none of these; below them stand records, and look-ups, that may not be there.
  ...NEWER_LISTS.map((pathPrefix) => ({ status: 404, pathPrefix, ...NOT_OFFERED })),
  // The text: a request with the same Idempotency-Key is still running. Nothing was done for this one.
  { status: 409, errorId: /^idempotency_key_in_flight$/, ...IN_FLIGHT },
  { status: 409, isBrief: true, ...IN_FLIGHT },
  // "error code: 1015" is a proxy's, and a rate limit.
  {
    status: 429,
    isForeign: true,
    ...SLOW_DOWN,
    sentence: "A server on the way to Hunter asked us to slow down while {doing}. Try again in a minute.",
  },
  // Hunter's client: a rate limit, with Retry-After where one is sent.
  { status: 429, isBrief: true, ...SLOW_DOWN },
  // The text of old: so many verifications of a domain in 24 hours.
  { status: 429, pathPrefix: VERIFIER_PATH, says: /\bdomain\b/i, ...DOMAIN_FULL },
  { status: 429, says: RATE_WORDS, ...SLOW_DOWN },
  // Hunter's client: no usable subscription.
  {
    status: 429,
    errorId: /restricted_account/,
    kind: "usage",
    sentence:
      "Hunter says that this account has no subscription that can be used. What is done is kept. Look at your plan in Hunter, then go on.",
  },
  // An answer of 2021: the limit of "requests per billing period included in your plan".
  { status: 429, says: PLAN_WORDS, ...USED_UP },
  // A usage limit by the text, a rate by Hunter's client, the domain's daily limit on the verifier.
  {
    status: 429,
    ...SLOW_DOWN,
    byAccount: (account, path) => {
      if (isUsedUp(account, path)) return { ...USED_UP, ...USED_UP.byAccount(account), retry: "no" };
      return account !== undefined && path === VERIFIER_PATH ? DOMAIN_FULL : {};
    },
  },
  {
    status: 451,
    kind: "claimed",
    sentence: "The person asked Hunter not to process this address. Do not use it.",
  },
];

/** {errors: [{id, code, details}]}; the text's structure also shows `errors` as a single object. */
export function hunterMessage(body: Json): ApiMessage | null {
  const errors = fieldAt(body, "errors");
  const first = objectsOf(errors)[0] ?? errors;
  const details = fieldAt(first, "details");
  const id = fieldAt(first, "id");
  const code = typeof id === "string" && id !== "" ? { code: id } : {};
  if (typeof details === "string" && details !== "") return { text: details, ...code };
  return typeof id === "string" && id !== "" ? { text: id, ...code } : null;
}

function usedUpText(resetDate: string | null): string {
  const reset = resetDate === null ? "reset (HUNTER_ACCOUNT shows when)" : `reset on ${resetDate}`;
  return `Hunter says that your plan's usage limit is reached. What is done is kept. Resume when the limit is ${reset}, or get a larger plan.`;
}
