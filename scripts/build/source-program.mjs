import ts from "typescript";

/**
 * The add-on's source as the compiler reads it, for its names, comments and calls. Types of the language itself are
 * not wanted: without that library this takes a tenth of a type-check.
 * @param {string} entry absolute path of the module that reaches all others
 */
export const sourceProgram = (entry) =>
  ts.createProgram([entry], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    noLib: true,
    types: [],
  });
