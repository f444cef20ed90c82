import type { Snapshot } from "../../messages.ts";
import type { Connection } from "../connection.ts";
import { button, byId, element } from "../element.ts";
import { focusGrid } from "../grid.ts";

/** The document's name in the title row: a click renames it, as in Google Sheets. */
export class DocumentName {
  private readonly place = byId("document-title");
  private readonly shown = button("", () => this.rename(), { class: "document-name", title: "Rename" });
  private title: string;

  constructor(
    private readonly connection: Connection,
    snapshot: Snapshot,
  ) {
    this.title = snapshot.title;
    this.place.replaceChildren(this.shown);
    this.show(snapshot.title);
    connection.on("renamed", ({ title }) => this.show(title));
  }

  private show(title: string): void {
    this.title = title;
    this.shown.textContent = title;
    document.title = `${title} - Huntsheet workbench`;
  }

  name(): string {
    return this.title;
  }

  rename(): void {
    const input = element("input", { type: "text", "aria-label": "Name of the spreadsheet" });
    input.value = this.title;
    let isDone = false;
    const done = (isKept: boolean) => {
      // Taking the field away takes the focus from it, which is another reason to be done.
      if (isDone) return;
      isDone = true;
      const name = input.value.trim();
      this.place.replaceChildren(this.shown);
      focusGrid();
      if (!isKept || name === "" || name === this.title) return;
      this.show(name);
      this.connection.send({ type: "panel wish", wish: { kind: "rename", name } });
    };
    input.addEventListener("keydown", (event) => {
      // The grid listens for keys on the window.
      event.stopPropagation();
      if (event.key === "Enter") done(true);
      if (event.key === "Escape") done(false);
    });
    input.addEventListener("blur", () => done(true));
    this.place.replaceChildren(input);
    input.focus();
    input.select();
  }
}
