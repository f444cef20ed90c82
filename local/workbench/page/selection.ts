import type { Model } from "@odoo/o-spreadsheet";
import type { Zone } from "../../book/engine.ts";
import { sheetNumber } from "../../book/sheet-ids.ts";
import type { Connection } from "./connection.ts";
import type { SharedSpreadsheet } from "./shared-spreadsheet.ts";

/** How long the selection rests before the server hears of it: dragging over cells is one selection. */
const TELL_AFTER_MS = 100;

/**
 * Keeps what is selected here and what a script takes for it alike: getActiveRangeList and getActiveSheet go by this
 * page's selection, and the page opens the tab that a script has made active.
 */
export function shareSelection(spreadsheet: SharedSpreadsheet, connection: Connection): void {
  let timer = 0;
  let told = "";
  const tell = () => {
    const { getters } = spreadsheet.model;
    const sheetId = getters.getActiveSheetId();
    const active = plain(getters.getSelectedZone());
    const others = getters.getSelectedZones().map(plain);
    const isActive = (zone: Zone) => JSON.stringify(zone) === JSON.stringify(active);
    const zones = [...others.filter((zone) => !isActive(zone)), active];
    const text = JSON.stringify([sheetId, zones]);
    if (text === told) return;
    told = text;
    connection.send({ type: "selection", sheetId, zones });
  };
  spreadsheet.onJoined((model) => {
    model.on("update", shareSelection, () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(tell, TELL_AFTER_MS);
    });
    tell();
  });
  connection.onScript(tell);
  connection.on("open sheet", ({ sheet }) => openSheet(spreadsheet.model, sheet));
}

function plain({ top, left, bottom, right }: Zone): Zone {
  return { top, left, bottom, right };
}

function openSheet(model: Model, sheet: number): void {
  const sheetIdFrom = model.getters.getActiveSheetId();
  const sheetIdTo = model.getters.getVisibleSheetIds().find((id) => sheetNumber(id) === sheet);
  if (sheetIdTo === undefined || sheetIdTo === sheetIdFrom) return;
  model.dispatch("ACTIVATE_SHEET", { sheetIdFrom, sheetIdTo });
}
