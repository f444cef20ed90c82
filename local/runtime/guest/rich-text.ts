/** Text whose parts look different or lead somewhere, and the looks of text. */
import type { TextStyle as Looks, RichText, TextRun } from "../../book/rich-text.ts";
import type { Area } from "../wire.ts";
import { colourIn } from "./colours.ts";
import { call, exception } from "./link.ts";
import { checkShape, Range } from "./range.ts";
import { addMembers, own, sealed } from "./sealed.ts";
import { type Is, isBoolean, isGrid, isNumber, isText, isTextOrNull, overload } from "./signature.ts";

/** What a cell that nobody styled looks like. */
const DEFAULT_LOOKS: Required<Looks> = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  fontSize: 10,
  fontFamily: "arial,sans,sans-serif",
  foregroundColor: "#000000",
};

class TextStyle {
  readonly [own]: Looks;

  constructor(looks: Looks) {
    this[own] = looks;
  }
  copy(): TextStyleBuilder {
    return styleBuilder(this[own]);
  }
  isBold(): boolean | null {
    return this[own].bold ?? null;
  }
  isItalic(): boolean | null {
    return this[own].italic ?? null;
  }
  isStrikethrough(): boolean | null {
    return this[own].strikethrough ?? null;
  }
  isUnderline(): boolean | null {
    return this[own].underline ?? null;
  }
  getFontSize(): number | null {
    return this[own].fontSize ?? null;
  }
  getFontFamily(): string | null {
    return this[own].fontFamily ?? null;
  }
  getForegroundColor(): string | null {
    return this[own].foregroundColor ?? null;
  }
}

const textStyle = (looks: Looks) => sealed("TextStyle", new TextStyle(looks));

function look(
  builder: TextStyleBuilder,
  method: string,
  args: unknown[],
  is: Is,
  name: keyof Looks,
): TextStyleBuilder {
  overload(`SpreadsheetApp.TextStyleBuilder.${method}`, args, [is]);
  const value = name === "foregroundColor" ? colourIn(String(args[0])) : args[0];
  builder[own] = { ...builder[own], [name]: value };
  return builder;
}

class TextStyleBuilder {
  [own]: Looks;

  constructor(looks: Looks) {
    this[own] = looks;
  }
  setBold(...args: unknown[]): TextStyleBuilder {
    return look(this, "setBold", args, isBoolean, "bold");
  }
  setItalic(...args: unknown[]): TextStyleBuilder {
    return look(this, "setItalic", args, isBoolean, "italic");
  }
  setStrikethrough(...args: unknown[]): TextStyleBuilder {
    return look(this, "setStrikethrough", args, isBoolean, "strikethrough");
  }
  setUnderline(...args: unknown[]): TextStyleBuilder {
    return look(this, "setUnderline", args, isBoolean, "underline");
  }
  setFontSize(...args: unknown[]): TextStyleBuilder {
    return look(this, "setFontSize", args, isNumber, "fontSize");
  }
  setFontFamily(...args: unknown[]): TextStyleBuilder {
    return look(this, "setFontFamily", args, isText, "fontFamily");
  }
  setForegroundColor(...args: unknown[]): TextStyleBuilder {
    return look(this, "setForegroundColor", args, isText, "foregroundColor");
  }
  build(): TextStyle {
    return textStyle(this[own]);
  }
}

function styleBuilder(looks: Looks): TextStyleBuilder {
  return sealed("TextStyleBuilder", new TextStyleBuilder(looks));
}

/** Begun by SpreadsheetApp.newTextStyle(). */
export const newTextStyle = () => styleBuilder({});

const isTextStyle = (v: unknown): v is TextStyle => v instanceof TextStyle;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The runs of a part of a text, counted from its beginning. */
function part(runs: readonly TextRun[], start: number, end: number): TextRun[] {
  return runs
    .filter(
      (run, i) => start < end && run.start < end && (runs[i + 1]?.start ?? Number.POSITIVE_INFINITY) > start,
    )
    .map((run) => ({ ...run, start: Math.max(0, run.start - start) }));
}

