import type { ColumnKind } from "../core/resource.ts";

/**
 * Number formats of our columns. `@` keeps text as typed; without it a later edit of the cell by hand would be read as
 * a number or a date. New columns take on their neighbour's format: after dates, numbers would be dates too.
 */
export const FORMATS: Readonly<Record<ColumnKind, string | null>> = {
  text: "@",
  number: "General",
  boolean: null,
  time: "yyyy-mm-dd hh:mm",
  date: "yyyy-mm-dd",
};
