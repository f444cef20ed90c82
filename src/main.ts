/**
 * The entry points: every export is a global function of the Apps Script project, but for those whose name ends in
 * `_`. Nothing here runs before it is called; what is no formula the build guards (src/gas/guard.ts).
 */
export * from "./entry/formulas.ts";
export * from "./entry/menu.ts";
export * from "./entry/sidebar.ts";
export * from "./entry/triggers.ts";
export * from "./entry/web.ts";
