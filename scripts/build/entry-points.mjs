import { relative } from "node:path";
import ts from "typescript";
import { isFormula, shownDoc } from "./check-formulas.mjs";
import { BuildFailure } from "./failure.mjs";

/**
 * A function that Apps Script can call by name. `doc` is its whole JSDoc comment, or "".
 * @typedef {{ name: string; params: string[]; doc: string }} EntryPoint
 */

/** Names ending so are private everywhere: menus, formulas and sidebars cannot call them (facts, 8.3). */
const PRIVATE = /_$/;

/**
 * The functions that a module exports, followed through re-exports, in the order of their text. Read from the
 * TypeScript source because esbuild drops the comments that Sheets shows as a formula's help.
 * @param {ts.Program} program
 * @param {string} entry absolute path of one of its modules
 * @param {string} root for the paths in messages
 * @returns {EntryPoint[]} private ones too
 * @throws {BuildFailure} when an export is no function
 */
export function entryPoints(program, entry, root) {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(entry);
  const module = file && checker.getSymbolAtLocation(file);
  const shown = relative(root, entry);
  if (!module) throw new BuildFailure(`${shown} exports nothing, so Apps Script would have nothing to call.`);

  const found = [];
  for (const symbol of checker.getExportsOfModule(module)) {
    const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const declaration = real.valueDeclaration;
    if (!declaration) continue; // a type
    const code = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
    const isFunction =
      code && (ts.isFunctionDeclaration(code) || ts.isArrowFunction(code) || ts.isFunctionExpression(code));
    if (!isFunction || symbol.name === "default")
      throw new BuildFailure(
        `${shown} exports ${symbol.name}, which is no function with a name: Apps Script can call nothing else.`,
      );
    const docs = ts.getJSDocCommentsAndTags(code).filter(ts.isJSDoc);
    found.push({
      name: symbol.name,
      // A default or a destructured parameter has no form that Sheets understands, so only names are kept.
      params: code.parameters
        .filter((p) => p.name.getText() !== "this")
        .map(
          (p, i) =>
            (p.dotDotDotToken ? "..." : "") + (ts.isIdentifier(p.name) ? p.name.text : `value${i + 1}`),
        ),
      doc: (docs.at(-1)?.getText() ?? "").replace(/^[ \t]+\*/gm, " *"),
    });
  }
  return found;
}

/** The functions of src/gas/guard.ts, as the variable of the functions holds them. */
export const GUARD = "guard";
export const IN_OUR_WORDS = "inOurWords";

/**
 * A top-level function that makes a call. Apps Script finds menu, trigger, formula and sidebar functions only among
 * real top-level declarations (facts, 8.3). What is no formula a cell may name all the same, so it is guarded; what
 * Google's services throw is reworded.
 * @param {EntryPoint} point
 * @param {string} call an expression
 * @param {string} globalName the variable that holds the entry module's functions and the guard
 */
export function stub(point, call, globalName) {
  const guarded = isFormula(point) ? "" : `${globalName}.${GUARD}(arguments); `;
  const worded = `${globalName}.${IN_OUR_WORDS}(() => ${call})`;
  return `${shownDoc(point)}function ${point.name}(${point.params.join(", ")}) { ${guarded}return ${worded}; }`;
}

/**
 * @param {readonly EntryPoint[]} points
 * @param {string} globalName
 * @returns {string[]} one declaration per public function
 */
export function entryStubs(points, globalName) {
  return points
    .filter(isPublic)
    .map((point) => stub(point, `${globalName}.${point.name}(${point.params.join(", ")})`, globalName));
}

/**
 * @param {EntryPoint} point
 */
export const isPublic = ({ name }) => !PRIVATE.test(name);
