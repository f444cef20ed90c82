import type { ApiMessage, StatusRule } from "../core/api.ts";
import { fieldAt } from "../core/json.ts";
import type { Json } from "../core/ports.ts";
import { MINUTE_MS } from "../core/times.ts";

const EVENTS_GONE = {
  pathPrefix: "events",
  kind: "gone",
  sentence: "Huntr has no events any more. Use actions instead.",
} as const;

/**
 * What Huntr's statuses mean, and the sentence for each: the text's section 'Errors', as docs/apis.md settles them. 429 is
 * a rate limit, to be waited out.
 */
export const huntrErrors: readonly StatusRule[] = [
  {
    status: 403,
    kind: "forbidden",
    sentence:
      "Huntr lets only administrators do this ({doing}). Use an access token that an administrator of your organization made.",
  },
  { status: 404, ...EVENTS_GONE },
  // Of the listings themselves; below some of them stand records.
  ...["advisors", "member-groups", "candidates", "job-posts", "tags", "goals", "notes/members"].map(
    (pathPrefix) => ({
      status: 404,
      pathPrefix,
      kind: "not-found" as const,
      sentence: "Huntr has no such thing for your organization ({doing}).",
    }),
  ),
  { status: 410, ...EVENTS_GONE },
  {
    status: 410,
    kind: "gone",
    sentence: "Huntr has removed what was asked for while {doing}.",
  },
  {
    status: 429,
    kind: "rate",
    retry: "slow-down",
    restMs: MINUTE_MS,
    sentence: "Huntr asked us to slow down while {doing}. Try again in a minute.",
  },
];

/** {message, error: {message, param, …}, errors: […]}; the first error is the one in `error`. */
export function huntrMessage(body: Json): ApiMessage | null {
  const message = fieldAt(body, "error", "message") ?? fieldAt(body, "message");
  if (typeof message !== "string" || message === "") return null;
  const param = fieldAt(body, "error", "param");
  if (typeof param !== "string" || param === "") return { text: message };
  return { text: `${message} (${param})`, code: param };
}
