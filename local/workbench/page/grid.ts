import { type CollaborationMessage, Model, Spreadsheet } from "@odoo/o-spreadsheet";
import { App } from "@odoo/owl";
import { PageFormulas } from "../../book/page-formulas.ts";
import { serialAt } from "../../book/serial.ts";
import type { Snapshot } from "../messages.ts";
import type { Connection } from "./connection.ts";
import { byId } from "./element.ts";
import type { Notices } from "./notices.ts";

/** The page's model of the spreadsheet: one collaborator of the server's. */
export function joinSpreadsheet(connection: Connection, snapshot: Snapshot): Model {
  const listeners: ((message: CollaborationMessage) => void)[] = [];
  connection.on("revision", ({ message }) => {
    for (const listener of listeners) listener(message);
  });
  const clockOffsetMs = snapshot.nowMs - Date.now();
  const formulas = new PageFormulas(snapshot.spreadsheet, () =>
    serialAt(new Date(Date.now() + clockOffsetMs), snapshot.timeZone),
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
  place.replaceChildren();
  await app.mount(place);
}
