import { zoneOf } from "../../book/cell-range.ts";
import type { RichText, TextStyle } from "../../book/rich-text.ts";
import type { Style } from "../../book/styles.ts";
import type { CallContext, ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { checkLength } from "../write-queue.ts";
import { checkArea } from "./areas.ts";
import { cellRange } from "./criteria.ts";
import { documentChange, documentRead } from "./document-calls.ts";
import { checkProtected } from "./protection.ts";

interface At {
  readonly area: Area;
}

/** A cell's looks in the words of its text. */
function looksOf(style: Partial<Style>): TextStyle {
  const { bold, italic, strikethrough, underline, fontSize, fontFamily, fontColor } = style;
  const looks = {
    ...{ bold, italic, strikethrough, underline, fontSize, fontFamily },
    foregroundColor: fontColor,
  };
  return Object.fromEntries(Object.entries(looks).filter(([, value]) => value !== undefined));
}

function styles({ world }: CallContext, { s, r, c, nr, nc }: Area): TextStyle[][] {
  return world.book.styles(s, r, c, nr, nc).map((row) => row.map(looksOf));
}

const readTexts = documentRead((context, { area }: At) => {
  checkArea(context, area);
  const { book, switches } = context.world;
  const { s, r, c, nr, nc } = area;
  const looks = styles(context, area);
  // facts 5.5: "empty" on a number; the reference says null.
  const other = switches.richTextOfNumbers === "empty" ? { text: "", runs: [{ start: 0 }] } : null;
  return book.richTexts(s, r, c, nr, nc).map((row, i) =>
    row.map((text, j) => {
      const told = text ?? other;
      return told && { ...told, cell: looks[i]?.[j] ?? {} };
    }),
  );
});

/** @throws GoogleError for a place that is none, or that this person may not edit */
function checkWritable(context: CallContext, area: Area): void {
  checkArea(context, area);
  checkProtected(context, area.s, zoneOf(cellRange(area)));
}

const writeTexts = documentChange((context, { area, values }: At & { values: RichText[][] }) => {
  checkWritable(context, area);
  for (const { text } of values.flat()) checkLength(text);
  context.world.book.setRichTexts(area.s, area.r, area.c, values);
});

const readStyles = documentRead((context, { area }: At) => {
  checkArea(context, area);
  return styles(context, area);
});

/** One style for all of the range, or one for each cell. */
const writeStyles = documentChange((context, { area, looks }: At & { looks: TextStyle[][] }) => {
  checkWritable(context, area);
  const isOne = looks.length === 1 && looks[0]?.length === 1;
  for (const [i, row] of looks.entries())
    for (const [j, { foregroundColor, ...rest }] of row.entries()) {
      const change = { ...rest, ...(foregroundColor !== undefined && { fontColor: foregroundColor }) };
      const { s, r, c, nr, nc } = isOne ? area : { ...area, r: area.r + i, c: area.c + j, nr: 1, nc: 1 };
      context.world.book.setStyles(s, r, c, nr, nc, change);
    }
});

export const richText: ServiceTable = {
  "Range.getRichTextValue": readTexts,
  "Range.getRichTextValues": readTexts,
  "Range.setRichTextValue": writeTexts,
  "Range.setRichTextValues": writeTexts,
  "Range.getTextStyle": readStyles,
  "Range.getTextStyles": readStyles,
  "Range.setTextStyle": writeStyles,
  "Range.setTextStyles": writeStyles,
};
