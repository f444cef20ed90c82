/** The build cannot go on. The message is one sentence for the person who ran it. */
export class BuildFailure extends Error {
  /** @override */
  name = "BuildFailure";
}

/**
 * The first error of esbuild as a sentence with its place; anything else as it is.
 * @param {unknown} error
 * @returns {unknown}
 */
export function asBuildFailure(error) {
  const first = /** @type {Partial<import("esbuild").BuildFailure>} */ (error)?.errors?.[0];
  if (!first) return error;
  const place = first.location ? `${first.location.file}:${first.location.line}: ` : "";
  return new BuildFailure(`${place}${first.text}`);
}
