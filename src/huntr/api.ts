import type { Api, Said } from "../core/api.ts";
import { fieldAt } from "../core/json.ts";
import type { Json } from "../core/ports.ts";
import { MINUTE_MS } from "../core/times.ts";

const EVENTS_GONE = {
  pathPrefix: "events",
  kind: "gone",
  sentence: "Huntr has no events any more. Use actions instead.",
} as const;

/** Huntr's Organization API. Status meanings: the text's section 'Errors', as api/README settles them. */
export const huntrApi: Api = {
  name: "Huntr",
  id: "huntr",
  base: "https://api.huntr.co/org",
  keyWords: "access token",
  authHeader: (key) => ({ authorization: `Bearer ${key}` }),
  keyless: [],
  doings: {},
  answers: [
    {
      status: 403,
      kind: "forbidden",
      sentence:
        "Huntr lets only administrators do this ({doing}). Use an access token that an administrator of your organization made.",
    },
    { status: 404, ...EVENTS_GONE },
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
  ],
  // The text names no rate, only that 429 means 'Slow down!': a limit of our own. Who reads side by side begins with
  // fewer and halves on the first 429.
  rates: [{ pathPrefix: "", perSecond: 40, perMinute: 1_200 }],
  said: huntrSaid,
};

/** {message, error: {message, param, …}, errors: […]}; the first error is the one in `error`. */
function huntrSaid(body: Json): Said | null {
  const message = fieldAt(body, "error", "message") ?? fieldAt(body, "message");
  if (typeof message !== "string" || message === "") return null;
  const param = fieldAt(body, "error", "param");
  if (typeof param !== "string" || param === "") return { text: message };
  return { text: `${message} (${param})`, code: param };
}
