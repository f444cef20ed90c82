/** Set by the build: which of the two ways of installing this bundle is for. */
declare const __INSTALL__: "bound" | "addon";

/** True when the script belongs to one spreadsheet file. */
export const isBound = __INSTALL__ === "bound";
