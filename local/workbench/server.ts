import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { CollaborationMessage } from "@odoo/o-spreadsheet";
import { WebSocketServer } from "ws";
import { OWN_CLIENT } from "../book/book.ts";
import type { HubMessage } from "../book/hub.ts";
import { sheetNumber } from "../book/sheet-ids.ts";
import { type Host, STOPPED } from "../runtime/host.ts";
import { type Execution, isWebRequest, type Toast } from "../runtime/report.ts";
import { Assets } from "./assets.ts";
import { DialogDesk } from "./dialog-desk.ts";
import type { DataSource, Ended, PageMessage, Person, Reopening, Snapshot } from "./messages.ts";
import { DeveloperPanel } from "./panel.ts";
import { Saving, spokenPath } from "./saving.ts";
import { keepTicking } from "./ticking.ts";
import { type Window, Windows } from "./windows.ts";

/** The page is for the person at this machine: it can do whatever the add-on can. */
const LOOPBACK = "127.0.0.1";

/** One WebSocket message: the whole of a big import arrives as one revision. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/** Someone besides the owner, to see what another editor of the same file sees. */
const COLLEAGUE = "colleague@example.com";

/** A spreadsheet that is served; another takes its place when somebody has it opened anew. */
export interface Served {
  /**
   * Opened with `realTime`, so that its clock runs while somebody watches,
   * and with `answerDialog: dialogs.ask`, so that alerts show in the page.
   */
  readonly host: Host;
  /** The page says whose data this is. */
  readonly data: DataSource;
  /** The file that holds the state; the page names it. */
  readonly bookPath: string;
  /** Writes the state. Called soon after changes, and before `close` resolves when some are unsaved. */
  readonly save: () => Promise<void>;
}

export interface WorkbenchOptions extends Served {
  /** 0 picks a free one. */
  readonly port: number;
  readonly dialogs?: DialogDesk;
  /** Who acts in a page that has just been opened; the owner unless given. */
  readonly user?: string;
  /** Puts the spreadsheet away and opens it anew. When it rejects, the old one stays. Without it nobody is offered that. */
  readonly reopen?: (how: Reopening) => Promise<Served>;
  /** Copies the spreadsheet for a person and serves the copy as well. Gives its address. */
  readonly makeCopy?: (user: string) => Promise<string>;
}

export interface Workbench {
  readonly url: string;
  /** Saves what is not saved yet and lets go of the port. The host stays open. */
  close(): Promise<void>;
}

/** Serves the page on 127.0.0.1: a spreadsheet with the host's book, add-on, triggers and clock. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const assets = await Assets.prepare();
  const windows = new Windows();
  const dialogs = options.dialogs ?? new DialogDesk();
  dialogs.connect(windows);
  const begin = (served: Served, trouble = "") =>
    new Session(served, options, windows, dialogs, replace, trouble);
  let session = Promise.resolve(begin(options));

  /** Whoever asks meanwhile waits for the new one. */
  async function replace(how: Reopening): Promise<void> {
    const before = await session;
    const { reopen } = options;
    if (before.hasEnded || !reopen) return;
    // The other build may have to be made first.
    windows.send({ type: "toast", toast: stayingToast("Opening the spreadsheet anew…") });
    session = before.end().then(() =>
      reopen(how).then(
        (served) => begin(served),
        (fault: unknown) => begin(before.served, fault instanceof Error ? fault.message : String(fault)),
      ),
    );
    await session;
    windows.send({ type: "reload" });
  }

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    // Another site's name may have been made to lead here; its pages are not to read the spreadsheet.
    if (!/^(127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? "")) response.writeHead(403).end();
    else if (request.url === "/snapshot") {
      response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" });
      void session.then((current) => response.end(JSON.stringify(current.snapshot())));
    } else void assets.answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, LOOPBACK, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const sockets = new WebSocketServer({
    server,
    maxPayload: MAX_MESSAGE_BYTES,
    verifyClient: ({ req }: { req: IncomingMessage }) => isOwnPage(req, port),
  });
  sockets.on("connection", (socket) => {
    // A window goes with the spreadsheet that it has opened: its edits are not for the next one.
    const mine = session;
    const hear = (window: Window, message: PageMessage) => {
      void mine.then((current) => current.hear(window, message));
    };
    const window = windows.add(socket, options.user ?? options.host.owner, hear);
    void mine.then(({ served, trouble }) => {
      if (trouble !== "")
        window.send({ type: "toast", toast: stayingToast(`The spreadsheet stays as it is: ${trouble}`) });
      return enter(served.host, window);
    });
  });

  return {
    url: `http://${LOOPBACK}:${port}/`,
    close: async () => {
      const current = await session;
      await current.quiet();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await current.flush();
    },
  };
}

