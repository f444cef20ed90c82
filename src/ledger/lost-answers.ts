import { digest } from "../core/digest.ts";

/**
 * How often questions were asked whose answer was lost on the way: Hunter may have counted each time. By digest of a
 * question's key; one that was answered after all is no longer among them.
 */
export type LostAttempts = { readonly [digest: string]: number };

/** After so many lost answers a question is given up: more would be paid for and bring nothing. */
export const MOST_ATTEMPTS = 3;

/** Enough to tell the questions of a run apart, and short: a run keeps them. */
const DIGEST_LENGTH = 8;

export function attemptDigest(key: string): string {
  return digest(key).slice(0, DIGEST_LENGTH);
}

/** With one more lost, or none any more. */
export function noteAttempt(lost: LostAttempts, key: string, isLost: boolean): LostAttempts {
  const name = attemptDigest(key);
  if (isLost) return { ...lost, [name]: (lost[name] ?? 0) + 1 };
  if (!(name in lost)) return lost;
  const { [name]: _, ...others } = lost;
  return others;
}
