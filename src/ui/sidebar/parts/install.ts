/** Set by the build, as in gas/install.ts; a build that leaves it out is told apart by `typeof`. */
declare const __INSTALL__: "bound" | "addon";

/** Which of the two ways of installing these pages are for; null where the build does not say. */
export const INSTALL = typeof __INSTALL__ === "undefined" ? null : __INSTALL__;
