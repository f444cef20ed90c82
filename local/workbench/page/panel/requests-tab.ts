import type { PanelWish, RequestRow, ShownExchange, ShownMessage } from "../../panel-messages.ts";
import { button, element } from "../element.ts";
import { clockTime, span } from "./wording.ts";

const MOST_ROWS = 500;
const FIRST_FAILURE = 400;
const COLUMNS = ["Status", "Method", "Address", "Took", "Sent"];

/** A request's line in the table, and the one that unfolds below it. */
interface Line {
  readonly row: RequestRow;
  readonly root: HTMLElement;
  readonly details: HTMLElement;
}

/** What went over the network to the APIs, newest first. An address unfolds to headers and bodies. */
export class RequestsTab {
  readonly root = element("div", { class: "tab-body" });
  private readonly rows = element("tbody");
  private readonly empty = element("p", { class: "soft nothing" }, "No request has been sent yet.");
  private lines: Line[] = [];

  constructor(private readonly wish: (wish: PanelWish) => void) {
    const head = element("tr");
    for (const title of COLUMNS) head.append(element("th", { scope: "col" }, title));
    this.root.append(
      element(
        "div",
        { class: "tools" },
        button("Clear", () => this.clear(), { class: "plain" }),
      ),
      element(
        "table",
        { class: "requests", "aria-label": "Requests, newest first" },
        element("thead", {}, head),
        this.rows,
      ),
      this.empty,
    );
  }

  put(row: RequestRow): void {
    const isFailure = row.status === null || row.status >= FIRST_FAILURE;
    const { host, origin } = new URL(row.url);
    const cell = element(
      "td",
      { colspan: String(COLUMNS.length) },
      element("p", { class: "soft" }, "Asking…"),
    );
    const details = element("tr", { class: "exchange" }, cell);
    details.hidden = true;
    const address = button("", () => this.unfold(row, address, details), {
      class: "address",
      title: `${row.url}\nsent by ${row.function}`,
      "aria-expanded": "false",
    });
    address.append(element("span", { class: "soft" }, host), row.url.slice(origin.length));
    const root = element(
      "tr",
      isFailure ? { class: "failure" } : {},
      element("td", { class: "status" }, row.status === null ? "none" : String(row.status)),
      element("td", {}, row.method),
      element("td", {}, address),
      element("td", { class: "number" }, span(row.tookMs)),
      element("td", { class: "number" }, clockTime(row.atMs)),
    );
    this.rows.prepend(root, details);
    this.lines.push({ row, root, details });
    this.empty.hidden = true;
    if (this.lines.length > MOST_ROWS) this.forget(this.lines.shift());
  }

  of(execution: number): readonly RequestRow[] {
    return this.lines.map(({ row }) => row).filter((row) => row.execution === execution);
  }

  /** What a request that was unfolded consisted of. */
  showExchange(request: number, { sent, received }: ShownExchange): void {
    const line = this.lines.find(({ row }) => row.number === request);
    line?.details.firstElementChild?.replaceChildren(
      ...message("Request", sent),
      ...(received ? message("Response", received) : [element("p", { class: "fault" }, "No answer came.")]),
    );
  }

  private unfold(row: RequestRow, address: HTMLElement, details: HTMLElement): void {
    details.hidden = !details.hidden;
    address.setAttribute("aria-expanded", String(!details.hidden));
    if (!details.hidden) this.wish({ kind: "look into", request: row.number });
  }

  private forget(line: Line | undefined): void {
    line?.root.remove();
    line?.details.remove();
  }

  private clear(): void {
    for (const line of this.lines) this.forget(line);
    this.lines = [];
    this.empty.hidden = false;
  }
}

function message(title: string, { headers, body }: ShownMessage): HTMLElement[] {
  const lines = headers.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  return [
    element("h4", {}, `${title} headers`),
    element("dl", { class: "headers" }, ...lines),
    ...(body === "" ? [] : [element("h4", {}, `${title} body`), element("pre", { class: "body" }, body)]),
  ];
}
