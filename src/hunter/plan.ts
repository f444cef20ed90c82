import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json } from "../core/ports.ts";
import { ENRICHMENT_PATHS, VERIFIER_PATH } from "./paths.ts";

/** Ordinary plans have one pool of credits for all; older ones, and those of the API, have two (docs/apis.md). */
export const POOLS = ["searches", "verifications", "credits"] as const;

export type Pool = (typeof POOLS)[number];

/** What a look-up is paid with where the plan has two pools. */
export type Credit = Exclude<Pool, "credits">;

/** A verification's price where the plan has one pool; a search costs one credit (docs/apis.md). */
const VERIFICATION_CREDITS = 0.5;

/** The least that a question costs which costs anything, of the pool that it is paid from. */
export function leastOf(credit: Credit | null, pool: Pool | null): number {
  return credit === "verifications" && pool === "credits" ? VERIFICATION_CREDITS : 1;
}

/** What the account has of the pool that a look-up is paid from; a part of a credit may be among it. */
export interface Usage {
  readonly pool: Pool;
  readonly used: number;
  /** What the plan gives for a period, used or not. */
  readonly available: number;
  /** Never below 0. */
  readonly left: number;
  /** Used beyond the plan, where Hunter says so. */
  readonly over?: number;
}

/**
 * The pool that a credit is paid from: where `credits` is there, it decides, whatever stands beside it.
 * @param account the `data` of GET account.
 */
export function poolOf<C extends Pool | null>(account: Json | undefined, credit: C): C | "credits" {
  return isJsonObject(fieldAt(account, "requests", "credits")) ? "credits" : credit;
}

/** Reads the pool that there is. @returns null when Hunter does not say. */
export function usageIn(account: Json | undefined, credit: Credit): Usage | null {
  return poolIn(account, poolOf(account, credit));
}

/**
 * One pool. `available` is what the plan has, not what remains: in the text's example 18,526 of 20,000 calls are used.
 * Its searches show more used than available, so nothing is left of them.
 */
export function poolIn(account: Json | undefined, pool: Pool): Usage | null {
  const numberAt = (name: string) => {
    const value = fieldAt(account, "requests", pool, name);
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  };
  const [used, available, remaining, over] = ["used", "available", "remaining", "over_quota"].map(
    numberAt,
  ) as [Told, Told, Told, Told];
  if (available === null && remaining === null) return null;
  const left = remaining ?? (used === null ? null : Number(available) - used);
  if (left === null) return null;
  const spent = used ?? Math.max(0, (available ?? left) - left);
  const beyond = over ? { over } : {};
  return { pool, used: spent, available: available ?? left + spent, left: Math.max(0, left), ...beyond };
}

type Told = number | null;

/** The day on which usage starts again at 0; null when Hunter does not say. */
export function resetDateIn(account: Json | undefined): string | null {
  const date = fieldAt(account, "reset_date");
  return typeof date === "string" && date !== "" ? date : null;
}

/** Whether less is left than a call costs; of a free one, than any costs that is paid. False when Hunter does not say. */
export function isUsedUp(account: Json | undefined, path: string): boolean {
  const credits: readonly Credit[] =
    path === VERIFIER_PATH
      ? ["verifications"]
      : PAID_PATHS.includes(path)
        ? ["searches"]
        : ["searches", "verifications"];
  return credits.every((credit) => {
    const usage = usageIn(account, credit);
    return usage !== null && usage.left < leastOf(credit, usage.pool);
  });
}

const PAID_PATHS = ["domain-search", "email-finder", "domain-finder", ...ENRICHMENT_PATHS];
