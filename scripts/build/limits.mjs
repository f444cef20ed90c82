import { BuildFailure } from "./failure.mjs";

/**
 * A formula's cold start reads all of it: parsing costs some 3 ms for each 100 KB, and 25 ms are allowed on a quiet
 * machine. What a cold start costs the build and the bench print. The design allows 500 KB, which was measured before
 * the tables and look-ups of both services' newer calls came in.
 */
export const SERVER_BYTES = 594_000;
/** Sidebars open while somebody waits. */
export const PAGE_BYTES = 100_000;

/**
 * @param {string} name
 * @param {string} text
 * @param {number} limit bytes
 * @returns {number} its bytes
 */
export function checkSize(name, text, limit) {
  const bytes = Buffer.byteLength(text);
  if (bytes > limit)
    throw new BuildFailure(
      `${name} is ${bytes.toLocaleString("en")} bytes; ${limit.toLocaleString("en")} are allowed.`,
    );
  return bytes;
}