/** The runs after a change of the part from `start` to `end`; neighbours that are alike become one. */
function changed(
  { text, runs }: RichText,
  start: number,
  end: number,
  change: (run: TextRun) => TextRun,
): TextRun[] {
  const at = (from: number, to: number) =>
    part(runs, from, to).map((run) => ({ ...run, start: run.start + from }));
  const all = [...at(0, start), ...at(start, end).map(change), ...at(end, text.length)];
  return all.filter((run, i) => {
    const before = all[i - 1];
    return !before || !same({ ...before, start: 0 }, { ...run, start: 0 });
  });
}

/** The value that all runs have in common; null when they differ or none has any. */
function common<T>(runs: readonly TextRun[], read: (run: TextRun) => T | undefined): T | null {
  const first = runs[0] && read(runs[0]);
  return first !== undefined && runs.every((run) => same(read(run), first)) ? first : null;
}

/** The looks of a text; what its parts differ in is missing. */
function commonLooks(runs: readonly TextRun[], cell: Looks): Looks {
  const looks = runs.map(({ style }) => ({ ...DEFAULT_LOOKS, ...cell, ...style }));
  const first = looks[0] ?? DEFAULT_LOOKS;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) =>
      looks.every((each) => each[name as keyof Looks] === value),
    ),
  );
}

interface Held extends RichText {
  /** Where it begins in the text that it is a part of. */
  readonly start: number;
  /** How the cell looks that it came from. */
  readonly cell: Looks;
}

function bounds(name: string, text: string, args: unknown[]): [start: number, end: number] {
  if (args.length < 2) return [0, text.length];
  const [start, end] = args as [number, number];
  // [?]: Google's words for it are in no source.
  if (start < 0 || end > text.length || start >= end)
    throw exception(`Invalid argument: offsets ${start} to ${end} of ${name}`);
  return [start, end];
}

class RichTextValue {
  readonly [own]: Held;

  constructor(held: Held) {
    this[own] = held;
  }
  getText(): string {
    return this[own].text;
  }
  getStartIndex(): number {
    return this[own].start;
  }
  getEndIndex(): number {
    return this[own].start + this[own].text.length;
  }
  /** The link of the whole text, or of a part of it; null where there is none, or more than one. */
  getLinkUrl(...args: unknown[]): string | null {
    overload("SpreadsheetApp.RichTextValue.getLinkUrl", args, [], [isNumber, isNumber]);
    const { text, runs } = this[own];
    return common(part(runs, ...bounds("getLinkUrl", text, args)), (run) => run.url);
  }
  getTextStyle(...args: unknown[]): TextStyle {
    overload("SpreadsheetApp.RichTextValue.getTextStyle", args, [], [isNumber, isNumber]);
    const { text, runs, cell } = this[own];
    return textStyle(commonLooks(part(runs, ...bounds("getTextStyle", text, args)), cell));
  }
  getRuns(): RichTextValue[] {
    const { text, runs, start, cell } = this[own];
    return runs.map((run, i) =>
      richText({
        text: text.slice(run.start, runs[i + 1]?.start),
        runs: [{ ...run, start: 0 }],
        start: start + run.start,
        cell,
      }),
    );
  }
  copy(): RichTextValueBuilder {
    const { text, runs } = this[own];
    return richTextBuilder({ text, runs });
  }
}

const richText = (held: Held): RichTextValue => sealed("RichTextValue", new RichTextValue(held));

/** Changes a part of what is being built, or all of it when no part is named. */
function rework(
  builder: RichTextValueBuilder,
  method: string,
  args: unknown[],
  is: Is,
  change: (run: TextRun, to: unknown) => TextRun,
): RichTextValueBuilder {
  overload(`SpreadsheetApp.RichTextValueBuilder.${method}`, args, [is], [isNumber, isNumber, is]);
  const [start, end] = bounds(method, builder[own].text, args.slice(0, -1));
  const runs = changed(builder[own], start, end, (run) => change(run, args.at(-1)));
  builder[own] = { ...builder[own], runs };
  return builder;
}

class RichTextValueBuilder {
  [own]: RichText;

