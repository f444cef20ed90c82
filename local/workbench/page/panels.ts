import type { Panel } from "../../runtime/report.ts";
import type { Connection } from "./connection.ts";
import { button, byId, element } from "./element.ts";
import { focusGrid, gridSizeChanged } from "./grid.ts";
import { Modal } from "./modal.ts";
import { moveToRegion } from "./regions.ts";

/** What a panel's frame sends; see script-run.ts. */
interface FrameMessage {
  readonly call?: number;
  readonly function?: string;
  readonly args?: readonly unknown[];
  readonly host?: string;
  readonly width?: number;
  readonly height?: number;
}

type Outcome = { value: unknown } | { error: { name: string; message: string } };

/** `allow-same-origin` is left out on purpose: an add-on's page must not reach the workbench around it. */
const SANDBOX = "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals";

/** A dialog's page says no size of its own: what Google takes then, by eye. */
const DIALOG_WIDTH_PX = 600;
const DIALOG_HEIGHT_PX = 400;

/**
 * The add-on's own pages: the sidebar at the right (300 px, title, close button) and HTML dialogs, each in a sandboxed
 * frame. One is open at a time; a new one takes the place of the old one (facts 3.2).
 */
export class Panels {
  private readonly sidebar = byId("sidebar");
  private frame: HTMLIFrameElement | null = null;
  private closeDialog: (() => void) | null = null;
  /** The pages' calls by the id that the server knows: several pages may have lived one after another. */
  private readonly calls = new Map<number, { frame: HTMLIFrameElement; call: number }>();
  private lastId = 0;

  constructor(
    private readonly connection: Connection,
    private readonly scriptRun: string,
  ) {
    byId("sidebar-close").addEventListener("click", () => this.close());
    addEventListener("message", (event: MessageEvent<FrameMessage>) => {
      if (this.frame && event.source === this.frame.contentWindow) this.hear(this.frame, event.data);
    });
    connection.on("panel", ({ panel }) => this.show(panel));
    connection.on("answer", ({ id, value }) => this.reply(id, { value }));
    connection.on("refusal", ({ id, name, message }) => this.reply(id, { error: { name, message } }));
  }

  private show(panel: Panel): void {
    this.close();
    const { kind, title, html } = panel;
    const srcdoc = withScriptRun(html, this.scriptRun);
    this.frame = element("iframe", { class: "panel-frame", sandbox: SANDBOX, title, srcdoc });
    if (kind !== "sidebar") {
      this.showDialog(panel, this.frame);
      return;
    }
    byId("sidebar-title").textContent = title;
    byId("sidebar-body").replaceChildren(this.frame);
    this.sidebar.hidden = false;
    gridSizeChanged();
  }

  private showDialog({ kind, title, width, height }: Panel, frame: HTMLIFrameElement): void {
    frame.width = String(width ?? DIALOG_WIDTH_PX);
    frame.height = String(height ?? DIALOG_HEIGHT_PX);
    const box = element(
      "div",
      { class: "dialog html", role: "dialog", "aria-label": title },
      element("h2", {}, title),
      button("", () => this.close(), { class: "icon-button close", "aria-label": "Close" }),
      frame,
    );
    if (kind === "modal") {
      const modal = new Modal(box, frame, () => this.close());
      this.closeDialog = () => modal.close();
      return;
    }
    const layer = element("div", { class: "scrim see-through" }, box);
    byId("dialogs").append(layer);
    this.closeDialog = () => {
      layer.remove();
      focusGrid();
    };
  }

  private close(): void {
    if (!this.frame) return;
    this.frame = null;
    if (this.closeDialog) {
      this.closeDialog();
      this.closeDialog = null;
      return;
    }
    this.sidebar.hidden = true;
    byId("sidebar-body").replaceChildren();
    gridSizeChanged();
    focusGrid();
  }

  private hear(frame: HTMLIFrameElement, message: FrameMessage): void {
    if (message.host === "close") this.close();
    else if (message.host === "focus editor") focusGrid();
    else if (message.host === "next region") moveToRegion(1);
    else if (message.host === "region before") moveToRegion(-1);
    else if (message.host === "size") this.resize(frame, message);
    else if (typeof message.call === "number" && typeof message.function === "string") {
      this.lastId += 1;
      this.calls.set(this.lastId, { frame, call: message.call });
      const args = message.args ?? [];
      this.connection.send({ type: "call", id: this.lastId, function: message.function, args });
    }
  }

  /** A sidebar keeps its size whatever its page says (facts 3.2). */
  private resize(frame: HTMLIFrameElement, { width, height }: FrameMessage): void {
    if (!this.closeDialog) return;
    if (width !== undefined) frame.width = String(width);
    if (height !== undefined) frame.height = String(height);
  }

  private reply(id: number, outcome: Outcome): void {
    const waiting = this.calls.get(id);
    this.calls.delete(id);
    // A page that was closed meanwhile hears nothing: the server's work went on without it, as on Google.
    waiting?.frame.contentWindow?.postMessage({ reply: waiting.call, ...outcome }, "*");
  }
}

/** The add-on's page with `google.script` defined before any script of its own. */
function withScriptRun(html: string, scriptRun: string): string {
  const script = `<script>${scriptRun.replaceAll("</script", "<\\/script")}</script>`;
  const head = /<head[^>]*>/i.exec(html);
  if (!head) return `<!doctype html>${script}${html}`;
  const at = head.index + head[0].length;
  return html.slice(0, at) + script + html.slice(at);
}
