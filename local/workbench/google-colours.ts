import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/**
 * o-spreadsheet draws the grid on a canvas, where no style sheet reaches: its colours are constants in its code. These
 * take the place of the ones that tell it from Google Sheets at a glance.
 */
const COLOURS: readonly { readonly constant: string; readonly was: string; readonly is: string }[] = [
  { constant: "BACKGROUND_HEADER_SELECTED_COLOR", was: "#E8EAED", is: "#D3E3FD" },
  { constant: "BACKGROUND_HEADER_ACTIVE_COLOR", was: "#595959", is: "#0B57D0" },
  { constant: "TEXT_HEADER_COLOR", was: "#666666", is: "#575A5A" },
  { constant: "SELECTION_BORDER_COLOR", was: "#3266ca", is: "#1A73E8" },
  { constant: "HIGHLIGHT_COLOR", was: "#017E84", is: "#1155CC" },
];

/** @throws Error, at build time, when o-spreadsheet no longer has one of the constants. */
export const googleColours: Plugin = {
  name: "google-colours",
  setup(build) {
    build.onLoad({ filter: /o_spreadsheet\.esm\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const { constant, was, is } of COLOURS) {
        const line = `const ${constant} = "${was}";`;
        if (!contents.includes(line)) throw new Error(`o-spreadsheet has no ${line}`);
        contents = contents.replace(line, `const ${constant} = "${is}";`);
      }
      return { contents, loader: "js" };
    });
  },
};
