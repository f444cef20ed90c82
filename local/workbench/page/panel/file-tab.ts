import type { DataSource, Reopening, Snapshot } from "../../messages.ts";
import type { PanelState, PanelWish } from "../../panel-messages.ts";
import { confirmed } from "../confirmation.ts";
import { DATA_SOURCES } from "../data-source.ts";
import { button, element } from "../element.ts";

const INSTALLS = [
  { mode: "bound", label: "Bound to the spreadsheet" },
  { mode: "addon", label: "Installed as an add-on" },
] as const;

/** Which spreadsheet this is, as whom one acts in it, how the script is installed, and how to be rid of it. */
export class FileTab {
  readonly root = element("div", { class: "tab-body padded" });
  private readonly name = element("input", { id: "panel-name", type: "text", autocomplete: "off" });
  private readonly people = new Map<string, HTMLInputElement>();

  constructor(
    { people, mode, canReopen, savedTo, data, title }: Snapshot,
    wish: (wish: PanelWish) => void,
    actAs: (email: string) => void,
    private readonly reopen: (how: Reopening) => void,
  ) {
    this.name.addEventListener("change", () => wish({ kind: "rename", name: this.name.value }));
    const who = choices("Who is acting");
    for (const { email, isOwner } of people)
      this.people.set(
        email,
        choice(who, email, isOwner ? "owner" : "editor", () => actAs(email)),
      );
    const how = choices("How the script is installed");
    for (const { mode: other, label } of INSTALLS) {
      const input = choice(how, label, "", () => reopen({ kind: "install", mode: other }));
      input.checked = other === mode;
      input.disabled = !canReopen;
    }
    this.root.append(
      element("label", { for: "panel-name" }, "Name"),
      this.name,
      element(
        "dl",
        {},
        element("dt", {}, "Kept in"),
        element("dd", {}, savedTo),
        element("dt", {}, "Data"),
        element("dd", {}, `${DATA_SOURCES[data].label}. ${DATA_SOURCES[data].detail}`),
      ),
      who,
      how,
    );
    if (canReopen) this.root.append(this.afresh(data));
    this.renamed(title);
  }

  show({ title }: PanelState): void {
    this.renamed(title);
  }

  renamed(title: string): void {
    if (document.activeElement !== this.name) this.name.value = title;
  }

  acting(email: string): void {
    const input = this.people.get(email);
    if (input) input.checked = true;
  }

  private afresh(data: DataSource): HTMLElement {
    const sample = data === "sample" ? " the sample organisation as it was at first," : "";
    return element(
      "section",
      {},
      element("h3", {}, "Start afresh"),
      element(
        "p",
        { class: "soft" },
        `An empty spreadsheet,${sample} no triggers, no stored answers. The present state is kept beside it, in a file that ends in .before.json.`,
      ),
      button("Start afresh…", () => void this.startAfresh(), { class: "outlined" }),
    );
  }

  private async startAfresh(): Promise<void> {
    const isSure = await confirmed({
      title: "Start afresh?",
      text: "All sheets, keys and triggers of this spreadsheet go, for everybody who has it open.",
      yes: "Start afresh",
    });
    if (isSure) this.reopen({ kind: "afresh" });
  }
}

function choices(legend: string): HTMLFieldSetElement {
  return element("fieldset", {}, element("legend", {}, legend));
}

/** Adds one of several that exclude each other. */
function choice(
  group: HTMLFieldSetElement,
  label: string,
  detail: string,
  chosen: () => void,
): HTMLInputElement {
  const name = group.querySelector("legend")?.textContent ?? "";
  const input = element("input", { type: "radio", name });
  input.addEventListener("change", chosen);
  group.append(element("label", {}, input, label, element("span", { class: "soft" }, detail)));
  return input;
}
