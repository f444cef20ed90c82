import { components } from "@odoo/o-spreadsheet";

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What o-spreadsheet knows of a cell that is edited, as far as used here. */
interface Edition {
  readonly editionMode: "inactive" | "editing" | "selecting";
  readonly composerSelection: Span;
  stopComposerRangeSelection(): void;
  setCurrentContent(content: string, selection: Span): void;
}

/** The parts of o-spreadsheet's cell editor that ours use; its public types hide them. */
interface Editor {
  readonly props: {
    /** As of the last drawing. */
    readonly focus: string;
    readonly composerStore: Edition;
    /** The editor in the grid has it, the formula bar has not. */
    readonly onComposerCellFocused?: (content: string) => void;
  };
  readonly compositionActive: boolean;
  readonly contentHelper: {
    getText(): string;
    getCurrentSelection(): Span;
    setText(lines: unknown): void;
    selectRange(start: number, end: number): void;
  };
  getContentLines(): unknown;
  processTokenAtCursor(): void;
  onInput(event: InputEvent): void;
}

/**
 * Keys that come faster than the page draws. The editor holds the cell's old contents until it is drawn anew, a frame
 * after the first key: o-spreadsheet would take a second key of the same frame for one typed into those, so that a cell
 * that held "OFFER" got "OFFERREJECTED", or, where a drop-down refuses that, kept "OFFER". The first key after an Enter
 * of the same frame would be lost.
 */
export function keepUpWithTyping(): void {
  const editor = components.Composer.prototype as unknown as Editor;
  const { onInput } = editor;
  editor.onInput = function (event) {
    const { composerStore: edition, focus, onComposerCellFocused: begin } = this.props;
    const isBegun = edition.editionMode !== "inactive";
    // Text that an input method is still composing is the browser's.
    if (this.compositionActive || (isBegun && focus !== "inactive")) {
      onInput.call(this, event);
      return;
    }
    event.stopPropagation();
    if (isBegun) {
      edition.stopComposerRangeSelection();
      edition.setCurrentContent(this.contentHelper.getText(), this.contentHelper.getCurrentSelection());
      this.processTokenAtCursor();
      return;
    }
    begin?.(event.data ?? "");
    if (edition.editionMode === "inactive") return;
    const { start, end } = edition.composerSelection;
    this.contentHelper.setText(this.getContentLines());
    this.contentHelper.selectRange(start, end);
  };
}
