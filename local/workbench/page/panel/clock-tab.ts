import type { PanelState, PanelWish, TriggerRow } from "../../panel-messages.ts";
import { CLOCK_IS_REAL } from "../data-source.ts";
import { button, element } from "../element.ts";
import type { PageClock } from "./page-clock.ts";
import { dayAndTime, span } from "./wording.ts";

const MINUTE_MS = 60_000;
const STEPS = [
  ["One minute later", MINUTE_MS],
  ["One hour later", 60 * MINUTE_MS],
  ["One day later", 24 * 60 * MINUTE_MS],
] as const;

const TICK_MS = 1000;

/** The spreadsheet's clock and what it will set off. */
export class ClockTab {
  readonly root = element("div", { class: "tab-body padded" });
  private readonly time = element("output", { class: "time", "aria-label": "The spreadsheet's clock" });
  private readonly triggers = element("div");
  private rows: { readonly trigger: TriggerRow; readonly next: HTMLElement }[] = [];

  constructor(
    private readonly clock: PageClock,
    private readonly wish: (wish: PanelWish) => void,
    /** null where the clock cannot be moved. */
    skip: ((ms: number) => void) | null,
  ) {
    this.root.append(
      this.time,
      skip
        ? element(
            "div",
            { class: "buttons" },
            ...STEPS.map(([label, ms]) => button(label, () => skip(ms), { class: "outlined" })),
          )
        : element("p", { class: "soft" }, CLOCK_IS_REAL),
      element("h3", {}, "Triggers"),
      this.triggers,
    );
    window.setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  show({ triggers }: PanelState): void {
    this.rows = triggers.map((trigger) => ({ trigger, next: element("td") }));
    const lines = this.rows.map(({ trigger, next }) =>
      element(
        "tr",
        {},
        element(
          "td",
          { title: `Set up by ${trigger.user}` },
          element("span", { class: "name" }, trigger.function),
          element("br"),
          element("span", { class: "soft" }, trigger.rule),
        ),
        next,
        element(
          "td",
          {},
          button("Run now", () => this.wish({ kind: "fire", trigger: trigger.id }), {
            class: "outlined",
            "aria-label": `Run ${trigger.function} now`,
          }),
        ),
      ),
    );
    this.triggers.replaceChildren(
      lines.length === 0
        ? element("p", { class: "soft" }, "No trigger is set up.")
        : element("table", { "aria-label": "Triggers" }, element("tbody", {}, ...lines)),
    );
    this.tick();
  }

  private tick(): void {
    const nowMs = this.clock.now();
    this.time.textContent = dayAndTime(nowMs);
    for (const { trigger, next } of this.rows) {
      if (trigger.nextMs === null)
        next.replaceChildren(element("span", { class: "soft" }, "will not fire again"));
      else {
        const in_ = element("span", { class: "soft" }, `in ${span(Math.max(0, trigger.nextMs - nowMs))}`);
        next.replaceChildren(dayAndTime(trigger.nextMs), element("br"), in_);
      }
    }
  }
}
