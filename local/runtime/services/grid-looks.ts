import { NEEDS } from "../access.ts";
import { spreadsheetMs } from "../costs.ts";
import { GoogleError } from "../google-error.ts";
import { type CallContext, counted, free, type ServiceCall, type ServiceTable } from "../service.ts";
import { sheetInfo } from "./areas.ts";
import { checkProtected } from "./protection.ts";

/** Looks of tabs, columns and rows that the book has no words of its own for: they go to o-spreadsheet's model. */

/** Columns, or rows. */
interface Lines {
  readonly sheet: number;
  /** Counted from 1. */
  readonly first: number;
  readonly count: number;
}

type Dimension = "COL" | "ROW";

/** @throws GoogleError for lines that the sheet has not got */
function elementsOf(context: CallContext, dimension: Dimension, { sheet, first, count }: Lines): number[] {
  const { rows, columns } = sheetInfo(context, sheet);
  if (first < 1 || count < 1 || first + count - 1 > (dimension === "COL" ? columns : rows))
    throw new GoogleError(`Those ${dimension === "COL" ? "columns" : "rows"} are out of bounds.`);
  return Array.from({ length: count }, (_, i) => first - 1 + i);
}

function hiding(command: "HIDE_COLUMNS_ROWS" | "UNHIDE_COLUMNS_ROWS", dimension: Dimension): ServiceCall {
  return counted(NEEDS.writeDocument, (context, lines: Lines) => {
    const { world, run } = context;
    run.spend(spreadsheetMs(0));
    run.writes.flush();
    const elements = elementsOf(context, dimension, lines);
    checkProtected(context, lines.sheet, "name");
    const sheetId = world.book.sheetKey(lines.sheet);
    // What Google says to it is in no source.
    if (
      command === "HIDE_COLUMNS_ROWS" &&
      world.book.model.getters.checkElementsIncludeAllVisibleHeaders(sheetId, dimension, elements)
    )
      throw new GoogleError(
        `You can't hide all the ${dimension === "COL" ? "columns" : "rows"} on the sheet.`,
      );
    world.book.dispatch(command, { sheetId, dimension, elements });
    return null;
  });
}

/** A read of one line's looks is a trip to Google as any other ("expensive", as users' scripts say of hidden rows). */
function lookedAt({ run }: CallContext): void {
  run.spend(spreadsheetMs(0));
  run.writes.flush();
}

function colourOf({ world }: CallContext, sheet: number): string | null {
  return world.book.model.getters.getSheet(world.book.sheetKey(sheet)).color ?? null;
}

const hide = hiding("HIDE_COLUMNS_ROWS", "COL");
const show = hiding("UNHIDE_COLUMNS_ROWS", "COL");
const hideRows = hiding("HIDE_COLUMNS_ROWS", "ROW");
const showRows = hiding("UNHIDE_COLUMNS_ROWS", "ROW");

const heighten = counted(NEEDS.writeDocument, (context, lines: Lines & { height: number }) => {
  const { world, run } = context;
  run.spend(spreadsheetMs(0));
  run.writes.flush();
  const elements = elementsOf(context, "ROW", lines);
  checkProtected(context, lines.sheet, "name");
  const sheetId = world.book.sheetKey(lines.sheet);
  world.book.dispatch("RESIZE_COLUMNS_ROWS", { sheetId, dimension: "ROW", elements, size: lines.height });
  return null;
});

/** Sheets' height of a row that nobody set, in pixels. */
const ROW_HEIGHT = 21;

export const gridLooks: ServiceTable = {
  "Sheet.hideColumn": hide,
  "Sheet.hideColumns": hide,
  "Sheet.showColumns": show,
  "Sheet.unhideColumn": show,
  "Sheet.isColumnHiddenByUser": counted(NEEDS.readDocument, (context, { sheet, first }: Lines) => {
    const { book } = context.world;
    lookedAt(context);
    sheetInfo(context, sheet);
    return book.model.getters.isColHidden(book.sheetKey(sheet), first - 1);
  }),
  "Sheet.hideRow": hideRows,
  "Sheet.hideRows": hideRows,
  "Sheet.showRows": showRows,
  "Sheet.unhideRow": showRows,
  "Sheet.isRowHiddenByUser": counted(NEEDS.readDocument, (context, lines: Lines) => {
    const { book } = context.world;
    lookedAt(context);
    elementsOf(context, "ROW", lines);
    return book.model.getters.isRowHiddenByUser(book.sheetKey(lines.sheet), lines.first - 1);
  }),
  "Sheet.getRowHeight": counted(NEEDS.readDocument, (context, lines: Lines) => {
    const { book } = context.world;
    lookedAt(context);
    elementsOf(context, "ROW", lines);
    return book.model.getters.getUserRowSize(book.sheetKey(lines.sheet), lines.first - 1) ?? ROW_HEIGHT;
  }),
  "Sheet.setRowHeight": heighten,
  "Sheet.setRowHeights": heighten,
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
      checkProtected(context, sheet, "name");
      const sheetId = world.book.sheetKey(sheet);
      world.book.model.dispatch("COLOR_SHEET", color === null ? { sheetId } : { sheetId, color });
      return null;
    },
  ),
};
