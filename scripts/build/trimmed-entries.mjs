import { readFileSync } from "node:fs";
import ts from "typescript";

/*
 * An entry says both what a resource is to a person and how it is read. The server never does the one, nor a page the
 * other, and both are short of room: each is built with its half.
 */

/** @typedef {{ start: number; end: number; by: string }} Edit of a text, by characters */

/**
 * For the server, an esbuild plugin: entries without `help`, be it a property or an argument. Where it is one of several
 * texts by name, the names stay; and columns that only one organisation has are described, as no page knows them.
 * @param {ts.Program} program the sources that are bundled
 * @returns {import("esbuild").Plugin}
 */
export const withoutHelp = (program) =>
  trimming("without-help", (path) => {
    const file = program.getSourceFile(path);
    if (!file) return null;
    /** @type {Edit[]} */
    const edits = [];
    /** @param {ts.Node} node */
    const visit = (node) => {
      const edit = helpCut(node, program.getTypeChecker());
      if (edit) edits.push(...edit);
      else ts.forEachChild(node, visit);
    };
    visit(file);
    return edited(file, edits);
  });

/**
 * @param {ts.Node} node
 * @param {ts.TypeChecker} checker
 * @returns {Edit[] | null} null when it is no help
 */
function helpCut(node, checker) {
  if (isProperty(node, ["help"])) return isOwnColumn(node.parent) ? null : [withoutProperty(node)];
  if (ts.isSourceFile(node) || !ts.isCallExpression(node.parent)) return null;
  /** @type {readonly ts.Node[]} */
  const given = node.parent.arguments;
  const at = given.indexOf(node);
  if (checker.getResolvedSignature(node.parent)?.getParameters()[at]?.name !== "help") return null;
  if (ts.isObjectLiteralExpression(node))
    return node.properties
      .filter(ts.isPropertyAssignment)
      .map(({ initializer }) => ({ start: initializer.getStart(), end: initializer.end, by: '""' }));
  const before = given[at - 1];
  if (before && at === given.length - 1) return [{ start: before.end, end: node.end, by: "" }];
  return [{ start: node.getStart(), end: node.end, by: '""' }];
}

/** @param {ts.ObjectLiteralExpression} column */
const isOwnColumn = ({ properties }) => properties.some(({ name }) => name?.getText() === "ownId");

/** What an entry and its columns read with. */
const READING = [
  "read",
  "singly",
  "records",
  "createdSeconds",
  "value",
  "details",
  "follows",
  "base",
  "single",
  "newer",
];

/** The functions that make a column, and at which place they take how it is read. */
const COLUMNS = new Map([
  ["textAt", 2],
  ["numberAt", 2],
  ["booleanAt", 2],
  ["timeAt", 2],
  ["dateAt", 2],
  ["field", 3],
]);

/**
 * For a page, an esbuild plugin: entries without their functions that read, and so without all that these call.
 * @type {import("esbuild").Plugin}
 */
export const withoutReading = trimming("without-reading", (path) => {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  /** @type {Edit[]} */
  const edits = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (isProperty(node, READING)) edits.push(withoutProperty(node));
    // A page asks only whether there are any.
    else if (isProperty(node, ["ownColumns"]))
      edits.push({ start: node.initializer.getStart(), end: node.initializer.end, by: "() => []" });
    else {
      const value = ts.isCallExpression(node) && node.arguments[COLUMNS.get(node.expression.getText()) ?? -1];
      if (value) edits.push({ start: value.getStart(), end: value.end, by: "undefined" });
      else ts.forEachChild(node, visit);
    }
  };
  visit(file);
  return edited(file, edits);
});

/**
 * @param {string} name
 * @param {(path: string) => string | null} trimmed the text of a source file
 * @returns {import("esbuild").Plugin}
 */
function trimming(name, trimmed) {
  return {
    name,
    setup: ({ onLoad }) =>
      // Right where the entries lie: the folder that the repository lies in may be called so as well.
      onLoad({ filter: /[\\/]hunte?r[\\/][^\\/]+\.ts$/ }, ({ path }) => {
        const contents = trimmed(path);
        return contents === null ? undefined : { contents, loader: "ts" };
      }),
  };
}

/**
 * @param {ts.Node} node
 * @param {readonly string[]} names
 * @returns {node is ts.PropertyAssignment}
 */
const isProperty = (node, names) => ts.isPropertyAssignment(node) && names.includes(node.name.getText());

/**
 * With its comma.
 * @param {ts.PropertyAssignment} property
 * @returns {Edit}
 */
function withoutProperty(property) {
  const { properties } = property.parent;
  const next = properties[properties.indexOf(property) + 1];
  return { start: property.getStart(), end: next?.pos ?? properties.end, by: "" };
}

/**
 * @param {ts.SourceFile} file
 * @param {readonly Edit[]} edits in the order of the text
 */
function edited({ text }, edits) {
  // From the end, so that the places before stay right.
  return edits.reduceRight((rest, { start, end, by }) => rest.slice(0, start) + by + rest.slice(end), text);
}
