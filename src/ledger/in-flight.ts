import { digest } from "../core/digest.ts";
import { LONGEST_SECONDS } from "../core/ports.ts";
import type { Lookup, Result } from "../hunter/lookup.ts";

/** How an address stands that Hunter is still at work on. */
export type Unsettled = "pending" | "unknown";

/** How a question stands between executions, as the cache has it. */
export type InFlight =
  /** Somebody is asking. */
  | { readonly is: "asking" }
  /** Hunter has no outcome yet, and had none a moment ago. */
  | { readonly is: "unsettled"; readonly status: Unsettled }
  /** So many answers were lost. */
  | { readonly is: "lost"; readonly times: number }
  | { readonly is: "answered"; readonly atMs: number; readonly results: readonly Result[] };

/** A batch is waited for at most 50 s, and its last fetch may hang for 55 s more: so long nobody else asks. */
const CLAIM_SECONDS = 120;
/** Before it is of use to ask again. */
const UNSETTLED_SECONDS = 25;
const LOST_SECONDS = 1_800;

const ASKING = "?";
const LOST = "!";
const UNSETTLED: readonly string[] = ["pending", "unknown"] satisfies Unsettled[];

/** What the cache knows a question by. */
export function inFlightName({ name }: Pick<Lookup, "name">, key: string, prefix = ""): string {
  return `${prefix}ask.${digest(`${name} ${key}`)}`;
}

export function inFlightIn(text: string | undefined): InFlight | null {
  if (text === undefined) return null;
  if (text === ASKING) return { is: "asking" };
  if (text.charAt(0) === LOST) return { is: "lost", times: Number(text.slice(LOST.length)) };
  if (UNSETTLED.includes(text)) return { is: "unsettled", status: text as Unsettled };
  const [atMs, results] = JSON.parse(text) as [number, Result[]];
  return { is: "answered", atMs, results };
}

/** As it goes into the cache, and for how many seconds. */
export function inFlightText(state: InFlight): readonly [text: string, seconds: number] {
  switch (state.is) {
    case "asking":
      return [ASKING, CLAIM_SECONDS];
    case "unsettled":
      return [state.status, UNSETTLED_SECONDS];
    case "lost":
      return [`${LOST}${state.times}`, LOST_SECONDS];
    case "answered":
      return [JSON.stringify([state.atMs, state.results]), LONGEST_SECONDS];
  }
}
