import type { ExecutionRow, RequestRow } from "../../panel-messages.ts";
import { button, element } from "../element.ts";
import { clockTime, dayAndTime, span } from "./wording.ts";

/** What started it, as Google's "Executions" page would say. */
const ENTRY_NAMES: Readonly<Record<ExecutionRow["entry"], string>> = {
  menu: "Menu",
  rpc: "Sidebar",
  trigger: "Trigger",
  formula: "Formula",
  open: "onOpen",
  post: "Web app",
  get: "Web app",
};

const FATE_NAMES: Readonly<Record<ExecutionRow["fate"], string>> = {
  running: "Running",
  done: "Completed",
  failed: "Failed",
  killed: "Killed",
};

/** One execution in the list: a line that unfolds to its log, service calls and requests. */
export class ExecutionItem {
  readonly root = element("li", { class: "execution" });
  private readonly summary = element("summary");
  private readonly body = element("div", { class: "execution-body" });
  private readonly details = element("details", {}, this.summary, this.body);

  constructor(
    private row: ExecutionRow,
    private readonly requestsOf: (id: number) => readonly RequestRow[],
    private readonly stop: (id: number) => void,
  ) {
    this.details.addEventListener("toggle", () => this.showBody());
    this.root.append(this.details);
    this.update(row);
  }

  get execution(): ExecutionRow {
    return this.row;
  }

  update(row: ExecutionRow): void {
    this.row = row;
    const isRunning = row.fate === "running";
    this.root.dataset.fate = row.fate;
    this.summary.replaceChildren(
      element("span", { class: "dot", role: "img", "aria-label": FATE_NAMES[row.fate] }),
      element("span", { class: "name" }, row.function),
      element("span", { class: "soft" }, ENTRY_NAMES[row.entry]),
      element("span", { class: "number" }, clockTime(row.startedMs)),
      element("span", { class: "number" }, row.tookMs === null ? "" : span(row.tookMs)),
      element("span", { class: "number" }, row.modelledMs === null ? "" : span(row.modelledMs)),
    );
    this.root.querySelector(":scope > button")?.remove();
    if (isRunning) {
      const label = `Stop ${row.function}`;
      this.root.append(button("Stop", () => this.stop(row.id), { class: "plain stop", "aria-label": label }));
    }
    this.showBody();
  }

  /** One more line of its log. The line above stays, and with it the focus on its button. */
  logged(line: ExecutionRow["log"][number]): void {
    this.row = { ...this.row, log: [...this.row.log, line] };
    this.showBody();
  }

  /** Draws the unfolded part anew; nothing while it is folded. */
  showBody(): void {
    if (!this.details.open) return;
    const { row } = this;
    this.body.replaceChildren(
      element(
        "p",
        { class: "soft" },
        `${FATE_NAMES[row.fate]} · ${row.user} · began ${dayAndTime(row.startedMs)}`,
      ),
      ...fault(row),
      ...log(row),
      ...serviceCalls(row),
      ...requests(this.requestsOf(row.id)),
    );
  }
}

function fault({ error, stack, diedIn }: ExecutionRow): HTMLElement[] {
  if (error === null) return [];
  const where = diedIn === null ? "" : ` (in ${diedIn})`;
  const lines = stack === null ? [] : [element("pre", { class: "stack" }, stack)];
  return [element("p", { class: "fault" }, error + where), ...lines];
}

function log(row: ExecutionRow): HTMLElement[] {
  if (row.log.length === 0) return [element("p", { class: "soft" }, "Nothing was logged.")];
  const lines = row.log.map(({ level, text }) => element("li", { "data-level": level }, text));
  return [element("h4", {}, "Log"), element("ol", { class: "log" }, ...lines)];
}

function serviceCalls({ calls, modelledMs, fate }: ExecutionRow): HTMLElement[] {
  if (calls.length === 0)
    return fate === "running" ? [] : [element("p", { class: "soft" }, "No service call.")];
  const total = calls.reduce((sum, { count }) => sum + count, 0);
  const rows = [...calls]
    .sort((a, b) => b.ms - a.ms)
    .map(({ name, count, ms }) =>
      element(
        "tr",
        {},
        element("td", {}, name),
        element("td", { class: "number" }, `× ${count}`),
        element("td", { class: "number" }, span(ms)),
      ),
    );
  return [
    element("h4", {}, `${total} service calls, ${span(modelledMs ?? 0)} on Google by the model`),
    element("table", { class: "calls", "aria-label": "Service calls" }, element("tbody", {}, ...rows)),
  ];
}

function requests(rows: readonly RequestRow[]): HTMLElement[] {
  if (rows.length === 0) return [];
  const lines = rows.map(({ status, method, url }) =>
    element("li", {}, `${status ?? "no answer"} ${method} ${url}`),
  );
  return [element("h4", {}, `${rows.length} requests`), element("ol", { class: "log" }, ...lines)];
}
