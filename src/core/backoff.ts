import type { Retry } from "./api.ts";

/** Attempts in all, the first included. Ours: with back-off that is up to half a minute. */
const MAX_ATTEMPTS = 5;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 32_000;
/** Workers that were told the same Retry-After should not come back in the same instant. */
const SPREAD_MS = 250;

/**
 * Whether to ask again.
 * Reading is safe to repeat where it costs nothing. Anything else is repeated only when the API turned it away unread: after a fault or a
 * server error the effect may be there, and only a look can tell (docs/apis.md, 'Asking again').
 */
export function shouldRetry(
  isRepeatable: boolean,
  retry: Retry,
  attempt: number,
  maxAttempts: number = MAX_ATTEMPTS,
): boolean {
  if (retry === "no" || attempt >= maxAttempts) return false;
  return isRepeatable || retry === "slow-down";
}

/**
 * How long to wait before the next attempt, in milliseconds: what the server asked for, else full jitter on a back-off
 * that doubles from 1 s to 32 s.
 * @param attempt the number of attempts made so far, from 1.
 * @param retryAfterMs what the server asked for, or null.
 * @param random in [0, 1).
 */
export function waitMs(attempt: number, retryAfterMs: number | null, random: number): number {
  if (retryAfterMs !== null) return Math.ceil(retryAfterMs + random * SPREAD_MS);
  return Math.ceil(random * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)));
}

/** A Retry-After header (seconds, or an HTTP date) as milliseconds from now; null when there is none to understand. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Date.parse reads nearly anything: ask for the weekday that every HTTP date begins with.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
