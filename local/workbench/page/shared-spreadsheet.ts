import { type CollaborationMessage, Model, Spreadsheet } from "@odoo/o-spreadsheet";
import { App } from "@odoo/owl";
import { hearOthersOnce, waitForUndoing } from "../../book/engine.ts";
import { PageFormulas } from "../../book/page-formulas.ts";
import { PROTECTED } from "../../book/protections.ts";
import { serialAt } from "../../book/serial.ts";
import type { Snapshot } from "../messages.ts";
import { dressToolbar } from "./arrow-keys.ts";
import type { Connection } from "./connection.ts";
import { byId } from "./element.ts";
import type { Notices } from "./notices.ts";

/** What Sheets says to somebody who types into what others protect (facts 5.1). */
const PROTECTED_TEXT =
  "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.";

type Listener = (message: CollaborationMessage) => void;

/** What the page shows of the spreadsheet. */
type View = ReturnType<typeof viewOf>;

/**
 * The spreadsheet in the page: one collaborator of the server's, drawn into #grid. It begins with a snapshot and follows
 * by revisions; the undoing of one that is older than the snapshot cannot be followed, and then it begins anew.
 */
export class SharedSpreadsheet {
  private readonly joined: ((model: Model) => void)[] = [];
  /** Of the model that is shown. */
  private listeners: Listener[] = [];
  private revisions = new Set<string>();
  private formulas: PageFormulas | undefined;
  private shown: { model: Model; app: App } | undefined;
  /** What comes in while there is no model to hear it. */
  private waiting: CollaborationMessage[] | null = null;
  private acting = "";

  /** `templates`: o-spreadsheet's XML. `fetchSnapshot`: of this moment. */
  constructor(
    private readonly connection: Connection,
    private readonly templates: string,
    private readonly notices: Notices,
    private readonly fetchSnapshot: () => Promise<Snapshot>,
  ) {
    connection.on("revision", ({ message }) => this.hear(message));
    connection.on("formula", ({ key, result }) => this.formulas?.accept(key, result));
    connection.on("acting", ({ email }) => {
      this.acting = email;
    });
  }

  get model(): Model {
    if (!this.shown) throw new Error("The spreadsheet is not open yet.");
    return this.shown.model;
  }

  /** Called for every model that comes to be shown, from the next one on. */
  onJoined(listener: (model: Model) => void): void {
    this.joined.push(listener);
  }

  /** Draws the spreadsheet as it was at the snapshot. */
  async show(snapshot: Snapshot, view?: View): Promise<void> {
    const model = this.join(snapshot);
    const app = this.appFor(model);
    this.shown = { model, app };
    const place = byId("grid");
    place.replaceChildren();
    await app.mount(place);
    dressToolbar();
    if (view) restore(model, view);
    for (const listener of this.joined) listener(model);
  }

  private hear(message: CollaborationMessage): void {
    if (this.waiting) {
      this.waiting.push(message);
      return;
    }
    const undone = revisionTurned(message);
    if (undone !== undefined && !this.revisions.has(undone)) {
      void this.beginAnew();
      return;
    }
    if (message.type === "REMOTE_REVISION") this.revisions.add(message.nextRevisionId);
    for (const listener of this.listeners) listener(message);
  }

  private async beginAnew(): Promise<void> {
    this.waiting = [];
    const snapshot = await this.fetchSnapshot();
    const view = viewOf(this.model);
    this.shown?.app.destroy();
    await this.show(snapshot, view);
    const waiting = this.waiting;
    this.waiting = null;
    // Those that the snapshot has already, the model leaves alone.
    for (const message of waiting) this.hear(message);
  }

  private join(snapshot: Snapshot): Model {
    const clockOffsetMs = snapshot.nowMs - Date.now();
    const formulas = new PageFormulas(
      snapshot.spreadsheet,
      () => serialAt(new Date(Date.now() + clockOffsetMs), snapshot.timeZone),
      () => ({
        email: this.acting,
        isOwner: snapshot.people.some(({ email, isOwner }) => isOwner && email === this.acting),
      }),
    );
    this.listeners = [];
    this.revisions = new Set();
    this.formulas = formulas;
    const model = new Model(snapshot.spreadsheet, {
      custom: formulas.custom,
      transportService: {
        sendMessage: async (message: CollaborationMessage) =>
          this.connection.send({ type: "revision", message }),
        onNewMessage: (_client: string, listener: Listener) => {
          this.listeners.push(listener);
        },
        leave: () => {},
      },
      client: { id: crypto.randomUUID(), name: "You" },
    });
    hearOthersOnce(model);
    waitForUndoing(model);
    formulas.begin(model, snapshot.functions);
    model.joinSession();
    model.on("command-rejected", this, ({ result }) => {
      if ((result.reasons as string[]).includes(PROTECTED)) this.notices.error(PROTECTED_TEXT);
    });
    return model;
  }

  private appFor(model: Model): App {
    const { notices } = this;
    return new App(Spreadsheet, {
      props: {
        model,
        notifyUser: ({ text }: { text: string }) => notices.toast({ title: "", message: text, seconds: 5 }),
        raiseError: (text: string, then?: () => void) => {
          notices.error(text);
          then?.();
        },
        askConfirmation: (text: string, confirm: () => void, cancel?: () => void) => {
          if (window.confirm(text)) confirm();
          else cancel?.();
        },
      },
      templates: this.templates,
      warnIfNoStaticProps: false,
    });
  }
}

/** The revision that is undone or done again by a message. */
function revisionTurned(message: CollaborationMessage): string | undefined {
  if (message.type === "REVISION_UNDONE") return message.undoneRevisionId;
  return message.type === "REVISION_REDONE" ? message.redoneRevisionId : undefined;
}

function viewOf({ getters }: Model) {
  const { anchor } = getters.getSelection();
  return { sheetId: getters.getActiveSheetId(), anchor, scroll: getters.getActiveSheetScrollInfo() };
}

function restore(model: Model, { sheetId, anchor, scroll }: View): void {
  const { getters } = model;
  if (!getters.getVisibleSheetIds().includes(sheetId)) return;
  model.dispatch("ACTIVATE_SHEET", { sheetIdFrom: getters.getActiveSheetId(), sheetIdTo: sheetId });
  const { bottom, right } = anchor.zone;
  if (bottom < getters.getNumberRows(sheetId) && right < getters.getNumberCols(sheetId))
    model.selection.selectZone(anchor);
  model.dispatch("SET_VIEWPORT_OFFSET", { offsetX: scroll.scrollX, offsetY: scroll.scrollY });
}
