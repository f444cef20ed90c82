import type { Snapshot } from "../../messages.ts";
import type { PanelNews, PanelWish } from "../../panel-messages.ts";
import type { Connection } from "../connection.ts";
import { button, byId, element } from "../element.ts";
import { focusGrid, gridSizeChanged } from "../grid.ts";
import { ClockTab } from "./clock-tab.ts";
import { ExecutionsTab } from "./executions-tab.ts";
import { FaultsTab } from "./faults-tab.ts";
import { FileTab } from "./file-tab.ts";
import { PageClock } from "./page-clock.ts";
import { remember, remembered, resizeBy } from "./panel-frame.ts";
import { RequestsTab } from "./requests-tab.ts";
import { tabbed } from "./tabs.ts";

/**
 * What Google hides, beside the sheet: folded away until its button in the header, or Alt+Shift+D, opens it. It asks
 * for news when it is opened first, and takes room from the page only while it is open.
 */
export class DeveloperPanel {
  private readonly root = byId("developer");
  private readonly toggle = byId("developer-toggle");
  private readonly requests: RequestsTab;
  private readonly executions: ExecutionsTab;
  private readonly clock: ClockTab;
  private readonly faults: FaultsTab;
  private readonly file: FileTab;
  private isWatching = false;

  constructor(
    private readonly connection: Connection,
    snapshot: Snapshot,
  ) {
    const wish = (it: PanelWish) => connection.send({ type: "panel wish", wish: it });
    this.requests = new RequestsTab(wish);
    this.executions = new ExecutionsTab((id) => this.requests.of(id), wish);
    const skip = (ms: number) => connection.send({ type: "skip ahead", ms });
    const isLive = snapshot.data === "live";
    this.clock = new ClockTab(new PageClock(connection, snapshot), wish, isLive ? null : skip);
    this.faults = new FaultsTab(wish);
    this.file = new FileTab(
      snapshot,
      wish,
      (email) => connection.send({ type: "act as", email }),
      (how) => connection.send({ type: "reopen", how }),
    );
    const tabs = [
      { id: "executions", label: "Executions", body: this.executions.root },
      { id: "requests", label: "Requests", body: this.requests.root },
      { id: "clock", label: "Clock", body: this.clock.root },
      { id: "faults", label: "Faults", body: this.faults.root },
      { id: "file", label: "File", body: this.file.root },
    ];
    const { isOpen, tab } = remembered();
    const { list, bodies } = tabbed("Developer panel", tabs, tab, (chosen) => remember({ tab: chosen }));
    const edge = element("div", {
      class: "edge",
      role: "separator",
      tabindex: "0",
      "aria-orientation": "vertical",
      "aria-label": "Width of the developer panel",
    });
    resizeBy(edge, gridSizeChanged);
    const close = button("", () => this.show(false), {
      class: "icon-button close",
      "aria-label": "Close developer panel",
    });
    this.root.append(edge, element("div", { class: "developer-head" }, list, close), ...bodies);
    this.wireKeys();
    if (isOpen) this.unfold();
    connection.on("panel news", ({ news }) => this.hear(news));
    connection.on("acting", ({ email }) => this.file.acting(email));
    connection.on("renamed", ({ title }) => this.file.renamed(title));
  }

  private wireKeys(): void {
    this.toggle.addEventListener("click", () => this.show(this.root.hidden !== false));
    // The grid listens for keys on the window; what is typed here is not for it.
    this.root.addEventListener("keydown", (event) => {
      if (!isShortcut(event)) event.stopPropagation();
    });
    addEventListener(
      "keydown",
      (event) => {
        if (!isShortcut(event)) return;
        event.preventDefault();
        event.stopPropagation();
        this.show(this.root.hidden !== false);
      },
      { capture: true },
    );
  }

  private show(isOpen: boolean): void {
    remember({ isOpen });
    if (isOpen) {
      this.unfold();
      this.root.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
      return;
    }
    this.root.hidden = true;
    this.toggle.setAttribute("aria-expanded", "false");
    gridSizeChanged();
    focusGrid();
  }

  private unfold(): void {
    this.root.hidden = false;
    this.toggle.setAttribute("aria-expanded", "true");
    gridSizeChanged();
    if (this.isWatching) return;
    this.isWatching = true;
    this.connection.send({ type: "panel wish", wish: { kind: "watch" } });
  }

  private hear(news: PanelNews): void {
    switch (news.kind) {
      case "history":
        for (const row of news.requests) this.requests.put(row);
        for (const row of news.executions) this.executions.put(row);
        return;
      case "state":
        this.clock.show(news.state);
        this.faults.show(news.state);
        this.file.show(news.state);
        return;
      case "execution":
        this.executions.put(news.row);
        return;
      case "log":
        this.executions.log(news.id, news.line);
        return;
      case "request":
        this.requests.put(news.row);
        this.executions.requested(news.row.execution);
        return;
      case "exchange":
        this.requests.showExchange(news.request, news.exchange);
        return;
    }
  }
}

function isShortcut({ altKey, shiftKey, ctrlKey, metaKey, code }: KeyboardEvent): boolean {
  return altKey && shiftKey && !ctrlKey && !metaKey && code === "KeyD";
}
