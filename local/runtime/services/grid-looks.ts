import type { Book } from "../../book/book.ts";
import { NEEDS } from "../access.ts";
import { spreadsheetMs } from "../costs.ts";
import { GoogleError } from "../google-error.ts";
import { type CallContext, counted, free, type ServiceCall, type ServiceTable } from "../service.ts";
import { sheetInfo } from "./areas.ts";

/** Looks of tabs and columns that the book has no words of its own for: they go to o-spreadsheet's model. */

interface Columns {
  readonly sheet: number;
  /** Counted from 1. */
  readonly first: number;
  readonly count: number;
}

/** o-spreadsheet's id of a sheet; both list them in tab order. */
function modelSheet(book: Book, id: number): string {
  const index = book.sheets().findIndex((sheet) => sheet.id === id);
  return book.model.getters.getSheetIds()[index] as string;
}

function hiding(command: "HIDE_COLUMNS_ROWS" | "UNHIDE_COLUMNS_ROWS"): ServiceCall {
  return counted(NEEDS.writeDocument, (context, { sheet, first, count }: Columns) => {
    const { world, run } = context;
    run.spend(spreadsheetMs(0));
    run.writes.flush();
    const { columns } = sheetInfo(context, sheet);
    if (first < 1 || count < 1 || first + count - 1 > columns)
      throw new GoogleError("Those columns are out of bounds.");
    const elements = Array.from({ length: count }, (_, i) => first - 1 + i);
    world.book.model.dispatch(command, {
      sheetId: modelSheet(world.book, sheet),
      dimension: "COL",
      elements,
    });
    return null;
  });
}

function colourOf({ world }: CallContext, sheet: number): string | null {
  return world.book.model.getters.getSheet(modelSheet(world.book, sheet)).color ?? null;
}

const hide = hiding("HIDE_COLUMNS_ROWS");
const show = hiding("UNHIDE_COLUMNS_ROWS");

export const gridLooks: ServiceTable = {
  "Sheet.hideColumn": hide,
  "Sheet.hideColumns": hide,
  "Sheet.showColumns": show,
  "Sheet.unhideColumn": show,
  "Sheet.isColumnHiddenByUser": free(NEEDS.readDocument, (context, { sheet, first }: Columns) => {
    const { book } = context.world;
    sheetInfo(context, sheet);
    return book.model.getters.isColHidden(modelSheet(book, sheet), first - 1);
  }),
  "Sheet.getTabColor": free(NEEDS.readDocument, (context, { sheet }: { sheet: number }) => {
    sheetInfo(context, sheet);
    return colourOf(context, sheet);
  }),
  "Sheet.setTabColor": counted(
    NEEDS.writeDocument,
    (context, { sheet, color }: { sheet: number; color: string | null }) => {
      const { world, run } = context;
      run.spend(spreadsheetMs(0));
      sheetInfo(context, sheet);
      const sheetId = modelSheet(world.book, sheet);
      world.book.model.dispatch("COLOR_SHEET", color === null ? { sheetId } : { sheetId, color });
      return null;
    },
  ),
};
