import { readFileSync } from "node:fs";
import ts from "typescript";

/*
 * An entry says both what a resource is to a person and how it is read. The server never does the one, nor a page the
 * other, and both are short of room: each is built with its half.
 */

/** @typedef {{ start: number; end: number }} Span of a text, in characters */

/**
 * For the server, an esbuild plugin: each text that stands where `help` is given, be it a property or an argument,
 * becomes an empty one. What is put together at run time stays: so the columns that only one organisation has are
 * described.
 * @param {ts.Program} program the sources that are bundled
 * @returns {import("esbuild").Plugin}
 */
export const withoutHelp = (program) =>
  trimming("without-help", (path) => {
    const file = program.getSourceFile(path);
    if (!file) return null;
    /** @type {ts.Node[]} */
    const texts = [];
    /** @param {ts.Node} node @param {boolean} isHelp */
    const visit = (node, isHelp) => {
      if (isHelp && ts.isStringLiteralLike(node)) texts.push(node);
      const help = helpGivenBy(node, program.getTypeChecker());
      ts.forEachChild(node, (child) => visit(child, isHelp || child === help));
    };
    visit(file, false);
    return replaced(
      file,
      texts.map((node) => ({ start: node.getStart(), end: node.end })),
      '""',
    );
  });

/** @param {ts.Node} node @param {ts.TypeChecker} checker */
function helpGivenBy(node, checker) {
  if (isProperty(node, ["help"])) return node.initializer;
  if (!ts.isCallExpression(node)) return undefined;
  const parameters = checker.getResolvedSignature(node)?.getParameters() ?? [];
  return node.arguments[parameters.findIndex(({ name }) => name === "help")];
}

/** What an entry and its columns read with. */
const READING = ["read", "records", "createdSeconds", "value"];

/**
 * For a page, an esbuild plugin: entries without their functions that read, and so without all that these call.
 * @type {import("esbuild").Plugin}
 */
export const withoutReading = trimming("without-reading", (path) => {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
  /** @type {Span[]} */
  const spans = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (isProperty(node, READING)) {
      const { properties } = /** @type {ts.ObjectLiteralExpression} */ (node.parent);
      const next = properties[properties.indexOf(node) + 1];
      // With its comma.
      spans.push({ start: node.getStart(), end: next?.pos ?? properties.end });
    } else ts.forEachChild(node, visit);
  };
  visit(file);
  return replaced(file, spans, "");
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
      // Where the entries lie.
      onLoad({ filter: /[\\/]hunte?r[\\/].+\.ts$/ }, ({ path }) => {
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
 * @param {ts.SourceFile} file
 * @param {readonly Span[]} spans
 * @param {string} by
 */
function replaced({ text }, spans, by) {
  // From the end, so that the places before stay right.
  return spans.reduceRight((rest, { start, end }) => rest.slice(0, start) + by + rest.slice(end), text);
}
