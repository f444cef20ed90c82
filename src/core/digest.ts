/**
 * A short digest of a text: 12 characters, 72 bits of three FNV-1a hashes. To tell texts apart in names of cache
 * entries, not to keep them secret.
 */
export function digest(text: string): string {
  return [0x811c9dc5, 0x01000193, 0x9e3779b9].map((seed) => fourDigits(fnv1a(text, seed))).join("");
}

function fnv1a(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Four digits of base 64 of the upper 24 bits. */
function fourDigits(hash: number): string {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return [26, 20, 14, 8].map((shift) => digits.charAt((hash >>> shift) & 63)).join("");
}
