import type { Book, Style } from "../../book/book.ts";
import { colourIn } from "../guest/colours.ts";
import type { Area } from "../wire.ts";

type StyleChange = { [K in keyof Style]?: Style[K] | null };

/** One of Google's looks of a cell as the book keeps it. */
export interface StyleLook {
  read(style: Partial<Style>): unknown;
  /** null goes back to the default. */
  change(value: unknown): StyleChange;
}

/** facts 5.5: colours read back in lower case, an unset background as white; a bad colour passes silently. */
const colour = (value: unknown) => (value === null || value === "" ? null : colourIn(String(value)));
const ALIGNMENTS: Readonly<Record<string, NonNullable<Style["align"]>>> = {
  left: "left",
  center: "center",
  right: "right",
  normal: "general-left",
};
const WRAPS = { wrap: "WRAP", overflow: "OVERFLOW", clip: "CLIP" } as const;
/** What Sheets shows text in when nothing is set. */
const DEFAULT_FONT = "Arial";
const DEFAULT_FONT_SIZE = 10;

/** By Google's word for it, as in Range.setFontColor. */
export const styleLooks: Readonly<Record<string, StyleLook>> = {
  Background: {
    read: (s) => s.background ?? "#ffffff",
    change: (v) => ({ background: colour(v) }),
  },
  FontColor: {
    read: (s) => s.fontColor ?? "#000000",
    change: (v) => ({ fontColor: colour(v) }),
  },
  FontWeight: {
    read: (s) => (s.bold ? "bold" : "normal"),
    change: (v) => ({ bold: v === "bold" ? true : null }),
  },
  FontStyle: {
    read: (s) => (s.italic ? "italic" : "normal"),
    change: (v) => ({ italic: v === "italic" ? true : null }),
  },
  FontLine: {
    read: (s) => (s.underline ? "underline" : s.strikethrough ? "line-through" : "none"),
    change: (v) => ({
      underline: v === "underline" ? true : null,
      strikethrough: v === "line-through" ? true : null,
    }),
  },
  FontFamily: {
    read: (s) => s.fontFamily ?? DEFAULT_FONT,
    change: (v) => ({ fontFamily: v as string | null }),
  },
  FontSize: {
    read: (s) => s.fontSize ?? DEFAULT_FONT_SIZE,
    change: (v) => ({ fontSize: v as number }),
  },
  HorizontalAlignment: {
    read: (s) => s.align ?? "general",
    change: (v) => ({ align: ALIGNMENTS[String(v)] ?? null }),
  },
  VerticalAlignment: {
    read: (s) => s.verticalAlign ?? "bottom",
    change: (v) => ({ verticalAlign: v === "top" || v === "middle" || v === "bottom" ? v : null }),
  },
  Wrap: {
    // An untouched cell says true although its strategy is OVERFLOW.
    read: (s) => (s.wrap ?? "wrap") === "wrap",
    change: (v) => ({ wrap: v === true ? "wrap" : "overflow" }),
  },
  WrapStrategy: {
    read: (s) => WRAPS[s.wrap ?? "overflow"],
    change: (v) => ({ wrap: v === "WRAP" ? "wrap" : v === "CLIP" ? "clip" : "overflow" }),
  },
};

/** Puts a grid of looks on an area: one change for each stretch of equal cells in a row, one for all when all are equal. */
export function setLooks(
  book: Book,
  look: StyleLook,
  area: Area,
  values: readonly (readonly unknown[])[],
): void {
  const first = values[0]?.[0];
  if (values.every((row) => row.every((v) => v === first))) {
    book.setStyles(area.s, area.r, area.c, area.nr, area.nc, look.change(first));
    return;
  }
  values.forEach((row, i) => {
    for (let from = 0; from < row.length; ) {
      let to = from + 1;
      while (to < row.length && row[to] === row[from]) to += 1;
      book.setStyles(area.s, area.r + i, area.c + from, 1, to - from, look.change(row[from]));
      from = to;
    }
  });
}