/** One spreadsheet for as long as it is served. */
class Session {
  hasEnded = false;
  private readonly saving: Saving;
  private readonly panel: DeveloperPanel;
  private readonly stopFollowing: () => void;
  private readonly stopTicking: () => Promise<void>;
  private readonly stopForwarding: () => void;

  constructor(
    readonly served: Served,
    private readonly options: WorkbenchOptions,
    private readonly windows: Windows,
    private readonly dialogs: DialogDesk,
    private readonly replace: (how: Reopening) => Promise<void>,
    /** Why it was not opened otherwise; empty when it was. */
    readonly trouble: string,
  ) {
    const { host, save } = served;
    this.saving = new Saving(save, (state) => windows.send({ type: state }));
    this.panel = new DeveloperPanel(host, windows);
    this.stopFollowing = dialogs.followEnds(host);
    this.stopTicking = keepTicking(host);
    this.stopForwarding = forwardEvents(host, windows, this.saving);
  }

  snapshot(): Snapshot {
    const { host, data, bookPath } = this.served;
    return {
      title: host.book.name,
      spreadsheet: host.book.pageData(),
      timeZone: host.book.timeZone,
      functions: host.nameable(),
      people: peopleOf(host.owner, this.options.user),
      data,
      mode: host.mode,
      canReopen: this.options.reopen !== undefined,
      nowMs: host.now(),
      savedTo: spokenPath(bookPath),
    };
  }

  hear(window: Window, message: PageMessage): void {
    if (this.hasEnded) return;
    // Huntr's and Hunter's own clocks cannot be moved.
    if (message.type === "skip ahead" && this.served.data === "live") return;
    if (message.type === "panel wish") this.panel.hear(window, message.wish);
    else if (message.type === "reopen") void this.replace(message.how);
    else if (message.type === "make a copy")
      void this.options.makeCopy?.(window.user).then((url) => window.send({ type: "copied", url }));
    else act(this.served.host, this.dialogs, this.windows, window, message);
  }

  /** Nothing happens to the spreadsheet any more, and nobody hears of it. */
  async quiet(): Promise<void> {
    this.hasEnded = true;
    this.stopForwarding();
    this.panel.close();
    this.stopFollowing();
    this.dialogs.closeAll();
    await this.stopTicking();
  }

  flush(): Promise<void> {
    return this.saving.flush();
  }

  async end(): Promise<void> {
    await this.quiet();
    await this.flush();
  }
}

/** A toast that stays until it is closed, or the page is loaded anew. */
function stayingToast(message: string): Toast {
  return { title: "", message, seconds: -1 };
}

function peopleOf(owner: string, user: string | undefined): Person[] {
  const emails = new Set([owner, COLLEAGUE, ...(user === undefined ? [] : [user])]);
  return [...emails].map((email) => ({ email, isOwner: email === owner }));
}

/** Any page of any site may try to open a socket here; only our own is let in. */
function isOwnPage(request: IncomingMessage, port: number): boolean {
  return [`http://${LOOPBACK}:${port}`, `http://localhost:${port}`].includes(request.headers.origin ?? "");
}

/** What happens when a person opens the file, or another person sits down in the same window. */
async function enter(host: Host, window: Window): Promise<void> {
  window.send({ type: "acting", email: window.user });
  const execution = await host.onOpen(window.user);
  window.send({ type: "menus", menus: execution.menus });
}

