import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/**
 * Who imports whom: paths below the project, by path. Type-only imports count, packages do not.
 * @typedef {ReadonlyMap<string, readonly string[]>} Imports
 */

/**
 * @param {string} root the project's folder
 * @param {string} folder below it
 * @returns {Imports} of every TypeScript file in the folder
 */
export function importsWithin(root, folder) {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => posix.join(folder, path.replaceAll("\\", "/")))
    .filter((path) => /\.tsx?$/.test(path))
    .sort();
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(join(root, file), "utf8"))]));
}

/** @param {string} file @param {string} text @returns {string[]} the files that it imports, each once */
export function importsOf(file, text) {
  const names = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  const paths = names
    .filter((name) => name.startsWith("."))
    .map((name) => posix.normalize(posix.join(posix.dirname(file), name)));
  return [...new Set(paths)];
}

/**
 * Import circles: for each knot of files that reach each other, its shortest circle.
 * @param {Imports} imports
 * @returns {string[][]} files in the order in which each imports the next, and the last the first
 */
export function circles(imports) {
  /** @type {string[][]} */
  const found = [];
  const inKnot = new Set();
  for (const file of imports.keys()) {
    if (inKnot.has(file)) continue;
    const circle = shortestCircle(imports, file);
    if (!circle) continue;
    found.push(circle);
    // The rest of the knot goes with this circle, or shows once it is mended.
    const reached = reachedFrom(imports, file);
    for (const other of reached) if (reachedFrom(imports, other).has(file)) inKnot.add(other);
  }
  return found;
}

/** @param {Imports} imports @param {string} start @returns {string[] | undefined} */
function shortestCircle(imports, start) {
  /** @type {string[][]} */
  let paths = [[start]];
  const seen = new Set();
  while (paths.length > 0) {
    /** @type {string[][]} */
    const longer = [];
    for (const path of paths)
      for (const next of imports.get(path.at(-1) ?? "") ?? []) {
        if (next === start) return path;
        if (!seen.has(next)) longer.push([...path, next]);
        seen.add(next);
      }
    paths = longer;
  }
  return undefined;
}

/** @param {Imports} imports @param {string} start */
function reachedFrom(imports, start) {
  /** @type {Set<string>} */
  const reached = new Set();
  const open = [start];
  for (let file = open.pop(); file !== undefined; file = open.pop())
    for (const next of imports.get(file) ?? [])
      if (!reached.has(next)) {
        reached.add(next);
        open.push(next);
      }
  return reached;
}
