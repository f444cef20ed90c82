/** The outcome of a row whose person asked Hunter not to be processed. */
export const CLAIMED = "skipped: claimed (asked Hunter not to be processed)";

/** Where Hunter says so itself. */
export const refusals = { claimed: CLAIMED } as const;
