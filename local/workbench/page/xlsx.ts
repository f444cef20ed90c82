import { helpers, type Model, registries, UIPlugin } from "@odoo/o-spreadsheet";
import { strToU8, zipSync } from "fflate";
import type { Getters, Position } from "../../book/engine.ts";
import { addNotes, type CellNote } from "./xlsx-notes.ts";

const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * o-spreadsheet's export reads a cell's text as if it were typed: 00123 would become a number, =x a formula. With this
 * sign before it, text stays text; the finished file is rid of it. No keyboard has it.
 */
const TEXT_MARK = "\u{E000}";

/** o-spreadsheet's draft of a workbook, as far as used here: by sheet, cells and formats by their address. */
interface Draft {
  readonly formats: Record<number, string>;
  readonly sheets: readonly {
    readonly id: string;
    readonly cells: Record<string, string | undefined>;
    readonly formats: Record<string, number>;
  }[];
}

/** Puts into the draft what the page's cells hold: text as text, results of custom functions, number formats as they were set. */
class ExactCells extends UIPlugin {
  static override getters = [];

  override exportForExcel(data: unknown): void {
    const draft = data as Draft;
    const getters = this.getters as unknown as Getters;
    const ids = new Map(Object.entries(draft.formats).map(([id, format]) => [format, Number(id)]));
    const idOf = (format: string) => {
      const id = ids.get(format) ?? Math.max(0, ...ids.values()) + 1;
      ids.set(format, id);
      draft.formats[id] = format;
      return id;
    };
    for (const { id: sheetId, cells, formats } of draft.sheets) {
      for (const cell of getters.getCells(sheetId)) {
        const position = getters.getCellPosition(cell.id);
        const place = addressOf(position);
        if (cell.exact && cell.exact !== cell.format) formats[place] = idOf(cell.exact);
        if (cell.isFormula || typeof cell.parsedValue !== "string") continue;
        if (cell.parsedValue !== "" && !getters.getEvaluatedCell(position).link)
          cells[place] = TEXT_MARK + cell.parsedValue;
      }
      for (const position of getters.getEvaluatedCellsPositions(sheetId)) {
        const isResult = getters.getCell(position)?.isFormula || getters.getArrayFormulaSpreadingOn(position);
        const place = addressOf(position);
        if (isResult && !cells[place]?.startsWith("=")) cells[place] = resultAt(getters, position);
      }
    }
  }
}

/** What a formula gives that Excel has not got, or that spread to this cell. */
function resultAt(getters: Getters, position: Position): string | undefined {
  const { type, value } = getters.getEvaluatedCell(position);
  if (value === null || value === "") return undefined;
  return type === "text" || type === "error" ? `${TEXT_MARK}${value}` : String(value);
}

function addressOf({ col, row }: Position): string {
  return helpers.toXC(col, row);
}

/** To be called before the model is made. */
export function exportExactCells(): void {
  registries.featurePluginRegistry.add("huntsheet_exact_cells", ExactCells);
}

/** The notes of each sheet, in the sheets' order. */
function notesOf(model: Model): CellNote[][] {
  const getters = model.getters as unknown as Getters;
  return getters.getSheetIds().map((sheetId) =>
    getters.getCells(sheetId).flatMap(({ id, note }) => {
      const { col, row } = getters.getCellPosition(id);
      return note ? [{ col, row, note }] : [];
    }),
  );
}

/** Downloads the whole spreadsheet as it is now, as a file of this name. */
export async function downloadXlsx(model: Model, name: string): Promise<void> {
  const { files } = await model.exportXLSX();
  const parts: Record<string, string> = {};
  for (const file of files) if ("content" in file) parts[file.path] = file.content.replaceAll(TEXT_MARK, "");
  addNotes(parts, notesOf(model));
  const bytes = Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)]));
  const url = URL.createObjectURL(new Blob([zipSync(bytes)], { type: TYPE }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.replace(/[\\/:*?"<>|]/g, "_")}.xlsx`;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(url));
}
