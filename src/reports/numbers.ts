/** The number below which such a share of the numbers lies, as a sheet's PERCENTILE reckons it; null where there are none. */
export function quantile(numbers: readonly number[], share: number): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

/** The number in the middle, or half-way between the two in the middle. */
export function median(numbers: readonly number[]): number | null {
  return quantile(numbers, 0.5);
}

/** A share as a fraction of 1; null where fewer than `smallest` stand behind it, or nobody. */
export function rate(part: number, n: number, smallest: number): number | null {
  return n > 0 && n >= smallest ? part / n : null;
}
