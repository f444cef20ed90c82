import { components, type Model, stores } from "@odoo/o-spreadsheet";
import { Component, onMounted, onWillUnmount, useExternalListener, useRef, xml } from "@odoo/owl";
import { WRITE_BLOCK, type WriteBlock } from "../../book/commands.ts";
import type { Position } from "../../book/engine.ts";
import { focusGrid } from "./grid.ts";

/** What o-spreadsheet hands to menu items and components, as far as used here. */
export interface GridEnv {
  readonly model: Model;
  getStore(store: unknown): unknown;
}

/** o-spreadsheet's keeper of the box at a cell, as far as used here. */
interface Popovers {
  persistentPopover: { col: number; row: number; sheetId: string; type: string } | undefined;
  open(position: { col: number; row: number }, type: string): void;
  close(): void;
  handle(command: { type: string }): void;
}

/** Rows or columns that come or go. */
interface Moved {
  readonly sheetId: string;
  readonly dimension: "ROW" | "COL";
  readonly base: number;
  readonly position: "before" | "after";
  readonly quantity: number;
  readonly elements: readonly number[];
}

export const SIZE = { maxHeight: 240, maxWidth: 260 };

const NAME = "huntsheet_note";

/** The cell whose note is being edited; null when it is gone. */
let edited: Position | null = null;

export function noteOf(getters: unknown, position: Position): string {
  // Ours, which o-spreadsheet's types do not know: local/book puts it on the cell.
  const { getCell } = getters as { getCell(at: Position): { readonly note?: string } | undefined };
  return getCell(position)?.note ?? "";
}

function popoversOf(env: unknown): Popovers {
  return (env as GridEnv).getStore(stores.CellPopoverStore) as Popovers;
}

/** Opens the box in which the note of a cell is written; of the active cell unless another is named. */
export function editNote(env: unknown, at?: Position): void {
  const { getters } = (env as GridEnv).model;
  const { sheetId, col, row } = getters.getMainCellPosition(at ?? getters.getActivePosition());
  edited = { sheetId, col, row };
  popoversOf(env).open({ col, row }, NAME);
}

/** The box that a note is written in. Escape, Tab and a click elsewhere keep what was written, as in Google Sheets. */
export class NoteEditor extends Component {
  static override template =
    xml`<textarea class="cell-note editor" aria-label="Note" t-ref="text" t-on-input="typed" t-on-keydown="keyPressed" t-on-blur="left"/>`;
  static override props = ["note", "position", "onClosed?"];
  static maxSize = SIZE;
  private readonly text = useRef<HTMLTextAreaElement>("text");
  private readonly before = (this.props as { note: string }).note;
  private written = this.before;

  override setup(): void {
    onMounted(() => {
      const { el } = this.text;
      if (!el) return;
      el.value = this.before;
      el.focus();
    });
    useExternalListener(
      window,
      "pointerdown",
      ({ target }) => {
        if (target !== this.text.el) popoversOf(this.env).close();
      },
      { capture: true },
    );
    onWillUnmount(() => this.keep());
  }

  typed(): void {
    this.written = this.text.el?.value ?? this.written;
  }

  keyPressed(event: KeyboardEvent): void {
    // The grid listens for keys on the window; what is typed here is not for it.
    event.stopPropagation();
    if (event.key !== "Escape" && event.key !== "Tab") return;
    event.preventDefault();
    popoversOf(this.env).close();
    focusGrid();
  }

  left(): void {
    // Another window may have the keys meanwhile.
    if (document.activeElement !== this.text.el) popoversOf(this.env).close();
  }

  private keep(): void {
    const note = this.written;
    if (!edited || note === this.before) return;
    const { sheetId, col, row } = edited;
    const block: WriteBlock = { sheetId, top: row, left: col, rows: 1, columns: 1, notes: [[note]] };
    // The package's types know its own commands only.
    (this.env as GridEnv).model.dispatch(WRITE_BLOCK as never, block as never);
  }
}

/** Where a row or column is after a change; null when it is gone. */
function placeAfter(
  type: string,
  place: number,
  { base, position, quantity, elements }: Moved,
): number | null {
  if (type === "ADD_COLUMNS_ROWS") {
    const at = position === "before" ? base : base + 1;
    return at <= place ? place + quantity : place;
  }
  if (elements.includes(place)) return null;
  return place - elements.filter((element) => element < place).length;
}

/** A box stays at its cell when rows and columns come and go meanwhile, by others and by scripts. */
function followCells(): void {
  const popovers = stores.CellPopoverStore.prototype as unknown as Popovers;
  const { handle } = popovers;
  popovers.handle = function (command) {
    handle.call(this, command);
    const at = this.persistentPopover;
    if (!at || (command.type !== "ADD_COLUMNS_ROWS" && command.type !== "REMOVE_COLUMNS_ROWS")) return;
    // By its type.
    const moved = command as unknown as Moved;
    if (moved.sheetId !== at.sheetId) return;
    const axis = moved.dimension === "ROW" ? "row" : "col";
    const place = placeAfter(command.type, at[axis], moved);
    if (place === null) {
      edited = null;
      this.close();
      return;
    }
    this.persistentPopover = { ...at, [axis]: place };
    if (edited) edited = { ...edited, [axis]: place };
  };
}

/** Shift+F2 writes the note of the active cell. */
function wireKey(): void {
  const grid = components.Grid.prototype as unknown as {
    readonly env: unknown;
    readonly keyDownMapping: Record<string, () => void>;
    setup(): void;
  };
  const { setup } = grid;
  grid.setup = function () {
    setup.call(this);
    this.keyDownMapping["Shift+F2"] = () => editNote(this.env);
  };
}

/** To be called before the grid is mounted. */
export function prepareNoteEditor(): void {
  followCells();
  wireKey();
}
