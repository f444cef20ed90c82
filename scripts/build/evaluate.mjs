import { performance } from "node:perf_hooks";
import { createContext, Script } from "node:vm";
import { sourceOfLine } from "./bundle-lines.mjs";
import { BuildFailure } from "./failure.mjs";
import { googleNames } from "./google-names.mjs";

/**
 * Evaluates the bundle as Apps Script does at the start of every execution, in a context that has the language and
 * nothing else, and in which every Google service is a trap.
 * @param {string} code
 * @param {readonly string[]} names functions that must then exist
 * @throws {BuildFailure} when a service is touched, the code throws, or a function is missing
 */
export function checkTopLevel(code, names) {
  const context = createContext({});
  /** @type {{ name: string; line: number }[]} */
  const touched = [];
  for (const name of googleNames())
    Object.defineProperty(context, name, {
      get() {
        const error = new Error(`${name} at top level`);
        touched.push({ name, line: lineIn(error) });
        throw error;
      },
    });
  let thrown;
  try {
    new Script(code, { filename: "Code.js" }).runInContext(context);
  } catch (error) {
    thrown = /** @type {Error} */ (error);
  }
  // First what was touched: the code may have caught the trap's error.
  const [first] = touched;
  if (first)
    throw new BuildFailure(
      `${sourceOfLine(code, first.line)} touches ${first.name} at top level (Code.js:${first.line}): where a user has granted nothing yet, onOpen would fail with it and the menu stay empty.`,
    );
  if (thrown)
    throw new BuildFailure(
      `${sourceOfLine(code, lineIn(thrown))} throws at top level (Code.js:${lineIn(thrown)}): ${thrown.message}.`,
    );
  for (const name of names)
    if (typeof context[name] !== "function") throw new BuildFailure(`Code.js defines no function ${name}.`);
}

/** @param {Error} error */
const lineIn = (error) => Number(/Code\.js:(\d+)/.exec(error.stack ?? "")?.[1] ?? 1);

/**
 * Milliseconds to parse and evaluate the code in a fresh context, the best of several: what every formula waits for.
 * @param {string} code
 * @param {number} [rounds]
 */
export function evaluationMs(code, rounds = 7) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const context = createContext({});
    // A text that V8 has not seen: it keeps parsed scripts by their text.
    const unseen = `${code}\n//${round} ${performance.now()}`;
    const start = performance.now();
    new Script(unseen, { filename: "Code.js" }).runInContext(context);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
