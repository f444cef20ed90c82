// o-spreadsheet's sheets with Sheets' freedoms, and the placing of many cells at once.
import { ORDER_SHEETS, type OrderSheets, PLACE_CELLS, type PlaceCells } from "./commands.ts";
import { type Command, type CorePluginInside, pluginClass, replacePlugin } from "./engine.ts";

interface SheetPluginInside extends CorePluginInside {
  orderedSheetIds: string[];
  setNewPosition(cellId: number, sheetId: string, col: number, row: number): void;
  clearPosition(sheetId: string, col: number, row: number): void;
}

const OriginalSheets = pluginClass<SheetPluginInside>("corePluginRegistry", "sheet");

class Sheets extends OriginalSheets {
  override allowDispatch(command: Command): string | string[] {
    const result = super.allowDispatch(command);
    // Excel forbids some characters in sheet names; Sheets does not.
    const reasons = [result].flat().filter((reason) => reason !== "ForbiddenCharactersInSheetName");
    const hiddenGoes =
      command.type === "DELETE_SHEET" && !this.getters.isSheetVisible(String(command.sheetId));
    // The last visible sheet must stay; a hidden one may always go.
    const kept = hiddenGoes ? reasons.filter((reason) => reason !== "NotEnoughSheets") : reasons;
    return kept.length > 0 ? kept : "Success";
  }

  override handle(command: Command): void {
    if (command.type === PLACE_CELLS) this.placeCells(command as unknown as PlaceCells);
    else if (command.type === ORDER_SHEETS) this.orderSheets(command as unknown as OrderSheets);
    else super.handle(command);
  }

  private placeCells({ sheetId, places }: PlaceCells): void {
    for (let i = 0; i < places.length; i += 3) {
      const [id, row, col] = [places[i] as number, places[i + 1] as number, places[i + 2] as number];
      if (id === 0) this.clearPosition(sheetId, col, row);
      else this.setNewPosition(id, sheetId, col, row);
    }
  }

  private orderSheets({ order }: OrderSheets): void {
    const present = this.orderedSheetIds;
    const known = order.filter((id) => present.includes(id));
    this.history.update("orderedSheetIds", [...known, ...present.filter((id) => !known.includes(id))]);
  }
}

replacePlugin("corePluginRegistry", "sheet", Sheets);
