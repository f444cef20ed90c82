// Cell styles in Apps Script's words and in o-spreadsheet's.
import type { CellStyle } from "./engine.ts";

/** How a cell looks, but for its number format. Colours are lower-case hex (facts 5.5). */
export interface Style {
  bold: boolean;
  italic: boolean;
  underline: boolean;
  strikethrough: boolean;
  fontColor: string;
  background: string;
  /** Not drawn: the page shows every text in its own font. */
  fontFamily: string;
  /** Points. */
  fontSize: number;
  wrap: "overflow" | "wrap" | "clip";
  /** `general-left` is kept for scripts and not drawn. */
  align: "left" | "center" | "right" | "general-left";
  verticalAlign: "top" | "middle" | "bottom";
}

/** A style to put on cells: null takes a property back to its default. */
export type StyleChange = { [K in keyof Style]?: Style[K] | null };

const WORDS: readonly (readonly [keyof Style, keyof CellStyle])[] = [
  ["bold", "bold"],
  ["italic", "italic"],
  ["underline", "underline"],
  ["strikethrough", "strikethrough"],
  ["fontColor", "textColor"],
  ["background", "fillColor"],
  ["fontFamily", "fontFamily"],
  ["fontSize", "fontSize"],
  ["wrap", "wrapping"],
  ["align", "align"],
  ["verticalAlign", "verticalAlign"],
];

/** A style change in o-spreadsheet's words. */
export function toCellStyle(style: StyleChange): { [K in keyof CellStyle]?: CellStyle[K] | null } {
  const pairs = WORDS.filter(([ours]) => style[ours] !== undefined).map(([ours, theirs]) => {
    const value = style[ours];
    return [theirs, typeof value === "string" && value.startsWith("#") ? value.toLowerCase() : value];
  });
  return Object.fromEntries(pairs);
}

/** What is set on a cell, defaults left out. */
export function fromCellStyle(style: CellStyle | undefined): Partial<Style> {
  if (!style) return {};
  const pairs = WORDS.filter(([, theirs]) => style[theirs] !== undefined).map(([ours, theirs]) => {
    const value = style[theirs];
    return [ours, typeof value === "string" && value.startsWith("#") ? value.toLowerCase() : value];
  });
  return Object.fromEntries(pairs);
}
