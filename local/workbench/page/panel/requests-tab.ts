import type { RequestRow } from "../../panel-messages.ts";
import { button, element } from "../element.ts";
import { clockTime } from "./wording.ts";

const MOST_ROWS = 500;
const FIRST_FAILURE = 400;

/** What went over the network to the APIs, newest first. */
export class RequestsTab {
  readonly root = element("div", { class: "tab-body" });
  private readonly rows = element("tbody");
  private readonly empty = element("p", { class: "soft nothing" }, "No request has been sent yet.");
  private kept: RequestRow[] = [];

  constructor() {
    const head = element("tr");
    for (const title of ["Status", "Method", "Address", "Sent"])
      head.append(element("th", { scope: "col" }, title));
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
    this.kept.push(row);
    const isFailure = row.status === null || row.status >= FIRST_FAILURE;
    const { host, origin } = new URL(row.url);
    this.rows.prepend(
      element(
        "tr",
        isFailure ? { class: "failure" } : {},
        element("td", { class: "status" }, row.status === null ? "none" : String(row.status)),
        element("td", {}, row.method),
        element(
          "td",
          { title: `${row.url}\nsent by ${row.function}` },
          element("span", { class: "soft" }, host),
          row.url.slice(origin.length),
        ),
        element("td", { class: "number" }, clockTime(row.atMs)),
      ),
    );
    this.empty.hidden = true;
    if (this.kept.length > MOST_ROWS) {
      this.kept.shift();
      this.rows.lastElementChild?.remove();
    }
  }

  of(execution: number): readonly RequestRow[] {
    return this.kept.filter((row) => row.execution === execution);
  }

  private clear(): void {
    this.kept = [];
    this.rows.replaceChildren();
    this.empty.hidden = false;
  }
}
