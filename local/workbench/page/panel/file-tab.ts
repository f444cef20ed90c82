import type { Snapshot } from "../../messages.ts";
import type { PanelState, PanelWish } from "../../panel-messages.ts";
import { button, element } from "../element.ts";
import { confirmed } from "./confirmation.ts";

/** Which spreadsheet this is, as whom one acts in it, and how to be rid of it. */
export class FileTab {
  readonly root = element("div", { class: "tab-body padded" });
  private readonly name = element("input", { id: "panel-name", type: "text", autocomplete: "off" });
  private readonly people = new Map<string, HTMLInputElement>();
  private readonly install = element("dd");
  private readonly afresh: HTMLElement;

  constructor(
    snapshot: Snapshot,
    private readonly wish: (wish: PanelWish) => void,
    actAs: (email: string) => void,
  ) {
    this.name.addEventListener("change", () => wish({ kind: "rename", name: this.name.value }));
    const who = element("fieldset", {}, element("legend", {}, "Who is acting"));
    for (const { email, isOwner } of snapshot.people) {
      const choice = element("input", { type: "radio", name: "acting", value: email });
      choice.addEventListener("change", () => actAs(email));
      this.people.set(email, choice);
      const role = element("span", { class: "soft" }, isOwner ? "owner" : "editor");
      who.append(element("label", {}, choice, email, role));
    }
    this.afresh = element(
      "section",
      {},
      element("h3", {}, "Start afresh"),
      element(
        "p",
        { class: "soft" },
        "An empty spreadsheet, the sample organisation as it was at first, no triggers, no stored answers. The present state is kept beside it, in a file that ends in .before.json.",
      ),
      button("Start afresh…", () => void this.startAfresh(), { class: "outlined" }),
    );
    this.root.append(
      element("label", { for: "panel-name" }, "Name"),
      this.name,
      element(
        "dl",
        {},
        element("dt", {}, "Kept in"),
        element("dd", {}, snapshot.savedTo),
        element("dt", {}, "Data"),
        element("dd", {}, snapshot.isSample ? "sample organisation, on this machine" : "as routed"),
        element("dt", {}, "Script"),
        this.install,
      ),
      who,
      this.afresh,
    );
    this.renamed(snapshot.title);
  }

  show({ title, mode, canStartAfresh }: PanelState): void {
    this.renamed(title);
    this.install.textContent = mode === "bound" ? "bound to the spreadsheet" : "installed as an add-on";
    this.afresh.hidden = !canStartAfresh;
  }

  renamed(title: string): void {
    if (document.activeElement !== this.name) this.name.value = title;
  }

  acting(email: string): void {
    const choice = this.people.get(email);
    if (choice) choice.checked = true;
  }

  private async startAfresh(): Promise<void> {
    const isSure = await confirmed({
      title: "Start afresh?",
      text: "All sheets, keys and triggers of this spreadsheet go, for everybody who has it open.",
      yes: "Start afresh",
    });
    if (isSure) this.wish({ kind: "start afresh" });
  }
}
