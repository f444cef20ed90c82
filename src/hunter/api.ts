import type { Api } from "../core/api.ts";
import { hunterErrors, hunterMessage } from "./errors.ts";
import { ACCOUNT_PATH, ENRICHMENT_PATHS, VERIFIER_PATH } from "./paths.ts";
import { TRIAL_KEY } from "./trial-key.ts";

/** Hunter's API v2. */
export const hunterApi: Api = {
  name: "Hunter",
  id: "hunter",
  base: "https://api.hunter.io/v2",
  keyWords: "API key",
  trialKey: TRIAL_KEY,
  authHeader: (key) => ({ "x-api-key": key }),
  keyless: ["email-count"],
  activityNames: {
    [ACCOUNT_PATH]: "reading the account",
    "domain-search": "searching a domain",
    "email-count": "counting addresses",
    "email-finder": "finding an address",
    people: "looking a person up",
    combined: "looking a person up",
    discover: "discovering companies",
    "domain-finder": "finding a domain",
    [VERIFIER_PATH]: "verifying an address",
  },
  answers: hunterErrors,
  accountPath: ACCOUNT_PATH,
  rates: [
    { pathPrefix: VERIFIER_PATH, perSecond: 10, perMinute: 300 },
    { pathPrefix: "domain-search", perSecond: 15, perMinute: 500 },
    { pathPrefix: "email-finder", perSecond: 15, perMinute: 500 },
    ...ENRICHMENT_PATHS.map((pathPrefix) => ({ pathPrefix, perSecond: 15, perMinute: 500 })),
    { pathPrefix: "discover", perSecond: 5, perMinute: 50 },
    { pathPrefix: "email-count", perSecond: 15, perMinute: 900 },
    // The text names no rate for account, leads and campaigns: that of the search, as the account as a whole has it.
    { pathPrefix: "", perSecond: 15, perMinute: 500 },
  ],
  messageIn: hunterMessage,
};
