import { apis, clientsOf } from "./apis.ts";
import {
  forgetKey as forget,
  hasOwnKey,
  isKeyShared,
  keyFor,
  saveKey,
  shareKey as share,
} from "./core/keys.ts";
import type { Json } from "./core/ports.ts";
import { entries } from "./entries.ts";
import { type Argument, FORMULA_BUDGET_MS, type FormulaWork, type Shown } from "./formulas/formula.ts";
import { listingFormula } from "./formulas/listing.ts";
import { recalculate } from "./formulas/recalculate.ts";
import { recordFormula, recordFormulas } from "./formulas/record.ts";
import { stageFormula } from "./formulas/stage.ts";
import { verifyFormula } from "./formulas/verify.ts";
import { sheetFault } from "./gas/faults.ts";
import { showMenu, showSidebar, toast } from "./gas/ui.ts";
import { currentWorld, forgetFile, noteFile, triggerWorlds, type World } from "./gas/world.ts";
import { advanceRun as advance } from "./runs/advance.ts";
import { carryOn, TRIGGER_BUDGET_MS } from "./runs/carry.ts";
import { cancelRun as cancel, goOnRun as goOn, pauseRun as pause } from "./runs/control.ts";
import type { Run } from "./runs/run.ts";
import { startRun as start } from "./runs/start.ts";
import { loadRuns } from "./runs/store.ts";
import { viewOf } from "./runs/view.ts";
import { entryOf, type Work, whoAmI } from "./runs/work.ts";
import type { ApiName, SetupState } from "./ui/calls.ts";
import { importForm as formOfImports, previewImport as preview } from "./ui/import-form.ts";
import { tryKey } from "./ui/key-test.ts";
import { menu } from "./ui/menu.ts";

/**
 * The entry points: every export is a global function of the Apps Script project, but for those whose name ends in
 * `_`. Functions that a sidebar calls return JSON text (facts, 7.2). Nothing here runs before it is called.
 */

/** Of the sidebar's patience: a slice ends well before a person wonders (design, section 4). */
const SIDEBAR_BUDGET_MS = 15_000;

function workOf({ ports, book }: World): Work {
  return { ports, book, entries, sheetFault, client: clientsOf(ports) };
}

function formulaWork(): FormulaWork {
  const { ports, book } = currentWorld();
  const deadlineMs = ports.clock.nowMs() + FORMULA_BUDGET_MS;
  const client = clientsOf(ports);
  return {
    ports,
    startOf: (day) => book.startOf(day),
    deadlineMs,
    entry: (table) => entryOf(entries, table),
    client: (api) => client(api, deadlineMs),
  };
}

function runText(run: Run, { ports }: World): string {
  return JSON.stringify(viewOf(run, whoAmI(ports), ports.clock.nowMs()));
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

/** Starts a table's import from the menu. Without a key it asks for one instead. */
export function importTable_(table: string): void {
  const world = currentWorld();
  const { api } = entryOf(entries, table);
  if (keyFor(api, world.ports) === null) {
    showSidebar("setup");
    toast(`Paste your ${apis[api].name} ${apis[api].keyWords} first, then import again.`);
    return;
  }
  start({ kind: "import", table }, workOf(world));
  noteFile(world);
  showSidebar("progress");
}

// --- Runs -------------------------------------------------------------------------------------------------------

/**
 * Starts a run: `{kind: "import", table, sheet?, filters?, columns?, removed?}`.
 * @return {string} the run, as JSON.
 */
export function startRun(spec: Json): string {
  const world = currentWorld();
  const run = start(spec, workOf(world));
  noteFile(world);
  return runText(run, world);
}

/** @return {string} all runs of this file, newest first, as JSON. */
export function listRuns(): string {
  const { ports } = currentWorld();
  const who = whoAmI(ports);
  return JSON.stringify(loadRuns(ports.fileStore).map((run) => viewOf(run, who, ports.clock.nowMs())));
}

/** Does one slice of a run, as the open progress sidebar asks for. */
export function advanceRun(id: string): string {
  const world = currentWorld();
  const run = advance(id, whoAmI(world.ports), workOf(world), SIDEBAR_BUDGET_MS);
  if (!run) throw new Error("That run is no longer kept. Start it again from the menu.");
  return runText(run, world);
}

export function pauseRun(id: string): string {
  const world = currentWorld();
  return runText(pause(id, workOf(world)), world);
}

export function goOnRun(id: string): string {
  const world = currentWorld();
  const run = goOn(id, workOf(world));
  noteFile(world);
  return runText(run, world);
}

export function cancelRun(id: string): string {
  const world = currentWorld();
  return runText(cancel(id, workOf(world)), world);
}

/** The one hourly trigger: carries on what is unfinished, in one file after the other where there are several. */
export function hourly(): void {
  const deadlineMs = Date.now() + TRIGGER_BUDGET_MS;
  const faults: unknown[] = [];
  for (const world of triggerWorlds()) {
    try {
      if (!carryOn(workOf(world), deadlineMs)) forgetFile(world);
    } catch (fault) {
      // The other files are not to suffer.
      faults.push(fault);
    }
  }
  if (faults.length > 0) throw faults[0];
}

/** The trigger of each minute that a bound script has while a run is unfinished. */
export function continueRuns(): void {
  hourly();
}

// --- Import… ----------------------------------------------------------------------------------------------------

/** @return {string} an `ImportForm` as JSON: what can be imported, and what was. */
export function importForm(): string {
  const world = currentWorld();
  return JSON.stringify(formOfImports(workOf(world), (api) => keyFor(api, world.ports) !== null));
}

/** @return {string} an `ImportPreview` as JSON: the first rows of what `startRun` would import. */
export function previewImport(specJson: string): string {
  const world = currentWorld();
  const deadlineMs = world.ports.clock.nowMs() + SIDEBAR_BUDGET_MS;
  return JSON.stringify(preview(JSON.parse(specJson) as Json, workOf(world), deadlineMs));
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
  const { ports } = currentWorld();
  const deadlineMs = ports.clock.nowMs() + SIDEBAR_BUDGET_MS;
  return JSON.stringify(tryKey(clientsOf(ports)(api, deadlineMs), keyFor(api, ports)));
}

// --- Formulas ---------------------------------------------------------------------------------------------------

/** Has what the sheet's formulas read be read anew, but for what was paid for. */
export function recalculateFormulas(): void {
  const { book, ports } = currentWorld();
  const names = entries.flatMap(({ formula }) => (formula ? [formula.name] : [])).concat(recordFormulas);
  const count = recalculate(book.openSheet(), names, book, ports);
  toast(`Formulas computed anew: ${count}. HUNTER_VERIFY keeps its answers.`);
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
