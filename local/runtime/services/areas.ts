import type { SheetInfo } from "../../book/book.ts";
import { GoogleError } from "../google-error.ts";
import type { CallContext } from "../service.ts";
import type { Area } from "../wire.ts";

/** What a sheet is now. @throws GoogleError when it has been deleted meanwhile */
export function sheetInfo({ world }: CallContext, id: number): SheetInfo {
  const info = world.book.sheets().find((sheet) => sheet.id === id);
  if (!info) throw new GoogleError(`Sheet ${id} not found`);
  return info;
}

/** facts 5.1: a range's place is checked when it is made ([?] there; the earlier of the two readings). */
export function checkArea(context: CallContext, area: Area): void {
  const info = sheetInfo(context, area.s);
  if (area.nr < 1) throw new GoogleError("The number of rows in the range must be at least 1.");
  if (area.nc < 1) throw new GoogleError("The number of columns in the range must be at least 1.");
  if (area.r < 1 || area.c < 1)
    throw new GoogleError("The coordinates or dimensions of the range are invalid.");
  if (area.r + area.nr - 1 > info.rows || area.c + area.nc - 1 > info.columns)
    throw new GoogleError("The coordinates of the range are outside the dimensions of the sheet.");
}

/** Opens a tab for who runs the script. A clock trigger opens it for itself only (facts 4.2). */
export function openTab({ world, run }: CallContext, sheet: number): void {
  if (run.entry === "trigger") run.ownSheets.set(world.book, sheet);
  else world.file.activeSheets[run.user] = sheet;
}

/** The parts that this person has selected on a tab; A1 when nothing is, and in a trigger (facts 4.2). */
export function partsOn({ world, run }: CallContext, sheet: number): readonly Area[] {
  const selected = run.entry === "trigger" ? [] : (world.selections.get(run.user) ?? []);
  const parts = selected.filter(({ s }) => s === sheet);
  return parts.length > 0 ? parts : [{ s: sheet, r: 1, c: 1, nr: 1, nc: 1 }];
}

/** Of a selection in several parts the last one, as in the example of Google's reference of Selection. */
export function selectionOn(context: CallContext, sheet: number): Area {
  return partsOn(context, sheet).at(-1) as Area;
}

export function cellsOf(areas: readonly Area[]): number {
  return areas.reduce((sum, area) => sum + area.nr * area.nc, 0);
}
