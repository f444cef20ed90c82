/** As in gas/install.d.ts; a build that leaves it out is told apart by `typeof`. */
declare const __INSTALL__: "bound" | "addon";
