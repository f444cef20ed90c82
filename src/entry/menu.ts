import { apis } from "../apis.ts";
import { InputError } from "../core/errors.ts";
import { needsFilter } from "../core/filters.ts";
import { keyFor } from "../core/keys.ts";
import { entries } from "../entries.ts";
import { recalculate } from "../formulas/recalculate.ts";
import { recordFormulas } from "../formulas/record.ts";
import { requireConsent } from "../gas/consent.ts";
import { showMenu, showSidebar, toast } from "../gas/ui.ts";
import { currentWorld, noteFile } from "../gas/world.ts";
import { Results } from "../ledger/results.ts";
import { knownLacking, lackingTables } from "../runs/lacking.ts";
import { refreshAll } from "../runs/refresh/all.ts";
import { startRun as start } from "../runs/start.ts";
import { entryOf, type Work } from "../runs/work.ts";
import type { ApiName, LookupName } from "../ui/calls.ts";
import { menuWithout } from "../ui/menu.ts";
import { beginImportWith } from "../ui/server/import-form.ts";
import { beginLookupWith } from "../ui/server/lookup-form.ts";
import { beginSendWith } from "../ui/server/send-form.ts";
import { currentWork } from "./work.ts";

/** What the items of the menu call, and what makes the menu. */

/** Adds the menu. Runs with next to no rights when the add-on is installed but not yet used in this file. */
export function onOpen(event?: OpenEvent): void {
  showMenu(menuWithout(String(event?.authMode) === "NONE" ? uncertain() : lackingNow()));
}

/** As Google hands it in (facts, 3.2). */
interface OpenEvent {
  readonly authMode?: unknown;
}

/** Without any right nobody can look up what the account has not got. */
function uncertain(): string[] {
  return entries.filter(({ newer }) => newer).map(({ table }) => table);
}

/** A store that cannot be read just now is no reason to be without a menu. */
function lackingNow(): readonly string[] {
  try {
    return knownLacking(currentWorld().ports);
  } catch {
    return [];
  }
}

export function onInstall(event?: OpenEvent): void {
  onOpen(event);
}

export function showSetup(): void {
  openSidebar("setup");
}

export function showProgress(): void {
  openSidebar("progress");
}

export function showImport(): void {
  openSidebar("import");
}

export function showTables(): void {
  openSidebar("tables");
}

export function showInvite(): void {
  showSend("huntr.invitations");
}

export function showMemberFieldChanges(): void {
  showSend("huntr.member-fields");
}

export function showWriteNotes(): void {
  showSend("huntr.internal-notes");
}

export function showEnroll(): void {
  showSend("huntr.goal-enrollments");
}

export function showMakeTags(): void {
  showSend("huntr.tags");
}

export function showSaveLeads(): void {
  showSend("hunter.leads");
}

export function showDeleteLeads(): void {
  showSend("hunter.leads.delete");
}

export function showAddRecipients(): void {
  showSend("hunter.recipients");
}

export function showCancelEmails(): void {
  showSend("hunter.recipients.cancel");
}

function openSidebar(page: Parameters<typeof showSidebar>[0]): void {
  requireConsent();
  showSidebar(page);
}

/** What a click works on, once Google has been allowed what that needs. */
function clickedWork(): Work {
  requireConsent();
  return currentWork();
}

function showSend(push: string): void {
  beginSendWith(push, clickedWork().ports);
  showSidebar("send");
}

export function showVerify(): void {
  showLookup("verify");
}

export function showFind(): void {
  showLookup("find");
}

export function showSearchDomains(): void {
  showLookup("domain");
}

export function showCountAddresses(): void {
  showLookup("count");
}

export function showLookUpPeople(): void {
  showLookup("person");
}

export function showLookUpCompanies(): void {
  showLookup("company");
}

export function showFindDomains(): void {
  showLookup("domain-finder");
}

export function showDiscover(): void {
  importTable_("hunter.discover");
}

function showLookup(lookup: LookupName): void {
  beginLookupWith(lookup, clickedWork().ports);
  showSidebar("lookup");
}

export function showCredits(): void {
  openSidebar("credits");
}

/** Starts a table's import from the menu. Without a key, or a filter that it needs, it asks for these instead. */
export function importTable_(table: string): void {
  const work = clickedWork();
  const entry = entryOf(entries, table);
  if (askForKey(entry.api, work)) {
    beginImportWith(table, work.ports);
    return;
  }
  if (needsFilter(entry)) {
    beginImportWith(table, work.ports);
    showSidebar("import");
    return;
  }
  start({ kind: "import", table }, work);
  noteFile(work);
  showSidebar("progress");
}

export function importEverythingFromHuntr(): void {
  importEverything("huntr");
}

export function importEverythingFromHunter(): void {
  importEverything("hunter");
}

/** Starts the imports of all tables of an API that need no filter. What it is about to end is imported by name only. */
function importEverything(api: ApiName): void {
  const work = clickedWork();
  if (askForKey(api, work)) return;
  const lacking = lackingTables(work);
  showMenu(menuWithout(lacking));
  const tables = entries.filter(
    (entry) =>
      entry.api === api &&
      entry.paging.style !== "single" &&
      !entry.deprecated &&
      !needsFilter(entry) &&
      !lacking.includes(entry.table),
  );
  for (const { table } of tables) start({ kind: "import", table }, work);
  noteFile(work);
  toast(`${tables.length} tables of ${apis[api].name} are being imported.`);
  showSidebar("progress");
}

/** Brings the table on the open sheet up to date. */
export function refreshSheet(): void {
  const work = clickedWork();
  try {
    start({ kind: "refresh", sheet: work.book.openSheet().name() }, work);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    toast(error.message);
    return;
  }
  noteFile(work);
  showSidebar("progress");
}

/** Brings every table of the file up to date, one run each. */
export function refreshAllTables(): void {
  const work = clickedWork();
  if (refreshAll(work) === 0) {
    toast("Huntsheet fills no sheet here yet. Import one first, under Huntsheet ▸ Import.");
    return;
  }
  noteFile(work);
  showSidebar("progress");
}

/** @returns whether there is no key: then Set up is open. */
function askForKey(api: ApiName, { ports }: Work): boolean {
  if (keyFor(api, ports) !== null) return false;
  showSidebar("setup");
  toast(`Paste your ${apis[api].name} ${apis[api].keyWords} first, then import again.`);
  return true;
}

/** Has what the sheet's formulas read be read anew, but for what was paid for. */
export function recalculateFormulas(): void {
  const { book, ports } = clickedWork();
  const names = entries.flatMap(({ formula }) => (formula ? [formula.name] : [])).concat(recordFormulas);
  new Results(book, ports).moveJournal();
  const count = recalculate(book.openSheet(), names, book, ports);
  toast(`Formulas computed anew: ${count}. What Hunter was paid for is kept.`);
}