/** Does what the page asks for. */
function act(
  host: Host,
  dialogs: DialogDesk,
  windows: Windows,
  window: Window,
  message: Exclude<PageMessage, { type: "panel wish" | "reopen" | "make a copy" }>,
): void {
  switch (message.type) {
    case "revision":
      host.book.hub.accept(message.message);
      return;
    case "menu click":
      void host.call(message.function, [], { as: window.user, entry: "menu" });
      return;
    case "call":
      void answerCall(host, window, message);
      return;
    case "dialog answer":
      dialogs.answer(message.id, message.answer);
      return;
    case "act as":
      window.user = message.email;
      void enter(host, window);
      return;
    case "selection": {
      const sheet = sheetNumber(message.sheetId);
      window.sheet = sheet;
      host.select(
        window.user,
        ...message.zones.map(({ top, left, bottom, right }) => {
          const [rows, columns] = [bottom - top + 1, right - left + 1];
          return { sheet, row: top + 1, column: left + 1, rows, columns };
        }),
      );
      return;
    }
    case "skip ahead":
      void host.advance(message.ms).then(() => windows.send({ type: "clock", nowMs: host.now() }));
      return;
  }
}

/** google.script.run: the page's own check has passed, but whoever writes messages by hand is refused here. */
async function answerCall(
  host: Host,
  window: Window,
  { id, function: name, args }: Extract<PageMessage, { type: "call" }>,
): Promise<void> {
  try {
    const execution = await host.rpc(name, args, { as: window.user });
    if (execution.ok) window.send({ type: "answer", id, value: execution.value });
    else window.send({ type: "refusal", id, ...faultOf(execution) });
  } catch (fault) {
    const { name, message } = fault instanceof Error ? fault : new Error(String(fault));
    window.send({ type: "refusal", id, name, message });
  }
}

/** Tells the pages what the host does, until the returned function is called. */
function forwardEvents(host: Host, windows: Windows, saving: Saving): () => void {
  const hubListener = (message: HubMessage) => {
    if (isOwnCursor(message)) return;
    windows.send({ type: "revision", message: message as CollaborationMessage });
    openSheets(host, windows);
  };
  let title = host.book.name;
  host.book.hub.listeners.add(hubListener);
  const stops = [
    () => host.book.hub.listeners.delete(hubListener),
    host.book.onFormulaResult((key, result) => windows.send({ type: "formula", key, result })),
    host.on("changed", () => {
      saving.changed();
      if (host.book.name === title) return;
      title = host.book.name;
      windows.send({ type: "renamed", title });
    }),
    host.on("toast", ({ user, ...toast }) => windows.send({ type: "toast", toast }, user)),
    host.on("panel", ({ user, ...panel }) => windows.send({ type: "panel", panel }, user)),
    host.on("started", ({ id, function: name, entry, user }) =>
      windows.send({ type: "started", id, name, entry }, watcher(entry, user)),
    ),
    host.on("ended", ({ id, execution }) => {
      const { function: name, entry, user } = execution;
      const ended: Ended = { type: "ended", id, name, entry };
      openSheets(host, windows);
      // Who stopped it knows.
      const isFine = execution.ok || ("killed" in execution && execution.killed === STOPPED);
      windows.send(isFine ? ended : { ...ended, error: faultText(execution) }, watcher(entry, user));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The book's own model is a collaborator too, and would show as somebody's cursor in A1. */
function isOwnCursor(message: HubMessage & { client?: { id: string } }): boolean {
  return message.client?.id === OWN_CLIENT.id;
}

/** Opens the tab that a script has made active, in the windows of the person for whom it ran. */
function openSheets(host: Host, windows: Windows): void {
  for (const window of windows) {
    const sheet = host.activeSheet(window.user);
    if (sheet === undefined || window.sheet === undefined || sheet === window.sheet) continue;
    window.sheet = sheet;
    window.send({ type: "open sheet", sheet });
  }
}

/** Formulas and triggers concern everybody who looks; the rest only the person who did it. */
function watcher(entry: Execution["entry"], user: string): string | undefined {
  return entry === "formula" || entry === "trigger" || isWebRequest(entry) ? undefined : user;
}

function faultOf(execution: Extract<Execution, { ok: false }>): { name: string; message: string } {
  // A killed execution tells a page no more than Google does.
  if ("killed" in execution) return { name: "ScriptError", message: execution.killed };
  const { name, message } = execution.error;
  return { name, message };
}

function faultText(execution: Extract<Execution, { ok: false }>): string {
  const { name, message } = faultOf(execution);
  return `${name}: ${message}`;
}
