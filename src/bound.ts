/** The entry points of a script that belongs to one spreadsheet: it has a web app besides. */
export * from "./entry/web.ts";
export * from "./main.ts";
