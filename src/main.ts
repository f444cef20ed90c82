import { apis, clientsOf } from "./apis.ts";
import { InputError } from "./core/errors.ts";
import { requiredFilter } from "./core/filters.ts";
import {
  forgetKey as forget,
  hasOwnKey,
  isKeyShared,
  keyFor,
  saveKey,
  shareKey as share,
} from "./core/keys.ts";
import type { Json, JsonObject } from "./core/ports.ts";
import { entries } from "./entries.ts";
import { type Argument, FORMULA_BUDGET_MS, type FormulaWork, type Shown } from "./formulas/formula.ts";
import { listingFormula } from "./formulas/listing.ts";
import { countFormula, domainFormula, findFormula, verifyFormula } from "./formulas/lookups.ts";
import { recalculate } from "./formulas/recalculate.ts";
import { recordFormula, recordFormulas } from "./formulas/record.ts";
import { stageFormula } from "./formulas/stage.ts";
import { sheetFault } from "./gas/faults.ts";
import { showMenu, showSidebar, toast } from "./gas/ui.ts";
import { currentWorld, forgetFile, noteFile, triggerWorlds, type World } from "./gas/world.ts";
import { pushes } from "./pushes.ts";
import { advanceRun as advance } from "./runs/advance.ts";
import { carryOn, TRIGGER_BUDGET_MS, unlessBusy } from "./runs/carry.ts";
import { cancelRun as cancel, goOnRun as goOn, pauseRun as pause } from "./runs/control.ts";
import { planPush } from "./runs/push-plan.ts";
import type { Run } from "./runs/run.ts";
import { hasSchedule, setSchedule, startDue } from "./runs/schedules.ts";
import { specOf, startRun as start } from "./runs/start.ts";
import { loadRuns } from "./runs/store.ts";
import { viewOf } from "./runs/view.ts";
import { entryOf, saveName, type Work, whoAmI } from "./runs/work.ts";
import { PaidResults } from "./tables/paid.ts";
import type { ApiName, LookupName, SendTemplate, SetupState } from "./ui/calls.ts";
import { choicesOf } from "./ui/choices.ts";
import { beginImportWith, importForm as formOfImports, previewImport as preview } from "./ui/import-form.ts";
import { tryKey } from "./ui/key-test.ts";
import {
  beginLookupWith,
  creditsSpent,
  forgetResults as forgetPaid,
  lookupForm as formOfLookups,
  previewLookup as lookupPreview,
} from "./ui/lookup-form.ts";
import { menu } from "./ui/menu.ts";
import {
  beginSendWith,
  changeRecord as change,
  sendForm as formOfSend,
  templateSheet as makeTemplate,
} from "./ui/send-form.ts";
import { tablesState as listTables } from "./ui/tables-state.ts";

/**
 * The entry points: every export is a global function of the Apps Script project, but for those whose name ends in
 * `_`. Functions that a sidebar calls return JSON text (facts, 7.2). Nothing here runs before it is called.
 */

/** Of the sidebar's patience: a slice ends well before a person wonders (design, section 4). */
const SIDEBAR_BUDGET_MS = 15_000;
/** A check reads whom rows are compared with, a page for each 100 to 500 of them: it is waited for. */
const CHECK_BUDGET_MS = 120_000;
/** Nobody waits for a helper; but with a last batch it has to end before the page takes it for lost, after a minute. */
const HELP_BUDGET_MS = 25_000;

function workOf({ ports, book }: World): Work {
  return { ports, book, entries, pushes, sheetFault, client: clientsOf(ports) };
}

function currentWork(): Work {
  return workOf(currentWorld());
}

/** What a sidebar is told, as JSON; it waits no longer than the budget. */
function told(answer: (work: Work, deadlineMs: number) => unknown, budgetMs = SIDEBAR_BUDGET_MS): string {
  const work = currentWork();
  return JSON.stringify(answer(work, work.ports.clock.nowMs() + budgetMs));
}

