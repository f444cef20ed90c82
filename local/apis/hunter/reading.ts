/** Where Hunter's older and newer texts differ, which of them the server goes by. */
export interface Reading {
  /** Searches and verifications apart, or one pool of credits for both, which is paid from in fractions. */
  readonly credits: "two pools" | "one pool";
  /** Whether 403 is the rate and 429 the plan's end, or 429 the rate and 402 the plan's end. */
  readonly statuses: "403 and 429" | "429 and 402";
  /** What `count` and `total` of GET leads are of: the page and what matches, or what matches and the whole team. */
  readonly leadsMeta: "page and matches" | "matches and team";
  /** The largest offset of GET leads: small plans allow less. */
  readonly leadsReach: number;
  /** The key of a list below `data`: as of old (leads_lists, campaigns), or as it is called today. */
  readonly names: "of old" | "of today";
  /** Whether writes answer 200 and 204, or 201 and 202, with or without a body. */
  readonly writes: "200 and 204" | "201 and 202";
  /** Whether there are the calls that only the newer texts have: of old they are 404. */
  readonly calls: "of old" | "of today";
}

export const OF_OLD: Reading = {
  credits: "two pools",
  statuses: "403 and 429",
  leadsMeta: "page and matches",
  leadsReach: 100_000,
  names: "of old",
  writes: "200 and 204",
  calls: "of old",
};

export const AS_OF_TODAY: Reading = {
  credits: "one pool",
  statuses: "429 and 402",
  leadsMeta: "matches and team",
  leadsReach: 10_000,
  names: "of today",
  writes: "201 and 202",
  calls: "of today",
};
