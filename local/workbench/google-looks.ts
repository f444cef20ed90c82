import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/** A text of o-spreadsheet's code, and what stands there instead. */
type Place = readonly [was: string, is: string];

/**
 * o-spreadsheet draws the grid on a canvas, where no style sheet reaches: its colours are constants in its code. These
 * take the place of the ones that tell it from Google Sheets at a glance.
 */
const COLOURS: readonly Place[] = [
  [
    'const BACKGROUND_HEADER_SELECTED_COLOR = "#E8EAED";',
    'const BACKGROUND_HEADER_SELECTED_COLOR = "#D3E3FD";',
  ],
  ['const BACKGROUND_HEADER_ACTIVE_COLOR = "#595959";', 'const BACKGROUND_HEADER_ACTIVE_COLOR = "#0B57D0";'],
  ['const TEXT_HEADER_COLOR = "#666666";', 'const TEXT_HEADER_COLOR = "#575A5A";'],
  ['const SELECTION_BORDER_COLOR = "#3266ca";', 'const SELECTION_BORDER_COLOR = "#1A73E8";'],
  ['const HIGHLIGHT_COLOR = "#017E84";', 'const HIGHLIGHT_COLOR = "#1155CC";'],
];

/** A filter leaves cells as they look; o-spreadsheet would make it a table with white words in its first row. */
const FILTER: readonly Place[] = [
  ['styleId: "TableStyleLight11"', 'styleId: "None", automaticAutofill: false'],
  ['_t("Remove selected filters") : _t("Add filters")', '_t("Remove filter") : _t("Create a filter")'],
];

/** @throws Error, at build time, when o-spreadsheet no longer has one of the places. */
export const googleLooks: Plugin = {
  name: "google-looks",
  setup(build) {
    build.onLoad({ filter: /o_spreadsheet\.esm\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, "utf8");
      for (const [was, is] of [...COLOURS, ...FILTER]) {
        if (contents.split(was).length !== 2) throw new Error(`o-spreadsheet has not one ${was}`);
        contents = contents.replace(was, () => is);
      }
      return { contents, loader: "js" };
    });
  },
};
