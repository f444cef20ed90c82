import { BuildFailure } from "./failure.mjs";

/** An export in capitals is meant for cells: nothing else is named so. */
const FORMULA_NAME = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

/**
 * The parts of a JSDoc comment that Sheets shows beside a formula while it is typed.
 * @param {string} doc
 */
export function partsOf(doc) {
  const text = doc
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n");
  const [help = "", ...tags] = text.split(/^\s*@(?=\w)/m);
  /** @type {Map<string, string>} */
  const params = new Map();
  for (const tag of tags) {
    const param = /^param\s+(?:\{[^}]*\}\s*)?(\w+)\s*([\s\S]*)$/.exec(tag);
    if (param?.[1]) params.set(param[1], (param[2] ?? "").replace(/^-/, "").trim());
  }
  return { help: help.trim(), params, isTagged: tags.some((tag) => /^customfunction\b/.test(tag)) };
}

/** @param {import("./entry-points.mjs").EntryPoint} point */
export const isFormula = ({ name, doc }) => FORMULA_NAME.test(name) || partsOf(doc).isTagged;

/**
 * As much of a function's comment as somebody sees: a formula's, but for what it returns (facts, 2.1). The rest would
 * be read at every cold start for nothing.
 * @param {import("./entry-points.mjs").EntryPoint} point
 * @returns {string} with its line end, or ""
 */
export const shownDoc = (point) =>
  isFormula(point) ? `${point.doc.replace(/^ \* @returns?\b.*\n(?: \* [^@\n].*\n)*/gm, "")}\n` : "";

/**
 * @param {readonly import("./entry-points.mjs").EntryPoint[]} points
 * @throws {BuildFailure} naming the first formula that Sheets would offer without its help, and what it lacks
 */
export function checkFormulas(points) {
  for (const point of points.filter(isFormula)) {
    const { help, params, isTagged } = partsOf(point.doc);
    const lacks = !isTagged
      ? "@customfunction, so that Sheets would not offer it"
      : help === ""
        ? "help text above its tags"
        : lackingParam(point.params, params);
    if (lacks) throw new BuildFailure(`The formula ${point.name} has no ${lacks}.`);
  }
}

/**
 * @param {readonly string[]} declared
 * @param {ReadonlyMap<string, string>} documented
 * @returns {string | null}
 */
function lackingParam(declared, documented) {
  for (const param of declared) {
    const name = param.replace("...", "");
    const text = documented.get(name);
    if (text === undefined) return `@param for ${name}`;
    if (text === "") return `help text at its @param ${name}`;
  }
  return null;
}
