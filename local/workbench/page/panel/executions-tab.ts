import type { ExecutionRow, PanelWish, RequestRow } from "../../panel-messages.ts";
import { button, element } from "../element.ts";
import { ExecutionItem } from "./execution-item.ts";

/** As many as the server remembers. */
const MOST_ITEMS = 300;

/** What ran and what runs, newest first. */
export class ExecutionsTab {
  readonly root = element("div", { class: "tab-body" });
  private readonly list = element("ol", { class: "executions", "aria-label": "Executions, newest first" });
  private readonly empty = element("p", { class: "soft nothing" }, "Nothing has run yet.");
  private readonly items = new Map<number, ExecutionItem>();
  private readonly hideQuiet = element("input", { type: "checkbox", id: "only-faults" });

  constructor(
    private readonly requestsOf: (id: number) => readonly RequestRow[],
    private readonly wish: (wish: PanelWish) => void,
  ) {
    this.hideQuiet.addEventListener("change", () =>
      this.list.classList.toggle("only-faults", this.hideQuiet.checked),
    );
    const head = element("div", { class: "columns", "aria-hidden": "true" });
    for (const title of ["Function", "From", "Began", "Took", "Modelled"])
      head.append(element("span", {}, title));
    this.root.append(
      element(
        "div",
        { class: "tools" },
        button("Clear", () => this.clear(), { class: "plain" }),
        element("label", {}, this.hideQuiet, "Only failed and killed"),
      ),
      head,
      this.list,
      this.empty,
    );
  }

  put(row: ExecutionRow): void {
    const known = this.items.get(row.id);
    if (known) {
      known.update(row);
      return;
    }
    const stop = (id: number) => this.wish({ kind: "stop", ids: [id] });
    const item = new ExecutionItem(row, this.requestsOf, stop);
    this.items.set(row.id, item);
    this.list.prepend(item.root);
    this.empty.hidden = true;
    if (this.items.size > MOST_ITEMS) this.forget([...this.items.keys()][0]);
  }

  log(id: number, line: ExecutionRow["log"][number]): void {
    this.items.get(id)?.logged(line);
  }

  /** A request of this execution has come in. */
  requested(id: number): void {
    this.items.get(id)?.showBody();
  }

  private clear(): void {
    for (const [id, { execution }] of this.items) if (execution.fate !== "running") this.forget(id);
    this.empty.hidden = this.items.size > 0;
  }

  private forget(id: number | undefined): void {
    if (id === undefined) return;
    this.items.get(id)?.root.remove();
    this.items.delete(id);
  }
}
