/** Set by the build, as in gas/install.ts; a build that leaves it out is told apart by `typeof`. */
declare const __INSTALL__: "bound" | "addon";

/** Whether these pages are for a script of one spreadsheet's own. A truth value, so that the build drops what is not meant. */
export const IS_BOUND = typeof __INSTALL__ !== "undefined" && __INSTALL__ === "bound";

/** Whether they are the published add-on's, which keeps what it knows of a file per person (facts, 4.3). */
export const IS_ADDON = typeof __INSTALL__ !== "undefined" && __INSTALL__ === "addon";
