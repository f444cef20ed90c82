import type { Snapshot } from "../messages.ts";
import { provideCharts } from "./charts.ts";
import { Connection } from "./connection.ts";
import { Dialogs } from "./dialogs.ts";
import { byId } from "./element.ts";
import { addExtensionsMenu } from "./extensions-menu.ts";
import { addFileMenu } from "./file-menu.ts";
import { dressMenus } from "./grid-menu.ts";
import { Header } from "./header.ts";
import { wireKeyboard } from "./keyboard.ts";
import { closeMenusByTheirNames } from "./menu-bar.ts";
import { copyNotesAlong } from "./note-clipboard.ts";
import { prepareNoteEditor } from "./note-editor.ts";
import { addNoteMenus } from "./note-menus.ts";
import { showNotes } from "./notes.ts";
import { Notices } from "./notices.ts";
import { DeveloperPanel } from "./panel/developer-panel.ts";
import { DocumentName } from "./panel/document-name.ts";
import { StopRunning } from "./panel/stop-running.ts";
import { Panels } from "./panels.ts";
import { shareSelection } from "./selection.ts";
import { SharedSpreadsheet } from "./shared-spreadsheet.ts";
import { ourTemplates } from "./templates.ts";
import { keepUpWithTyping } from "./typing.ts";
import { exportExactCells } from "./xlsx.ts";

async function open(): Promise<void> {
  // The line is opened first, so that nothing which happens after the snapshot is missed.
  const connection = await Connection.open();
  const notices = new Notices(connection);
  connection.onLost(() =>
    notices.error(
      "The workbench's server has stopped. Start it again with npm start and load this page anew.",
    ),
  );
  const [snapshot, templates, scriptRun] = await Promise.all([
    fetchSnapshot(),
    fetched("/vendor/o-spreadsheet.xml").then((response) => response.text()),
    fetched("/script-run.js").then((response) => response.text()),
  ]);
  new Header(connection, snapshot);
  const documentName = new DocumentName(connection, snapshot);
  new StopRunning(connection);
  new DeveloperPanel(connection, snapshot);
  connection.on("reload", () => location.reload());
  new Dialogs(connection);
  new Panels(connection, scriptRun);
  provideCharts();
  showNotes();
  prepareNoteEditor();
  copyNotesAlong();
  dressMenus();
  addNoteMenus();
  const makeCopy = () => connection.send({ type: "make a copy" });
  connection.on("copied", ({ url }) => window.open(url, "_blank"));
  addFileMenu(documentName, snapshot.canReopen ? makeCopy : null);
  closeMenusByTheirNames();
  addExtensionsMenu(connection);
  exportExactCells();
  keepUpWithTyping();
  const spreadsheet = new SharedSpreadsheet(connection, ourTemplates(templates), notices, fetchSnapshot);
  shareSelection(spreadsheet, connection);
  await spreadsheet.show(snapshot);
  wireKeyboard();
  connection.start();
}

async function fetchSnapshot(): Promise<Snapshot> {
  const response = await fetched("/snapshot");
  return (await response.json()) as Snapshot;
}

async function fetched(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
  return response;
}

open().catch((fault: unknown) => {
  byId("opening").textContent =
    `The workbench could not open: ${fault instanceof Error ? fault.message : String(fault)}`;
  throw fault;
});
