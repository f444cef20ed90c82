import { type Model, registries } from "@odoo/o-spreadsheet";
import { TREAT_ZONE, type TreatZone } from "../../book/commands.ts";
import type { Zone } from "../../book/engine.ts";
import { editNote, noteOf } from "./note-editor.ts";

interface Env {
  readonly model: Model;
}

/** At the end of their menus, as Google Sheets has them. */
const LAST = 1000;

/** How many cells of the selection have notes, as far as a word in the plural needs to know. */
function notesSelected({ model: { getters } }: Env): number {
  const sheetId = getters.getActiveSheetId();
  let count = 0;
  for (const { top, left, bottom, right } of getters.getSelectedZones())
    for (let row = top; row <= bottom; row += 1)
      for (let col = left; col <= right; col += 1) {
        if (noteOf(getters, { sheetId, col, row })) count += 1;
        if (count > 1) return count;
      }
  return count;
}

function deleteNotes({ model }: Env): void {
  const sheetId = model.getters.getActiveSheetId();
  for (const { top, left, bottom, right } of model.getters.getSelectedZones()) {
    const zone: Zone = { top, left, bottom, right };
    const without: TreatZone = { sheetId, zone, notes: true };
    // The package's types know its own commands only.
    model.dispatch(TREAT_ZONE as never, without as never);
  }
}

/** Insert ▸ Note, Edit ▸ Delete ▸ Notes, and both in a cell's own menu. */
export function addNoteMenus(): void {
  const insert = { sequence: LAST, execute: (env: Env) => editNote(env) };
  const remove = {
    sequence: LAST + 1,
    isVisible: (env: Env) => notesSelected(env) > 0,
    execute: deleteNotes,
  };
  registries.topbarMenuRegistry
    .addChild("note", ["insert"], { ...insert, name: "Note", description: "Shift+F2" })
    .addChild("notes", ["edit", "delete"], { ...remove, name: "Notes" });
  registries.cellMenuRegistry
    .add("note", {
      ...insert,
      name: (env: Env) => (notesSelected(env) > 0 ? "Edit note" : "Insert note"),
    })
    .add("delete_notes", {
      ...remove,
      name: (env: Env) => (notesSelected(env) > 1 ? "Delete notes" : "Delete note"),
    });
}
