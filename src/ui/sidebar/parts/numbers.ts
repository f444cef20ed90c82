import { HOUR_MS, MINUTE_MS } from "../../../core/times.ts";
import type { Pool } from "../../calls.ts";

/** Numbers and times in words. The texts are English, so the numbers are too. */

const SECOND_MS = 1_000;

/** 1500 → "1,500" */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}

const ONE: { readonly [pool in Pool]: string } = {
  searches: "1 search",
  verifications: "1 verification",
  credits: "1 credit",
};

/** "1 search", "42 verifications", "0.5 credits" */
export function countedCredits(count: number, pool: Pool): string {
  return count === 1 ? ONE[pool] : `${countText(count)} ${pool}`;
}

/** How long until something happens: "12 s", "5 min", "3 h"; "a moment" when it is due. */
export function waitText(ms: number): string {
  if (ms <= 0) return "a moment";
  if (ms < 2 * MINUTE_MS) return `${Math.ceil(ms / SECOND_MS)} s`;
  if (ms < 2 * HOUR_MS) return `${Math.ceil(ms / MINUTE_MS)} min`;
  return `${Math.ceil(ms / HOUR_MS)} h`;
}

/** An estimate, and worded like one. */
export function timeLeftText(ms: number): string {
  if (ms < 0.9 * MINUTE_MS) return "less than a minute left";
  if (ms < 90 * MINUTE_MS) return `about ${Math.round(ms / MINUTE_MS)} min left`;
  return `about ${Math.round(ms / HOUR_MS)} h left`;
}

/** "Nov 22, 2:05 PM", in the time zone of the browser. */
export function instantText(ms: number): string {
  return new Date(ms).toLocaleString("en-US", {
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  });
}

/** "2026-12-01" → "December 1, 2026"; anything else stays as it is. */
export function dateText(date: string): string {
  const ms = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(ms)) return date;
  return new Date(ms).toLocaleDateString("en-US", {
    year: "numeric",
    month: "long",
    day: "numeric",
    timeZone: "UTC",
  });
}
