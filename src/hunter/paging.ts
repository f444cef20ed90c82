/**
 * For lists and campaigns: 'Limit can range between 1 and 100.' The text names no greatest offset there, as it does
 * for leads.
 */
export const HUNDREDS = { style: "offset", limit: 100, maxOffset: Number.POSITIVE_INFINITY } as const;
