/**
 * The source file that a line of the bundle came from: esbuild heads every module with a comment that names it, below src.
 * @param {string} code
 * @param {number} line 1-based
 * @returns {string} a path below the project, or "Code.js" for lines of no module
 */
export function sourceOfLine(code, line) {
  const above = code.split("\n").slice(0, line).reverse();
  for (const text of above) {
    const name = /^\/\/ (\S+\.[cm]?[jt]sx?)$/.exec(text)?.[1];
    if (name) return `src/${name}`;
  }
  return "Code.js";
}