function formulaWork(): FormulaWork {
  const { ports, book } = currentWorld();
  const deadlineMs = ports.clock.nowMs() + FORMULA_BUDGET_MS;
  const client = clientsOf(ports);
  return {
    ports,
    book,
    startOf: (day) => book.startOf(day),
    deadlineMs,
    entry: (table) => entryOf(entries, table),
    client: (api) => client(api, deadlineMs),
  };
}

function toldRun(change: (work: Work) => Run): string {
  return told((work) => viewOf(change(work), work.ports));
}

// --- Menu -------------------------------------------------------------------------------------------------------

/** Adds the menu. Runs with next to no rights when the add-on is installed but not yet used in this file. */
export function onOpen(): void {
  showMenu(menu);
}

export function onInstall(): void {
  onOpen();
}

export function showSetup(): void {
  showSidebar("setup");
}

export function showProgress(): void {
  showSidebar("progress");
}

export function showImport(): void {
  showSidebar("import");
}

export function showTables(): void {
  showSidebar("tables");
}

export function showInvite(): void {
  showSend("huntr.invitations");
}

export function showMemberFieldChanges(): void {
  showSend("huntr.member-fields");
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

function showSend(push: string): void {
  beginSendWith(push, currentWorld().ports);
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

function showLookup(lookup: LookupName): void {
  beginLookupWith(lookup, currentWorld().ports);
  showSidebar("lookup");
}

export function showCredits(): void {
  showSidebar("credits");
}

/** Starts a table's import from the menu. Without a key, or a filter that it needs, it asks for these instead. */
export function importTable_(table: string): void {
  const work = currentWork();
  const entry = entryOf(entries, table);
  if (askForKey(entry.api, work)) return;
  if (requiredFilter(entry)) {
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
  const work = currentWork();
  if (askForKey(api, work)) return;
  const tables = entries.filter(
    (entry) =>
      entry.api === api && entry.paging.style !== "single" && !entry.deprecated && !requiredFilter(entry),
  );
  for (const { table } of tables) start({ kind: "import", table }, work);
  noteFile(work);
  toast(`${tables.length} tables of ${apis[api].name} are being imported.`);
  showSidebar("progress");
}

/** Brings the table on the open sheet up to date. */
export function refreshSheet(): void {
  const work = currentWork();
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

/** @returns whether there is no key: then Set up is open. */
function askForKey(api: ApiName, { ports }: Work): boolean {
  if (keyFor(api, ports) !== null) return false;
  showSidebar("setup");
  toast(`Paste your ${apis[api].name} ${apis[api].keyWords} first, then import again.`);
  return true;
}

// --- Runs -------------------------------------------------------------------------------------------------------

/**
 * Starts a run: `{kind: "import", table, sheet?, filters?, columns?, removed?}`.
 * @return {string} the run, as JSON.
 */
export function startRun(spec: Json): string {
  return toldRun((work) => {
    const run = start(spec, work);
    noteFile(work);
    return run;
  });
}

/** @return {string} all runs of this file, newest first, as JSON. */
export function listRuns(): string {
  return told((work) => loadRuns(work.ports.fileStore).map((run) => viewOf(run, work.ports)));
}

/** Does one slice of a run, as the open progress sidebar asks for. */
export function advanceRun(id: string): string {
  return toldRun((work) => {
    const run = advance(id, whoAmI(work.ports), work, SIDEBAR_BUDGET_MS, HELP_BUDGET_MS);
    if (!run) throw new Error("That run is no longer kept. Start it again from the menu.");
    return run;
  });
}

export function pauseRun(id: string): string {
  return toldRun((work) => pause(id, work));
}

export function goOnRun(id: string): string {
  return toldRun((work) => {
    const run = goOn(id, work);
    noteFile(work);
    return run;
  });
}

export function cancelRun(id: string): string {
  return toldRun((work) => cancel(id, work));
}

/** The one hourly trigger: starts what is due and carries on what is unfinished, in one file after the other. */
export function hourly(): void {
  onTrigger((work) => {
    unlessBusy(() => startDue(work));
    unlessBusy(() => new PaidResults(work.book, work.ports).moveJournal());
  });
}

/** The trigger of each minute that a bound script has while a run is unfinished. */
export function continueRuns(): void {
  onTrigger(() => {});
}

function onTrigger(begin: (work: Work) => void): void {
  const deadlineMs = Date.now() + TRIGGER_BUDGET_MS;
  const faults: unknown[] = [];
  for (const world of triggerWorlds()) {
    try {
      const work = workOf(world);
      begin(work);
      if (!carryOn(work, deadlineMs) && !hasSchedule(work)) forgetFile(world);
    } catch (fault) {
      // The other files are not to suffer.
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
}

// --- Tables and schedules ---------------------------------------------------------------------------------------

/** @return {string} a `TablesState` as JSON: the managed tables, how they are, and when they are refreshed. */
export function tablesState(): string {
  return told(listTables);
}

/** @param {string} rhythmJson `{"every": "hour" | "day" | "week", "hour"?, "day"?}`; `{}` takes the schedule away. */
export function saveSchedule(sheetId: number, rhythmJson: string): string {
  return told((work) => {
    setSchedule(sheetId, JSON.parse(rhythmJson) as JsonObject, work);
    noteFile(work);
    return listTables(work);
  });
}

/** Sets what the log and colleagues call the person at hand. */
export function saveMyName(name: string): string {
  return told((work) => {
    saveName(name, work.ports);
    return listTables(work);
  });
}

/** Shows a sheet to the person who clicked, and a row of it where one is given. */
export function openSheet(sheetId: number, row?: number): string {
  return told((work) => {
    work.book.sheetById(sheetId)?.show(row);
    return listTables(work);
  });
}

// --- Import… ----------------------------------------------------------------------------------------------------

/** @return {string} an `ImportForm` as JSON: which keys there are, and what was imported. */
export function importForm(): string {
  return told(formOfImports);
}

/** @return {string} an `ImportPreview` as JSON: the first rows of what `startRun` would import. */
export function previewImport(specJson: string): string {
  return told((work, deadlineMs) => preview(specOf(specJson), work, deadlineMs));
}

/** @return {string} a `Choices` as JSON: what a filter can be set to, by name. */
export function choices(table: string, from: string): string {
  return told((work, deadlineMs) => choicesOf(table, from, work, deadlineMs));
}

// --- Send rows --------------------------------------------------------------------------------------------------

/** @return {string} a `PushPlan` as JSON: what `startRun` of that push would send, and what not. */
export function previewPush(specJson: string): string {
  return told((work, deadlineMs) => planPush(specOf(specJson), work, deadlineMs), CHECK_BUDGET_MS);
}

/** @return {string} a `SendForm` as JSON: a sheet's headers and rows, and what there is to choose from. */
export function sendForm(push: string, sheet: string): string {
  return told((work, deadlineMs) => formOfSend(push || "", sheet || "", work, deadlineMs));
}

/** @param {string} bodyJson `{"name"}` or `{"label"}` and so on; "null" deletes. Without an id it is made. */
export function changeRecord(table: string, id: string, bodyJson: string): string {
  const body = JSON.parse(bodyJson) as JsonObject | null;
  return told((work, deadlineMs) => change(table, id, body, work, deadlineMs));
}

/** @param {string} templateJson a `SendTemplate`: headers, drop-downs and an example for a new sheet. */
export function templateSheet(templateJson: string): string {
  return told((work) => ({ sheet: makeTemplate(JSON.parse(templateJson) as SendTemplate, work) }));
}

// --- Look-ups ---------------------------------------------------------------------------------------------------

/** @return {string} a `LookupForm` as JSON; of the sheet that the person looks at where none is named. */
export function lookupForm(sheet: string): string {
  return told((work) => formOfLookups(sheet || "", work));
}

/** @return {string} a `LookupPreview` as JSON: what a look-up would cost. */
export function previewLookup(specJson: string): string {
  return told((work, deadlineMs) => lookupPreview(specOf(specJson), work, deadlineMs));
}

/** @return {string} a `Credits` as JSON: what was spent on Hunter, and by what. */
export function credits(): string {
  return told(creditsSpent);
}

/** @param {string} whichJson a `Forgetting`: which stored results go for good. */
export function forgetResults(whichJson: string): string {
  return told((work) => forgetPaid(JSON.parse(whichJson) as Json, work));
}

// --- Set up -----------------------------------------------------------------------------------------------------

/** @return {string} which keys are stored, as JSON; never a key. */
export function setupState(): string {
  const { ports } = currentWorld();
  const of = (api: ApiName) => ({ stored: hasOwnKey(api, ports), shared: isKeyShared(api, ports) });
  const state: SetupState = { huntr: of("huntr"), hunter: of("hunter") };
  return JSON.stringify(state);
}

/** @param {string} keysJson `{"huntr"?: …, "hunter"?: …}`; a blank one is left as it is. */
export function saveKeys(keysJson: string): string {
  const { ports } = currentWorld();
  const keys = JSON.parse(keysJson) as { [api in ApiName]?: unknown };
  for (const api of ["huntr", "hunter"] as const) {
    const key = keys[api];
    if (typeof key === "string" && key.trim() !== "") saveKey(api, key, ports);
  }
  return setupState();
}

export function forgetKey(api: ApiName): string {
  forget(apis[api].id, currentWorld().ports);
  return setupState();
}

export function shareKey(api: ApiName, isShared: boolean): string {
  if (!share(apis[api].id, isShared, currentWorld().ports))
    throw new Error("Save your key first, then share it.");
  return setupState();
}

/** @return {string} a `KeyTest` as JSON: whether the stored key works, and for Hunter the plan. */
export function testKey(api: ApiName): string {
  return told(({ client, ports }, deadlineMs) => tryKey(client(api, deadlineMs), keyFor(api, ports)));
}

// --- Formulas ---------------------------------------------------------------------------------------------------

/** Has what the sheet's formulas read be read anew, but for what was paid for. */
export function recalculateFormulas(): void {
  const { book, ports } = currentWorld();
  const names = entries.flatMap(({ formula }) => (formula ? [formula.name] : [])).concat(recordFormulas);
  new PaidResults(book, ports).moveJournal();
  const count = recalculate(book.openSheet(), names, book, ports);
  toast(`Formulas computed anew: ${count}. What Hunter was paid for is kept.`);
}

/** The body of every listing's formula; the functions themselves follow from the entries. */
export function tableFormula_(table: string, filters?: Argument, columns?: Argument): Shown[][] {
  const work = formulaWork();
  return listingFormula(work.entry(table), filters, columns, work);
}

/**
 * One Huntr job as one row without a header; a row for each cell of a range.
 *
 * @param {string|Array<Array<string>>} id The job's id, or a range of them.
 * @param {string|Array<Array<string>>} columns Optional. Columns of HUNTR_JOBS, as "title, employer"; "*" for all.
 * @return {Array<Array>} The row.
 * @customfunction
 */
export function HUNTR_JOB(id: Argument, columns?: Argument): Shown | Shown[][] {
  return recordFormula("HUNTR_JOB", id, columns, formulaWork());
}

/**
 * One Huntr member as one row without a header; a row for each cell of a range.
 *
 * @param {string|Array<Array<string>>} id The member's id or e-mail address, or a range of them.
 * @param {string|Array<Array<string>>} columns Optional. Columns of HUNTR_MEMBERS, as "given_name, is_active"; "*" for all.
 * @return {Array<Array>} The row.
 * @customfunction
 */
export function HUNTR_MEMBER(id: Argument, columns?: Argument): Shown | Shown[][] {
  return recordFormula("HUNTR_MEMBER", id, columns, formulaWork());
}

/**
 * One Hunter lead as one row without a header; a row for each cell of a range.
 *
 * @param {number|string|Array<Array<string>>} id The lead's number or e-mail address, or a range of them.
 * @param {string|Array<Array<string>>} columns Optional. Columns of HUNTER_LEADS, as "first_name, company"; "*" for all.
 * @return {Array<Array>} The row.
 * @customfunction
 */
export function HUNTER_LEAD(id: Argument, columns?: Argument): Shown | Shown[][] {
  return recordFormula("HUNTER_LEAD", id, columns, formulaWork());
}

/**
 * Gives the type of a stage of a Huntr board: APPLY, PHONE_SCREEN, PHONE_INTERVIEW, ON_SITE_INTERVIEW, OFFER_RECEIVED, OFFER_ACCEPTED or OFFER_DECLINED; empty for a stage that implies none. Needs no network.
 *
 * @param {string|Array<Array<string>>} name The stage's name, such as "2nd interview", or a range of names.
 * @return {string|Array<Array<string>>} The stage type, one for each name.
 * @customfunction
 */
export function HUNTR_STAGE_TYPE(name: Argument): Shown | Shown[][] {
  return stageFormula(name);
}

/**
 * Verifies whether mail to an address would arrive, with Hunter: valid, invalid, accept_all, webmail, disposable, unknown, claimed or pending. Each address costs a verification of your plan once; answers are shared between formulas.
 *
 * @param {string|Array<Array<string>>} email An e-mail address, or a range of them: one row for each cell.
 * @param {string|Array<Array<string>>} columns What to show, such as "status, score"; "*" for all. The status unless given.
 * @param {number} max_age_days How old a stored answer may be, in days. 90 unless given.
 * @return {string|Array<Array<string>>} The status, or the columns asked for.
 * @customfunction
 */
export function HUNTER_VERIFY(
  email: Argument,
  columns?: Argument,
  max_age_days?: Argument,
): Shown | Shown[][] {
  return verifyFormula(email, columns, max_age_days, formulaWork());
}

/**
 * Finds the e-mail address of a person at a company, with Hunter. An address that is found costs a search of your plan once; answers are shared between formulas.
 *
 * @param {string|Array<Array<string>>} domain_or_company The company's domain, web address or name, or a range of them: one row for each cell.
 * @param {string|Array<Array<string>>} first_or_full_name The first name, or the whole name when there is no last name beside it.
 * @param {string|Array<Array<string>>} last_name Optional. The last name.
 * @param {string|Array<Array<string>>} columns Optional. What to show, such as "email, score, position"; "*" for all. The address unless given.
 * @return {string|Array<Array<string>>} The address, or the columns asked for.
 * @customfunction
 */
export function HUNTER_FIND(
  domain_or_company: Argument,
  first_or_full_name: Argument,
  last_name?: Argument,
  columns?: Argument,
): Shown | Shown[][] {
  return findFormula(domain_or_company, first_or_full_name, last_name, columns, formulaWork());
}

/**
 * Lists the e-mail addresses that Hunter knows of a domain or company, with a header row. Ten addresses cost a search of your plan, once; answers are shared between formulas.
 *
 * @param {string|Array<Array<string>>} domain_or_company A domain, web address or company name, or a range of them.
 * @param {string|Array<Array<string>>} filters Optional. Such as "limit=10; type=personal; department=hr", or a range of names and values.
 * @param {string|Array<Array<string>>} columns Optional. What to show, such as "email, position, confidence"; "*" for all.
 * @return {Array<Array>} One row for each address.
 * @customfunction
 */
export function HUNTER_DOMAIN(
  domain_or_company: Argument,
  filters?: Argument,
  columns?: Argument,
): Shown[][] {
  return domainFormula(domain_or_company, filters, columns, formulaWork());
}

/**
 * Counts the e-mail addresses that Hunter knows of a domain or company. Free, and needs no key.
 *
 * @param {string|Array<Array<string>>} domain_or_company A domain, web address or company name, or a range of them.
 * @param {string} type Optional. "personal" or "generic" counts only these.
 * @return {number|Array<Array<number>>} How many addresses, one for each cell.
 * @customfunction
 */
export function HUNTER_COUNT(domain_or_company: Argument, type?: Argument): Shown | Shown[][] {
  return countFormula(domain_or_company, type, formulaWork());
}
