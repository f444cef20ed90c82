import { NEEDS } from "../access.ts";
import { spreadsheetMs, UI_CALL_MS } from "../costs.ts";
import { isZone } from "../file-time.ts";
import { GoogleError } from "../google-error.ts";
import { FILE_SHEETS } from "../limits.ts";
import { isWebRequest } from "../report.ts";
import { type CallContext, counted, free, type ServiceCall, type ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { openTab, partsOn, sheetInfo } from "./areas.ts";
import { checkProtected } from "./protection.ts";
import { checkCellCount, checkSheetName } from "./sheets.ts";

/** A new sheet's grid (facts 5.3). */
const NEW_SHEET_CELLS = 1000 * 26;

/** Whether SpreadsheetApp knows an active file here (facts 4.3, 7.3). */
function hasActiveFile({ home: world, run }: CallContext): boolean {
  if (world.mode === "bound") return true;
  if (isWebRequest(run.entry)) return false;
  return run.entry !== "trigger" || world.switches.addonTriggerHasSpreadsheet;
}

/** Whether the stores and the lock of the document are there (facts 9.1, 9.2, 4.3: openById brings none). */
export function hasDocument(context: CallContext): boolean {
  return hasActiveFile(context);
}

/** The tab that this person has open, the first one if none is remembered. */
function activeSheet({ world, run }: CallContext): number {
  if (run.cell) return run.cell.s;
  const remembered =
    run.entry === "trigger" ? run.ownSheets.get(world.book) : world.file.activeSheets[run.user];
  const sheets = world.book.sheets();
  return sheets.some((s) => s.id === remembered) ? (remembered as number) : (sheets[0]?.id ?? 0);
}

/** The selection; in a custom function its cell (facts 2.4); in a trigger nobody selects (facts 4.2). */
function activeParts(context: CallContext): readonly Area[] {
  return context.run.cell ? [context.run.cell] : partsOn(context, activeSheet(context));
}

function activeRange(context: CallContext): Area {
  return activeParts(context).at(-1) as Area;
}

function change<T>(apply: (context: CallContext, args: T) => unknown): ServiceCall {
  return counted(NEEDS.writeDocument, (context, args: T) => {
    context.run.spend(spreadsheetMs(0));
    context.run.writes.flush();
    return apply(context, args) ?? null;
  });
}

const openById = counted(NEEDS.openDocument, ({ world, run }, { id, url }: { id?: string; url?: string }) => {
  run.spend(spreadsheetMs(0));
  const wanted = id ?? /\/d\/([^/]+)/.exec(url ?? "")?.[1];
  // facts 5.1: a file that is not there, or not this person's to see.
  if (wanted === undefined || !world.files.has(wanted))
    throw new GoogleError(
      "Unexpected error while getting the method or property openById on object SpreadsheetApp.",
    );
  return wanted;
});

const deleteSheet = change<{ sheet: number }>((context, { sheet }) => {
  const { world } = context;
  sheetInfo(context, sheet);
  if (world.book.sheets().length === 1)
    throw new GoogleError("You can't remove all the sheets in a document.");
  // [K]: words of the Sheets API.
  if (world.book.sheets().every(({ id, hidden }) => hidden || id === sheet))
    throw new GoogleError("You can't remove all the visible sheets in a document.");
  checkProtected(context, sheet, "sheet");
  world.book.removeSheet(sheet);
});

/** @throws GoogleError for a place that no tab can have; the words are ours */
function checkTab(index: number, last: number): void {
  if (index < 0 || index > last) throw new GoogleError("The sheet's position is out of bounds.");
}

const active = free(NEEDS.readDocument, hasActiveFile);

export const spreadsheet: ServiceTable = {
  "SpreadsheetApp.getActiveSpreadsheet": active,
  "SpreadsheetApp.getActive": active,
  "SpreadsheetApp.getActiveSheet": free(NEEDS.readDocument, (c) =>
    hasActiveFile(c) ? activeSheet(c) : null,
  ),
  "SpreadsheetApp.getActiveRange": free(NEEDS.readDocument, (c) =>
    hasActiveFile(c) ? activeRange(c) : null,
  ),
  "SpreadsheetApp.getActiveRangeList": free(NEEDS.readDocument, (c) =>
    hasActiveFile(c) ? activeParts(c) : null,
  ),
  "SpreadsheetApp.getCurrentCell": free(NEEDS.readDocument, (c) =>
    hasActiveFile(c) ? activeRange(c) : null,
  ),
  "SpreadsheetApp.openById": openById,
  "SpreadsheetApp.openByUrl": openById,
  "SpreadsheetApp.flush": counted(NEEDS.readDocument, ({ run, world }) => {
    run.spend(spreadsheetMs(0));
    run.flush();
    world.book.forgetUnusedResults();
    return null;
  }),

  "Spreadsheet.getId": free(NEEDS.readDocument, ({ world }) => world.book.id),
  "Spreadsheet.getName": free(NEEDS.readDocument, ({ world }) => world.book.name),
  "Spreadsheet.getUrl": free(
    NEEDS.readDocument,
    ({ world }) => `https://docs.google.com/spreadsheets/d/${world.book.id}/edit`,
  ),
  // facts 13: nobody owns a file of a shared drive.
  "Spreadsheet.getOwner": free(NEEDS.readDocument, ({ world }) =>
    world.file.isInSharedDrive ? null : world.file.owner,
  ),
  "Spreadsheet.getSpreadsheetTimeZone": free(NEEDS.readDocument, ({ world }) => world.book.timeZone),
  "Spreadsheet.getSpreadsheetLocale": counted(NEEDS.readDocument, ({ world, run }) => {
    run.spend(spreadsheetMs(0));
    return world.book.locale;
  }),
  "Spreadsheet.getSheets": free(NEEDS.readDocument, ({ world }) => world.book.sheets().map((s) => s.id)),
  "Spreadsheet.getNumSheets": free(NEEDS.readDocument, ({ world }) => world.book.sheets().map((s) => s.id)),
  "Spreadsheet.getSheetByName": free(
    NEEDS.readDocument,
    ({ world }, { name }: { name: string }) => world.book.sheets().find((s) => s.name === name)?.id ?? null,
  ),
  "Spreadsheet.getSheetById": free(
    NEEDS.readDocument,
    ({ world }, { id }: { id: number }) => world.book.sheets().find((s) => s.id === id)?.id ?? null,
  ),
  "Spreadsheet.getActiveSheet": free(NEEDS.readDocument, activeSheet),
  "Spreadsheet.getActiveRange": free(NEEDS.readDocument, activeRange),
  "Spreadsheet.getActiveRangeList": free(NEEDS.readDocument, activeParts),
  "Spreadsheet.getActiveCell": free(NEEDS.readDocument, activeRange),
  "Spreadsheet.setActiveSheet": free(NEEDS.writeDocument, (context, { sheet }: { sheet: number }) => {
    openTab(context, sheetInfo(context, sheet).id);
    return null;
  }),

  "Spreadsheet.rename": change<{ name: string }>(({ world }, { name }) => {
    world.book.name = name;
  }),
  "Spreadsheet.setSpreadsheetTimeZone": change<{ zone: string }>(({ world }, { zone }) => {
    if (!isZone(zone)) throw new GoogleError(`Invalid argument: ${zone}`);
    world.book.timeZone = zone;
  }),
  "Spreadsheet.setSpreadsheetLocale": change<{ locale: string }>(({ world }, { locale }) => {
    // "de" or "de_DE"; which of them Sheets has is not checked.
    if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(locale)) throw new GoogleError(`Invalid argument: ${locale}`);
    world.book.locale = locale;
  }),
  // facts 5.4: the new sheet becomes the active one.
  "Spreadsheet.insertSheet": change<{ name: string | null; index: number | null }>(
    (context, { name, index }) => {
      const { world } = context;
      const all = world.book.sheets();
      if (all.length >= FILE_SHEETS) throw new GoogleError(`A file has at most ${FILE_SHEETS} sheets.`);
      let chosen = name;
      for (let n = all.length; chosen === null; n += 1)
        if (!all.some((s) => s.name === `Sheet${n}`)) chosen = `Sheet${n}`;
      checkSheetName(context, chosen, null);
      if (index !== null) checkTab(index, all.length);
      checkCellCount(context, NEW_SHEET_CELLS);
      const id = world.book.insertSheet(
        chosen,
        index ?? all.findIndex((s) => s.id === activeSheet(context)) + 1,
      );
      openTab(context, id);
      return id;
    },
  ),
  "Spreadsheet.deleteSheet": deleteSheet,
  "Spreadsheet.deleteActiveSheet": deleteSheet,
  "Spreadsheet.moveActiveSheet": change<{ position: number }>((context, { position }) => {
    checkTab(position - 1, context.world.book.sheets().length - 1);
    context.world.book.moveSheet(activeSheet(context), position - 1);
  }),
  "Spreadsheet.toast": counted(
    NEEDS.writeDocument,
    ({ world, run }, toast: { message: string; title: string; seconds: number }) => {
      run.spend(UI_CALL_MS);
      run.toasts.push(toast);
      world.emit("toast", { ...toast, user: run.user });
      return null;
    },
  ),
};
