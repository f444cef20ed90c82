/** Hunter has taken it, and does it by and by (docs/apis.md). */
export const LATER = 202;

/** For an outcome: what is done later is not seen at once. */
export function laterIf(status: number): string {
  return status === LATER ? ", which Hunter does later" : "";
}
