import type { Toast } from "../../runtime/report.ts";
import type { Ended } from "../messages.ts";
import type { Connection } from "./connection.ts";
import { button, byId, element } from "./element.ts";

/** What a click starts, a person wants to see running; formulas and an open sidebar's calls show elsewhere. */
const ENTRIES_WITH_A_BAR: readonly string[] = ["menu", "trigger", "open"];

/** A short execution needs no bar: it would only flash. */
const BAR_AFTER_MS = 300;

/** Toasts at the lower right, 'Running script' and what a script threw at the top, as Google Sheets shows them. */
export class Notices {
  private readonly toasts = byId("notices");
  private readonly bars = byId("bars");
  private readonly running = new Map<number, { bar: HTMLElement | null; timer: number }>();

  constructor(connection: Connection) {
    connection.on("toast", ({ toast }) => this.toast(toast));
    connection.on("started", ({ id, name, entry }) => {
      if (!ENTRIES_WITH_A_BAR.includes(entry)) return;
      const timer = window.setTimeout(() => this.showRunning(id, name), BAR_AFTER_MS);
      this.running.set(id, { bar: null, timer });
    });
    connection.on("ended", (ended) => this.end(ended));
  }

  /** `seconds` below 0: stays until it is closed (facts 5.7). */
  toast({ title, message, seconds }: Toast): void {
    const box = element(
      "div",
      { class: "notice", role: "status" },
      element("strong", {}, title),
      element("span", {}, message),
      button("", () => box.remove(), { class: "icon-button close", "aria-label": "Close" }),
    );
    this.toasts.append(box);
    if (seconds >= 0) window.setTimeout(() => box.remove(), seconds * 1000);
  }

  /** Stays until it is dismissed. */
  error(text: string): void {
    const bar = element(
      "div",
      { class: "bar error", role: "alert" },
      element("span", {}, text),
      button("Dismiss", () => bar.remove()),
    );
    this.bars.append(bar);
  }

  private showRunning(id: number, name: string): void {
    const bar = element(
      "div",
      { class: "bar", role: "status" },
      element("span", { class: "spinner" }),
      element("span", {}, `Running ${name}`),
      button("Dismiss", () => bar.remove()),
    );
    this.bars.append(bar);
    const entry = this.running.get(id);
    if (entry) entry.bar = bar;
  }

  private end({ id, entry, name, error }: Ended): void {
    const shown = this.running.get(id);
    this.running.delete(id);
    window.clearTimeout(shown?.timer);
    shown?.bar?.remove();
    if (error !== undefined && ENTRIES_WITH_A_BAR.includes(entry)) this.error(`${name}: ${error}`);
  }
}
