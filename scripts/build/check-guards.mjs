import { createContext, Script } from "node:vm";
import { BuildFailure } from "./failure.mjs";
import { googleNames } from "./google-names.mjs";

/**
 * Calls each function as a cell would, where nothing of a spreadsheet is open: in a context in which every Google
 * service is a trap.
 * @param {string} code
 * @param {readonly string[]} names functions that are no formulas
 * @throws {BuildFailure} naming the first function that does anything but refuse
 */
export function checkGuards(code, names) {
  const script = new Script(code, { filename: "Code.js" });
  for (const name of names) {
    const context = createContext({});
    /** @type {string[]} */
    const touched = [];
    for (const service of googleNames())
      Object.defineProperty(context, service, {
        get() {
          touched.push(service);
          throw new Error(`${service} in a cell`);
        },
      });
    script.runInContext(context);
    /** @type {unknown} */
    let refusal = null;
    try {
      context[name]("text", true);
    } catch (error) {
      refusal = error;
    }
    const says = /** @type {Error | null} */ (refusal)?.message ?? "";
    if (touched.join() !== "SpreadsheetApp" || !says.startsWith("This is no formula."))
      throw new BuildFailure(`${name} is no formula, yet a cell that names it is not refused at once.`);
  }
}
