import type { Book, CellInput, CellValue, ClearWhat, SortKey } from "../../book/book.ts";
import { copyCells } from "../../book/copying.ts";
import { NEEDS } from "../access.ts";
import { spreadsheetMs } from "../costs.ts";
import { instantOf, serialOf } from "../file-time.ts";
import { GoogleError } from "../google-error.ts";
import { type CallContext, counted, free, type ServiceCall, type ServiceTable } from "../service.ts";
import type { Area, WireCell } from "../wire.ts";
import { cellsOf, checkArea, openTab } from "./areas.ts";
import { cellRange } from "./criteria.ts";
import { setLooks, styleLooks } from "./looks.ts";
import { queueProtected } from "./protection.ts";
import { queueTyped } from "./typed-columns.ts";

/** A cell as it goes to the script: a date is the instant by the file's zone (facts 5.3). */
function wireCell(value: CellValue, zone: string): WireCell {
  return typeof value === "object" ? { d: instantOf(value.serial, zone) } : value;
}

/** A cell as the script wrote it. Not-a-number is settled by no source (facts 5.2): it arrives as its word. */
export function cellInput(value: WireCell, zone: string): CellInput {
  if (typeof value !== "object" || value === null) return value;
  return "d" in value ? { serial: serialOf(value.d, zone) } : value.n;
}

interface At {
  readonly at: readonly Area[];
}

/** Reads every area's cells; reading sends what is queued (facts 5.8). */
export function reading(read: (context: CallContext, area: Area) => unknown): ServiceCall {
  return counted(NEEDS.readDocument, (context, { at }: At) => {
    const area = at[0] as Area;
    context.run.spend(spreadsheetMs(cellsOf(at)));
    context.run.writes.flush();
    checkArea(context, area);
    return read(context, area);
  });
}

/** Queues a change of every area. */
export function writing<T = object>(queue: (context: CallContext, area: Area, args: T) => void): ServiceCall {
  return counted(NEEDS.writeDocument, (context, args: At & T) => {
    for (const area of args.at) checkArea(context, area);
    context.run.spend(spreadsheetMs(cellsOf(args.at)));
    for (const area of args.at) {
      queueProtected(context, area);
      queue(context, area, args);
    }
    return null;
  });
}

function filled<T>(area: Area, value: T): T[][] {
  return Array.from({ length: area.nr }, () => Array.from({ length: area.nc }, () => value));
}

const values = ({ world }: CallContext, a: Area): WireCell[][] => {
  const zone = world.book.timeZone;
  return world.book.values(a.s, a.r, a.c, a.nr, a.nc).map((row) => row.map((v) => wireCell(v, zone)));
};
const displays = ({ world }: CallContext, a: Area) => world.book.displayValues(a.s, a.r, a.c, a.nr, a.nc);
const formulas = ({ world }: CallContext, a: Area) => world.book.formulas(a.s, a.r, a.c, a.nr, a.nc);

/** facts 4.2: in a trigger nobody selects. */
const activate = free(NEEDS.writeDocument, (context, { at }: At) => {
  for (const area of at) checkArea(context, area);
  if (context.run.entry !== "trigger") context.world.selections.set(context.run.user, at);
  openTab(context, (at[0] as Area).s);
  return null;
});

const asFormula = (text: string | null): CellInput =>
  text === null || text === "" ? null : withCommas(text.startsWith("=") ? text : `=${text}`);

/** Texts, names of sheets, and arrays, in which a semicolon begins a row. */
const NO_ARGUMENTS = /("[^"]*"|'[^']*'|\{[^}]*\})/;

/** Whatever the file's locale, a semicolon may stand between arguments. */
function withCommas(formula: string): string {
  return formula
    .split(NO_ARGUMENTS)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/;/g, ",")))
    .join("");
}

const clear = writing<{ what: ClearWhat }>(({ run }, a, { what }) =>
  run.writes.change((book) => book.clear(a.s, a.r, a.c, a.nr, a.nc, what)),
);
const setOne = writing<{ value: WireCell }>(({ run, world }, a, { value }) =>
  run.writes.cells(a, filled(a, cellInput(value, world.book.timeZone))),
);
/** Each cell gets the formula as the first one would give it when copied. */
const setOneFormula = writing<{ value: string | null }>(({ run }, a, { value }) => {
  const formula = asFormula(value);
  if (formula === null) return run.writes.cells(a, filled(a, null));
  const first = { ...a, nr: 1, nc: 1 };
  run.writes.cells(first, [[formula]]);
  if (a.nr * a.nc > 1)
    run.writes.change((book) => copyCells(book, cellRange(first), cellRange(a), { contents: "formulas" }));
});

