import { AbstractCellClipboardHandler, registries } from "@odoo/o-spreadsheet";
import { WRITE_BLOCK, type WriteBlock } from "../../book/commands.ts";
import type { Zone } from "../../book/engine.ts";
import { noteOf } from "./note-editor.ts";

/** Cells that are copied, as o-spreadsheet names them. */
interface Copied {
  readonly sheetId: string;
  readonly rowsIndexes: readonly number[];
  readonly columnsIndexes: readonly number[];
}

/** null: the cell has none, and what lies on the cell that is pasted onto stays. */
interface Notes {
  readonly notes: (string | null)[][];
}

/**
 * Takes notes along when cells are copied, cut, or moved by cells that come and go beside them; o-spreadsheet clears a
 * moved cell and writes it anew, and knows nothing of notes.
 */
class NoteClipboard extends AbstractCellClipboardHandler<Notes, unknown> {
  override copy({ sheetId, rowsIndexes, columnsIndexes }: Copied): Notes | undefined {
    const notes = rowsIndexes.map((row) =>
      columnsIndexes.map((col) => noteOf(this.getters, { sheetId, col, row }) || null),
    );
    return notes.some((line) => line.some((note) => note !== null)) ? { notes } : undefined;
  }

  override paste(
    { sheetId, zones }: { sheetId: string; zones: Zone[] },
    content: Notes,
    options?: { isCutOperation?: boolean; pasteOption?: string },
  ): void {
    const [first] = zones;
    if (!first || options?.pasteOption !== undefined) return;
    if (options?.isCutOperation) this.pasteZone(sheetId, first.left, first.top, content.notes);
    else this.pasteFromCopy(sheetId, zones, content.notes);
  }

  override pasteZone(sheetId: string, left: number, top: number, lines: unknown[][]): void {
    // What paste handed over.
    const notes = lines as (string | null)[][];
    const [rows, columns] = [notes.length, notes[0]?.length ?? 0];
    const block: WriteBlock = { sheetId, top, left, rows, columns, notes };
    // The package's types know its own commands only.
    this.dispatch(WRITE_BLOCK as never, block as never);
  }
}

export function copyNotesAlong(): void {
  registries.clipboardHandlersRegistries.cellHandlers.add("huntsheet_notes", NoteClipboard as never);
}
