import { ApiError, InputError } from "../../core/errors.ts";
import type { OpenPush, Push, Values } from "../../core/push.ts";

/** These tell something of the row, not of the run: the others go on. */
const OF_ONE_ROW: readonly ApiError["kind"][] = ["bad-request", "not-found", "gone", "conflict", "claimed"];
/** After these the effect may be there all the same. */
const IN_DOUBT: readonly ApiError["kind"][] = ["unreachable", "malformed"];

/** Rows that are being sent, with their keys. */
type Keyed = readonly (readonly [string, Values])[];

/**
 * Sends call by call. A call that is refused for what is in it is split until the culprit stands alone.
 * @returns outcomes by key, "" for a row that was not sent; no entry for one in doubt. `failure` stops the run.
 */
export function sendAll(
  rows: Keyed,
  { perCall, refusals = {} }: Push,
  open: OpenPush,
  mayGoOn: () => boolean,
): { outcomes: Map<string, string>; failure: unknown } {
  const outcomes = new Map<string, string>();
  const calls: Keyed[] = [];
  for (let i = 0; i < rows.length; i += perCall) calls.push(rows.slice(i, i + perCall));
  let failure: unknown = null;
  for (let call = calls.shift(); call; call = calls.shift()) {
    const sent = call;
    const setAll = (text: string) => {
      for (const [key] of sent) outcomes.set(key, text);
    };
    if (failure || !mayGoOn()) {
      setAll("");
      continue;
    }
    try {
      const texts = open.send(call.map(([, values]) => values));
      call.forEach(([key], i) => {
        outcomes.set(key, texts[i] ?? "");
      });
    } catch (error) {
      let kind: ApiError["kind"] = "unreachable";
      if (error instanceof ApiError) kind = error.kind;
      else if (error instanceof InputError) kind = "bad-request";
      if (OF_ONE_ROW.indexOf(kind) < 0) {
        failure = error;
        if (IN_DOUBT.indexOf(kind) < 0) setAll("");
      } else if (call.length === 1) setAll(refusals[kind] ?? `failed: ${(error as Error).message}`);
      else {
        const half = call.length >> 1;
        calls.unshift(call.slice(0, half), call.slice(half));
      }
    }
  }
  return { outcomes, failure };
}
