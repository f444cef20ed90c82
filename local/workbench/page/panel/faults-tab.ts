import type { PanelState, PanelWish } from "../../panel-messages.ts";
import { button, element } from "../element.ts";

/** What can be made to go wrong on purpose. */
export class FaultsTab {
  readonly root = element("div", { class: "tab-body padded" });
  private readonly kind = element("select", { id: "fault-kind" });
  private readonly number = element("input", { id: "fault-number", type: "number", min: "1", value: "1" });
  private readonly unit = element("label", { for: "fault-number" }, "times");
  private readonly armed = element("ul", { class: "armed", "aria-label": "Armed faults" });
  private readonly nothing = element("p", { class: "soft" }, "Nothing is armed.");
  private readonly takeBack = button("Take all back", () => this.wish({ kind: "disarm" }), {
    class: "outlined",
  });

  constructor(private readonly wish: (wish: PanelWish) => void) {
    const form = element(
      "form",
      { class: "fault-form" },
      element("label", { for: "fault-kind" }, "What goes wrong"),
      this.kind,
      element(
        "div",
        { class: "fields" },
        this.number,
        this.unit,
        element("button", { type: "submit", class: "outlined" }, "Arm"),
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      wish({ kind: "arm", fault: this.kind.value, number: this.number.valueAsNumber });
    });
    this.kind.addEventListener("change", () => this.showUnit());
    this.root.append(form, element("h3", {}, "Armed"), this.nothing, this.armed, this.takeBack);
  }

  show({ faultKinds, armed }: PanelState): void {
    if (this.kind.options.length === 0)
      for (const { id, label, counts } of faultKinds)
        this.kind.append(element("option", { value: id, "data-counts": counts }, label));
    this.armed.replaceChildren(...armed.map((sentence) => element("li", {}, sentence)));
    this.nothing.hidden = armed.length > 0;
    this.takeBack.hidden = armed.length === 0;
    this.showUnit();
  }

  private showUnit(): void {
    this.unit.textContent = this.kind.selectedOptions[0]?.dataset.counts ?? "times";
  }
}
