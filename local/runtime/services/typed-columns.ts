import { overlap, zoneOf } from "../../book/cell-range.ts";
import { GoogleError } from "../google-error.ts";
import type { CallContext } from "../service.ts";
import type { Area } from "../wire.ts";
import { cellRange } from "./criteria.ts";

/** facts 5.5: what Tables of Sheets refuse; the first two when the queue is sent. */
export const TYPED_COLUMNS = {
  format: "You can't set the number format of cells in a typed column.",
  validation: "This operation is not allowed on cells in typed columns.",
  filter: "You cannot create a filter that intersects a table.",
} as const;

/** @throws GoogleError when a Table has a cell of the area */
export function checkTyped({ world }: CallContext, area: Area, what: keyof typeof TYPED_COLUMNS): void {
  const isIn = (table: Area) =>
    table.s === area.s && overlap(zoneOf(cellRange(table)), zoneOf(cellRange(area)));
  if (world.tables.some(isIn)) throw new GoogleError(TYPED_COLUMNS[what]);
}

/** The same when the queue is sent (facts, 5.8). */
export function queueTyped(context: CallContext, area: Area, what: keyof typeof TYPED_COLUMNS): void {
  if (context.world.tables.length > 0) context.run.writes.change(() => checkTyped(context, area, what));
}
