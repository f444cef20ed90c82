import type { Api, Said } from "../core/api.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import type { Json } from "../core/ports.ts";
import { DAY_MS, MINUTE_MS } from "../core/times.ts";

export const VERIFIER_PATH = "email-verifier";

export const DOMAIN_IS_FULL = "Hunter verifies no more addresses of this domain today. Try again tomorrow.";

/**
 * Hunter's API v2. Two statuses mean the opposite of the usual (the text's list of response codes, api/README):
 * 403 is a rate limit, to be waited out, and 429 the end of what the plan allows, to stop at.
 */
export const hunterApi: Api = {
  name: "Hunter",
  id: "hunter",
  base: "https://api.hunter.io/v2",
  keyWords: "API key",
  trialKey: "test-api-key",
  authHeader: (key) => ({ "x-api-key": key }),
  keyless: ["email-count"],
  doings: {
    account: "reading the account",
    "domain-search": "searching a domain",
    "email-count": "counting addresses",
    "email-finder": "finding an address",
    [VERIFIER_PATH]: "verifying an address",
  },
  answers: [
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
    {
      status: 403,
      kind: "rate",
      retry: "slow-down",
      restMs: MINUTE_MS,
      sentence: "Hunter asked us to slow down while {doing}. Try again in a minute.",
    },
    {
      status: 429,
      errorId: "too_many_requests",
      pathPrefix: VERIFIER_PATH,
      kind: "domain-limit",
      restMs: DAY_MS,
      sentence: DOMAIN_IS_FULL,
    },
    {
      status: 429,
      kind: "usage",
      sentence:
        "Hunter says that your plan's usage limit is reached. What is done is kept. Go on when the limit is reset (HUNTER_ACCOUNT shows when), or get a larger plan.",
    },
    {
      status: 451,
      kind: "claimed",
      sentence: "The person asked Hunter not to process this address. Do not use it.",
    },
  ],
  rates: [
    { pathPrefix: VERIFIER_PATH, perSecond: 10, perMinute: 300 },
    { pathPrefix: "domain-search", perSecond: 15, perMinute: 500 },
    { pathPrefix: "email-finder", perSecond: 15, perMinute: 500 },
    { pathPrefix: "email-count", perSecond: 15, perMinute: 900 },
    // The text names no rate for account, leads and campaigns: that of the search, as the account as a whole has it.
    { pathPrefix: "", perSecond: 15, perMinute: 500 },
  ],
  said: hunterSaid,
};

/** {errors: [{id, code, details}]}; the text's structure also shows `errors` as a single object. */
function hunterSaid(body: Json): Said | null {
  const errors = fieldAt(body, "errors");
  const first = objectsOf(errors)[0] ?? errors;
  const details = fieldAt(first, "details");
  const id = fieldAt(first, "id");
  const code = typeof id === "string" && id !== "" ? { code: id } : {};
  if (typeof details === "string" && details !== "") return { text: details, ...code };
  return typeof id === "string" && id !== "" ? { text: id, ...code } : null;
}