  constructor(text: RichText) {
    this[own] = text;
  }
  setText(...args: unknown[]): RichTextValueBuilder {
    overload("SpreadsheetApp.RichTextValueBuilder.setText", args, [isText]);
    this[own] = { text: args[0] as string, runs: [{ start: 0 }] };
    return this;
  }
  setLinkUrl(...args: unknown[]): RichTextValueBuilder {
    return rework(this, "setLinkUrl", args, isTextOrNull, ({ url: _, ...run }, to) =>
      to === null ? run : { ...run, url: String(to) },
    );
  }
  setTextStyle(...args: unknown[]): RichTextValueBuilder {
    const is = (v: unknown) => v === null || isTextStyle(v);
    return rework(this, "setTextStyle", args, is, ({ style, ...run }, to) =>
      isTextStyle(to) ? { ...run, style: { ...style, ...to[own] } } : run,
    );
  }
  build(): RichTextValue {
    return richText({ ...this[own], start: 0, cell: {} });
  }
}

function richTextBuilder(text: RichText): RichTextValueBuilder {
  return sealed("RichTextValueBuilder", new RichTextValueBuilder(text));
}

/** Begun by SpreadsheetApp.newRichTextValue(). */
export const newRichTextValue = () => richTextBuilder({ text: "", runs: [{ start: 0 }] });

const isRichText = (v: unknown): v is RichTextValue => v instanceof RichTextValue;
const isGridOf = (is: Is) => (v: unknown) => isGrid(v) && (v as unknown[][]).every((row) => row.every(is));

/** A cell's rich text on its way; null where there is no text. */
type Told = (RichText & { readonly cell: Looks }) | null;

const firstCell = ({ s, r, c }: Area): Area => ({ s, r, c, nr: 1, nc: 1 });
const told = (value: Told) => value && richText({ ...value, start: 0 });
const written = (value: unknown): RichText => {
  const { text, runs } = (value as RichTextValue)[own];
  return { text, runs };
};

addMembers(Range, {
  getRichTextValue() {
    const [[value = null] = []] = call<Told[][]>("Range.getRichTextValue", { area: firstCell(this[own]) });
    return told(value);
  },
  getRichTextValues() {
    return call<Told[][]>("Range.getRichTextValues", { area: this[own] }).map((row) => row.map(told));
  },
  setRichTextValue(...args) {
    overload("SpreadsheetApp.Range.setRichTextValue", args, [isRichText]);
    const { nr, nc } = this[own];
    const values = Array.from({ length: nr }, () => Array.from({ length: nc }, () => written(args[0])));
    call("Range.setRichTextValue", { area: this[own], values });
    return this;
  },
  setRichTextValues(...args) {
    overload("SpreadsheetApp.Range.setRichTextValues", args, [isGridOf(isRichText)]);
    const grid = args[0] as unknown[][];
    checkShape(this[own], grid);
    call("Range.setRichTextValues", { area: this[own], values: grid.map((row) => row.map(written)) });
    return this;
  },
  getTextStyle() {
    const [[looks = {}] = []] = call<Looks[][]>("Range.getTextStyle", { area: firstCell(this[own]) });
    return textStyle({ ...DEFAULT_LOOKS, ...looks });
  },
  getTextStyles() {
    return call<Looks[][]>("Range.getTextStyles", { area: this[own] }).map((row) =>
      row.map((looks) => textStyle({ ...DEFAULT_LOOKS, ...looks })),
    );
  },
  setTextStyle(...args) {
    overload("SpreadsheetApp.Range.setTextStyle", args, [isTextStyle]);
    const looks = (args[0] as TextStyle)[own];
    call("Range.setTextStyle", { area: this[own], looks: [[looks]] });
    return this;
  },
  setTextStyles(...args) {
    overload("SpreadsheetApp.Range.setTextStyles", args, [isGridOf(isTextStyle)]);
    const grid = args[0] as TextStyle[][];
    checkShape(this[own], grid);
    call("Range.setTextStyles", {
      area: this[own],
      looks: grid.map((row) => row.map((style) => style[own])),
    });
    return this;
  },
});
