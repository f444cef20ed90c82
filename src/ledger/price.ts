import { ADDRESSES_PER_SEARCH } from "../hunter/domain-search.ts";
import type { Lookup, LookupName, LookupRecord, Question } from "../hunter/lookup.ts";
import { leastOf, type Pool } from "../hunter/plan.ts";

/** Of one pool only these outcomes of a verification are charged. */
const CHARGED = ["valid", "invalid", "accept_all"];

type Priced = Pick<Lookup, "name" | "credit">;

/** By outcome, in units of `leastFor`. */
const units: { readonly [name in LookupName]: (record: LookupRecord, pool: Pool | null) => number } = {
  verify: ({ status, isRefused }, pool) => {
    if (isRefused || status === "unknown" || status === "claimed") return 0;
    return pool !== "credits" || CHARGED.includes(status) ? 1 : 0;
  },
  find: ({ status }) => (status === "found" ? 1 : 0),
  domain: ({ emails }) => (Array.isArray(emails) ? searchesFor(emails.length) : 0),
  count: () => 0,
  person: enriched,
  company: enriched,
  combined: enriched,
  "domain-finder": () => 0,
};

/** Up to 1: the texts differ, and 0.2 was seen. What of a combined answer another look-up asks is paid for with it. */
function enriched({ status, isPart }: LookupRecord): number {
  return status === "found" && !isPart ? 1 : 0;
}

/**
 * Credits that an answer cost, by the vendor's price list.
 * @param pool that it was paid from; null where Hunter does not say: then the higher price is reckoned with.
 */
export function costOf(lookup: Priced, record: LookupRecord, pool: Pool | null): number {
  return units[lookup.name](record, pool) * leastFor(lookup, pool);
}

/** The least that a look-up costs which costs anything. */
export function leastFor({ credit }: Pick<Priced, "credit">, pool: Pool | null): number {
  return leastOf(credit, pool);
}

/** Credits that a question costs at most. */
export function mostFor(lookup: Priced, { query: { limit } }: Question, pool: Pool | null): number {
  return typeof limit === "number" ? searchesFor(limit) : leastFor(lookup, pool);
}

/**
 * A cap in credits of the pool that there is. Somebody may have given it in another unit before the account said which
 * pool that is: never more questions are paid for than the number that was given, nor than it would have paid for.
 * @param unit that it was given in; undefined for the pool's own.
 */
export function capIn(lookup: Priced, cap: number, unit: Pool | undefined, pool: Pool | null): number {
  return unit === undefined ? cap : cap * Math.min(1, leastFor(lookup, pool) / leastFor(lookup, unit));
}

/** As much of a question as so many credits pay for. */
export function within(question: Question, credits: number): Question {
  const { limit } = question.query;
  if (typeof limit !== "number") return question;
  return {
    ...question,
    query: { ...question.query, limit: Math.min(limit, credits * ADDRESSES_PER_SEARCH) },
  };
}

/** Credits as they are shown: sums of fractions have odd ends. */
export function rounded(credits: number): number {
  return Math.round(credits * 100) / 100;
}

function searchesFor(addresses: number): number {
  return Math.ceil(addresses / ADDRESSES_PER_SEARCH);
}
