import { helpers, registries, stores } from "@odoo/o-spreadsheet";
import { Component, xml } from "@odoo/owl";
import type { Position } from "../../book/engine.ts";
import { editNote, NoteEditor, noteOf, SIZE } from "./note-editor.ts";

/** The box that a cell's note is read in, at the cell's right as in Google Sheets. A click into it edits the note. */
class Note extends Component {
  static override template = xml`<div class="cell-note" t-esc="props.note" t-on-click="() => this.edit()"/>`;
  static override props = ["note", "position", "onClosed?"];
  static maxSize = SIZE;

  edit(): void {
    editNote(this.env, (this.props as { position: Position }).position);
  }
}

/** A cell on the canvas, as far as used here. `id` is its address (A1, A1:B2), with more behind it for a cell that fades. */
interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The parts of o-spreadsheet's painter that ours use; its public types hide them. */
interface Painter {
  readonly getters: { getCell(position: object): object | undefined };
  drawIcon(on: { readonly ctx: CanvasRenderingContext2D; readonly sheetId: string }, boxes: Box[]): void;
}

const FIRST_CELL = /^[A-Z]+[0-9]+(?![^:])/;

/** Legs of the triangle that marks a cell with a note, in pixels, and its colour. */
const MARK = { size: 6, colour: "#202124" };

/** Marks cells with notes in their upper right corner, as Google Sheets does. */
function markNotes(): void {
  const painter = stores.GridRenderer.prototype as unknown as Painter;
  const { drawIcon } = painter;
  painter.drawIcon = function (on, boxes) {
    drawIcon.call(this, on, boxes);
    const { ctx, sheetId } = on;
    ctx.fillStyle = MARK.colour;
    for (const { id, x, y, width } of boxes) {
      const [cell] = FIRST_CELL.exec(id) ?? [];
      if (cell === undefined) continue;
      const { note } = (this.getters.getCell({ sheetId, ...helpers.toCartesian(cell) }) ?? {}) as {
        note?: string;
      };
      if (!note) continue;
      ctx.beginPath();
      ctx.moveTo(x + width - MARK.size, y);
      ctx.lineTo(x + width, y);
      ctx.lineTo(x + width, y + MARK.size);
      ctx.fill();
    }
  };
}

/** Shows the note of the cell under the pointer, or the editor of one. Notes lie on the cells themselves (local/book). */
export function showNotes(): void {
  markNotes();
  registries.cellPopoverRegistry.add("huntsheet_note", {
    onHover: (position, getters) => {
      const note = noteOf(getters, position);
      return note
        ? { isOpen: true, props: { note, position }, Component: Note, cellCorner: "top-right" }
        : { isOpen: false };
    },
    onOpen: (position, getters) => ({
      isOpen: true,
      props: { note: noteOf(getters, position), position },
      Component: NoteEditor,
      cellCorner: "top-right",
    }),
  });
}
