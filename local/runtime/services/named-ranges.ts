import {
  type NamedRange,
  namedRange,
  namedRanges as namedRangesOf,
  removeNamedRange,
  setNamedRange,
} from "../../book/named-ranges.ts";
import { NEEDS } from "../access.ts";
import { GoogleError } from "../google-error.ts";
import { type CallContext, free, type ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { checkArea, sheetInfo } from "./areas.ts";
import { documentChange } from "./document-calls.ts";

/** Letters, digits and underscores, no digit first, not like a cell ("A1", "R1C1"), not TRUE or FALSE; at most 250. [D] */
const NAME = /^(?!(?:[a-z]{1,3}\d+|r\d*c\d*|true|false)$)[\p{L}_][\p{L}\p{N}_]{0,249}$/iu;

function areaIn({ sheet, row, column, rows, columns }: NamedRange): Area {
  return { s: sheet, r: row, c: column, nr: rows, nc: columns };
}

/** @throws GoogleError for a name that Sheets does not allow; the words are ours */
function named(context: CallContext, name: string, area: Area): NamedRange {
  if (!NAME.test(name)) throw new GoogleError(`The name of the range is invalid: ${name}`);
  checkArea(context, area);
  return { name, sheet: area.s, row: area.r, column: area.c, rows: area.nr, columns: area.nc };
}

/** @throws GoogleError when there is none of that name (any more); the words are ours */
function known({ world }: CallContext, name: string): NamedRange {
  const found = namedRange(world.book, name);
  if (!found) throw new GoogleError(`There is no named range ${name}.`);
  return found;
}

/** The cells that a name stands for; null when there is no such name. */
const areaOf = free(NEEDS.readDocument, ({ world }, { name }: { name: string }) => {
  const found = namedRange(world.book, name);
  return found ? areaIn(found) : null;
});

const remove = documentChange((context, { name }: { name: string }) =>
  removeNamedRange(context.world.book, known(context, name).name),
);

export const namedRanges: ServiceTable = {
  "Spreadsheet.getNamedRanges": free(NEEDS.readDocument, ({ world }) =>
    namedRangesOf(world.book).map(({ name }) => name),
  ),
  "Sheet.getNamedRanges": free(NEEDS.readDocument, (context, { sheet }: { sheet: number }) => {
    sheetInfo(context, sheet);
    return namedRangesOf(context.world.book)
      .filter((each) => each.sheet === sheet)
      .map(({ name }) => name);
  }),
  "Spreadsheet.getRangeByName": areaOf,
  "Spreadsheet.setNamedRange": documentChange((context, { name, area }: { name: string; area: Area }) =>
    setNamedRange(context.world.book, named(context, name, area)),
  ),
  "Spreadsheet.removeNamedRange": remove,
  "NamedRange.getRange": areaOf,
  "NamedRange.remove": remove,
  "NamedRange.setName": documentChange((context, { name, to }: { name: string; to: string }) => {
    const before = known(context, name);
    const taken = namedRange(context.world.book, to);
    if (taken && taken.name !== before.name) throw new GoogleError(`There is already a named range ${to}.`);
    setNamedRange(context.world.book, named(context, to, areaIn(before)), before.name);
  }),
  "NamedRange.setRange": documentChange((context, { name, area }: { name: string; area: Area }) => {
    const before = known(context, name);
    setNamedRange(context.world.book, named(context, before.name, area), before.name);
  }),
};
