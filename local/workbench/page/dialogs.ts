import type { Dialog, DialogButton } from "../../runtime/report.ts";
import type { Connection } from "./connection.ts";
import { button, element } from "./element.ts";
import { Modal } from "./modal.ts";

const LABELS: Readonly<Record<Exclude<DialogButton, "CLOSE">, string>> = {
  OK: "OK",
  CANCEL: "Cancel",
  YES: "Yes",
  NO: "No",
};

/** `Ui.alert` and `Ui.prompt`: the script waits until a button is pressed or the dialog is closed (facts 3.2). */
export class Dialogs {
  private readonly open = new Map<number, Modal>();

  constructor(private readonly connection: Connection) {
    connection.on("dialog", ({ id, dialog }) => this.show(id, dialog));
    connection.on("dialog closed", ({ id }) => this.remove(id));
  }

  private show(id: number, dialog: Dialog): void {
    const input = element("input", { type: "text", "aria-label": dialog.message || dialog.title });
    const answer = (pressed: DialogButton) => {
      this.remove(id);
      this.connection.send({ type: "dialog answer", id, answer: { button: pressed, text: input.value } });
    };
    const buttons = element("div", { class: "dialog-buttons" });
    for (const name of dialog.buttons) {
      if (name === "CLOSE") continue;
      const isMain = name === "OK" || name === "YES";
      buttons.append(button(LABELS[name], () => answer(name), { class: isMain ? "filled" : "outlined" }));
    }
    const box = element(
      "div",
      { class: "dialog", role: "alertdialog", "aria-label": dialog.title || dialog.message },
      element("h2", {}, dialog.title),
      button("", () => answer("CLOSE"), { class: "icon-button close", "aria-label": "Close" }),
      element("p", {}, dialog.message),
    );
    if (dialog.kind === "prompt") box.append(input);
    box.append(buttons);
    input.addEventListener("keydown", ({ key }) => {
      if (key === "Enter") answer("OK");
    });
    const first = dialog.kind === "prompt" ? input : (buttons.querySelector("button") ?? box);
    this.open.set(id, new Modal(box, first, () => answer("CLOSE")));
  }

  /** Answered here, in another window, or the execution ended meanwhile. */
  private remove(id: number): void {
    this.open.get(id)?.close();
    this.open.delete(id);
  }
}
