import { type CollaborationMessage, Model, Spreadsheet } from "@odoo/o-spreadsheet";
import { App } from "@odoo/owl";
import { PageFormulas } from "../../book/page-formulas.ts";
import { PROTECTED } from "../../book/protections.ts";
import { serialAt } from "../../book/serial.ts";
import type { Snapshot } from "../messages.ts";
import type { Connection } from "./connection.ts";
import { byId } from "./element.ts";
import type { Notices } from "./notices.ts";

/** What Sheets says to somebody who types into what others protect (facts 5.1). */
const PROTECTED_TEXT =
  "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.";

/** The page's model of the spreadsheet: one collaborator of the server's. */
export function joinSpreadsheet(connection: Connection, snapshot: Snapshot): Model {
  const listeners: ((message: CollaborationMessage) => void)[] = [];
  connection.on("revision", ({ message }) => {
    for (const listener of listeners) listener(message);
  });
  const clockOffsetMs = snapshot.nowMs - Date.now();
  let acting = "";
  connection.on("acting", ({ email }) => {
    acting = email;
  });
  const formulas = new PageFormulas(
    snapshot.spreadsheet,
    () => serialAt(new Date(Date.now() + clockOffsetMs), snapshot.timeZone),
    () => ({
      email: acting,
      isOwner: snapshot.people.some(({ email, isOwner }) => isOwner && email === acting),
    }),
  );
  const model = new Model(snapshot.spreadsheet, {
    custom: formulas.custom,
    transportService: {
      sendMessage: async (message: CollaborationMessage) => connection.send({ type: "revision", message }),
      onNewMessage: (_client: string, listener: (message: CollaborationMessage) => void) => {
        listeners.push(listener);
      },
      leave: () => {},
    },
    client: { id: crypto.randomUUID(), name: "You" },
  });
  formulas.begin(model, snapshot.functions);
  connection.on("formula", ({ key, result }) => formulas.accept(key, result));
  model.joinSession();
  return model;
}

/** Keys go to the cells again. */
export function focusGrid(): void {
  document.querySelector<HTMLElement>(".o-grid .o-composer, .o-grid [contenteditable]")?.focus();
}

/** The grid measures itself when the window changes; panels take room from it without that. */
export function gridSizeChanged(): void {
  dispatchEvent(new Event("resize"));
}

/** Draws the spreadsheet into #grid. `templates`: o-spreadsheet's XML. */
export async function mountGrid(model: Model, templates: string, notices: Notices): Promise<void> {
  const place = byId("grid");
  const app = new App(Spreadsheet, {
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
    templates,
    warnIfNoStaticProps: false,
  });
  model.on("command-rejected", place, ({ result }) => {
    if ((result.reasons as string[]).includes(PROTECTED)) notices.error(PROTECTED_TEXT);
  });
  place.replaceChildren();
  await app.mount(place);
}