/** get and set of one look, for one cell, for a grid and for a list of ranges. */
function lookCalls(
  one: string,
  many: string,
  read: (book: Book, a: Area) => unknown,
  write: (book: Book, a: Area, grid: never) => void,
): ServiceTable {
  const get = reading(({ world }, a) => read(world.book, a));
  const queue = (context: CallContext, a: Area, grid: never) => {
    if (one === "NumberFormat") queueTyped(context, a, "format");
    context.run.writes.change((book) => write(book, a, grid));
  };
  const set = writing<{ value: never }>((context, a, { value }) =>
    queue(context, a, filled(a, value) as never),
  );
  return {
    [`Range.get${one}`]: get,
    [`Range.get${many}`]: get,
    [`Range.set${one}`]: set,
    [`RangeList.set${one}`]: set,
    [`Range.set${many}`]: writing<{ values: never }>((context, a, args) => queue(context, a, args.values)),
  };
}

/** facts 5.5: a number arrives as Java prints it, 25 as "25.0". */
function noteText(note: unknown): string {
  return Number.isInteger(note) ? `${note}.0` : String(note ?? "");
}

/** Google's plural, where it is not a plain s. */
const PLURALS: Readonly<Record<string, string>> = {
  FontFamily: "FontFamilies",
  WrapStrategy: "WrapStrategies",
};

const looks: ServiceTable = Object.assign(
  {},
  ...Object.entries(styleLooks).map(([one, look]) =>
    lookCalls(
      one,
      PLURALS[one] ?? `${one}s`,
      (book, a) => book.styles(a.s, a.r, a.c, a.nr, a.nc).map((row) => row.map((s) => look.read(s))),
      (book, a, grid) => setLooks(book, look, a, grid),
    ),
  ),
);

export const ranges: ServiceTable = {
  ...looks,
  ...lookCalls(
    "NumberFormat",
    "NumberFormats",
    (book, a) => book.numberFormats(a.s, a.r, a.c, a.nr, a.nc),
    (book, a, grid) => book.setNumberFormats(a.s, a.r, a.c, grid),
  ),
  ...lookCalls(
    "Note",
    "Notes",
    (book, a) => book.notes(a.s, a.r, a.c, a.nr, a.nc),
    (book, a, grid: unknown[][]) =>
      book.setNotes(
        a.s,
        a.r,
        a.c,
        grid.map((row) => row.map(noteText)),
      ),
  ),

  "Range.getValues": reading(values),
  "Range.getValue": reading(values),
  // A formula that shows nothing is something.
  "Range.isBlank": reading((context, a) =>
    [...values(context, a), ...formulas(context, a)].every((row) => row.every((v) => v === "")),
  ),
  "Range.getDisplayValues": reading(displays),
  "Range.getDisplayValue": reading(displays),
  "Range.getFormulas": reading(formulas),
  "Range.getFormula": reading(formulas),

  "Range.setValues": writing<{ values: WireCell[][] }>(({ run, world }, a, { values: grid }) =>
    run.writes.cells(
      a,
      grid.map((row) => row.map((v) => cellInput(v, world.book.timeZone))),
    ),
  ),
  "Range.setValue": setOne,
  "RangeList.setValue": setOne,
  "Range.setFormulas": writing<{ values: (string | null)[][] }>(({ run }, a, { values: grid }) =>
    run.writes.cells(
      a,
      grid.map((row) => row.map(asFormula)),
    ),
  ),
  "Range.setFormula": setOneFormula,
  "RangeList.setFormula": setOneFormula,

  "Range.clear": clear,
  "Range.clearContent": clear,
  "Range.clearFormat": clear,
  "Range.clearNote": clear,
  "Range.clearDataValidations": clear,
  "RangeList.clear": clear,
  "RangeList.clearContent": clear,
  "RangeList.clearFormat": clear,
  "RangeList.clearNote": clear,

  "Range.sort": writing<{ keys: SortKey[] }>(({ run }, a, { keys }) => {
    // The column is the sheet's, not the range's. What Google says to another one is in no source.
    const stray = keys.find(({ column }) => column < a.c || column >= a.c + a.nc);
    if (stray) throw new GoogleError(`The sort column ${stray.column} is outside the range.`);
    run.writes.change((book) => book.sortRange(a.s, a.r, a.c, a.nr, a.nc, keys));
  }),
  "Range.activate": activate,
  "RangeList.activate": activate,
};
