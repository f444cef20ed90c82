import { apis, clientsOf } from "../apis.ts";
import {
  forgetKey as forget,
  hasOwnKey,
  isKeyShared,
  keyIn,
  saveKey,
  shareKey as share,
} from "../core/keys.ts";
import type { Json, JsonObject, Ports } from "../core/ports.ts";
import { forgetAnswers } from "../formulas/answer-cache.ts";
import { showMenu } from "../gas/ui.ts";
import { noteFile } from "../gas/world.ts";
import { advanceRun as advance } from "../runs/advance.ts";
import { cancelRun as cancel, goOnRun as goOn, pauseRun as pause } from "../runs/control.ts";
import { planInParts, planPush } from "../runs/push/plan.ts";
import { reviveTriggers } from "../runs/resume.ts";
import type { Run } from "../runs/run.ts";
import { setSchedule, setScheduleOfAll } from "../runs/schedules.ts";
import { specOf, startRun as start } from "../runs/start.ts";
import { loadRuns } from "../runs/store.ts";
import { viewOf, viewsOf } from "../runs/view.ts";
import { saveName, type Work, whoAmI } from "../runs/work.ts";
import type { ApiName, SendTemplate, SetupState } from "../ui/calls.ts";
import { CHECK_BUDGET_MS } from "../ui/calls.ts";
import { menuWithout } from "../ui/menu.ts";
import { choicesOf } from "../ui/server/choices.ts";
import { importForm as formOfImports, previewImport as preview } from "../ui/server/import-form.ts";
import { tryKey } from "../ui/server/key-test.ts";
import {
  creditsSpent,
  forgetResults as forgetPaid,
  lookupForm as formOfLookups,
  previewLookup as lookupPreview,
} from "../ui/server/lookup-form.ts";
import {
  changeRecord as change,
  sendForm as formOfSend,
  templateSheet as makeTemplate,
} from "../ui/server/send-form.ts";
import { tablesState as listTables } from "../ui/server/tables-state.ts";
import { currentWork } from "./work.ts";

/** What sidebars call by `google.script.run`: each answers JSON text (facts, 7.2), of the shape in ui/calls.ts. */

/** Of the sidebar's patience: a slice ends well before a person wonders. */
const SIDEBAR_BUDGET_MS = 15_000;
/** Nobody waits for one that assists; but with a last batch it has to end before the page takes it for lost, after a minute. */
const HELP_BUDGET_MS = 25_000;

/** What a sidebar is told, as JSON; it waits no longer than the budget. */
function respondJson(
  answer: (work: Work, deadlineMs: number) => unknown,
  budgetMs = SIDEBAR_BUDGET_MS,
): string {
  const work = currentWork();
  return JSON.stringify(answer(work, work.ports.clock.nowMs() + budgetMs));
}

function respondRun(change: (work: Work) => Run): string {
  return respondJson((work) => viewOf(change(work), work.ports));
}

// --- Runs -----------------------------------------------------------------------------------------------------------

/**
 * Starts a run: `{kind: "import", table, sheet?, filters?, columns?, removed?}`.
 * @return {string} the run, as JSON.
 */
export function startRun(spec: Json): string {
  return respondRun((work) => {
    const run = start(spec, work);
    noteFile(work);
    return run;
  });
}

/** @return {string} all runs of this file, newest first, as JSON. */
export function listRuns(): string {
  return respondJson((work) => {
    const runs = reviveTriggers(loadRuns(work.ports.fileStore), work);
    return viewsOf(runs, work.ports);
  });
}

/** Does one slice of a run, as the open progress sidebar asks for. */
export function advanceRun(id: string): string {
  return respondRun((work) => {
    const run = advance(id, whoAmI(work.ports), work, SIDEBAR_BUDGET_MS, HELP_BUDGET_MS);
    if (!run) throw new Error("That run is no longer kept. Start it again from the menu.");
    return run;
  });
}

export function pauseRun(id: string): string {
  return respondRun((work) => pause(id, work));
}

export function goOnRun(id: string): string {
  return respondRun((work) => {
    const run = goOn(id, work);
    noteFile(work);
    return run;
  });
}

export function cancelRun(id: string): string {
  return respondRun((work) => cancel(id, work));
}

// --- Tables and schedules -------------------------------------------------------------------------------------------

/** @return {string} a `TablesState` as JSON: the managed tables, how they are, and when they are refreshed. */
export function tablesState(): string {
  return respondJson(listTables);
}

/** @param {string} rhythmJson `{"every": "hour" | "day" | "week", "hour"?, "day"?}`; `{}` takes the schedule away. */
export function saveSchedule(sheetId: number, rhythmJson: string): string {
  return respondJson((work) => {
    setSchedule(sheetId, JSON.parse(rhythmJson) as JsonObject, work);
    noteFile(work);
    return listTables(work);
  });
}

/** @param {string} rhythmJson as for `saveSchedule`: of every table, but for those that a colleague's schedule refreshes. */
export function saveScheduleOfAll(rhythmJson: string): string {
  return respondJson((work) => {
    setScheduleOfAll(JSON.parse(rhythmJson) as JsonObject, work);
    noteFile(work);
    return listTables(work);
  });
}

/** Sets what the log and colleagues call the person at hand. */
export function saveMyName(name: string): string {
  return respondJson((work) => {
    saveName(name, work.ports);
    return listTables(work);
  });
}

/** Shows a sheet to the person who clicked, and a row of it where one is given. */
export function openSheet(sheetId: number, row?: number): string {
  return respondJson((work) => {
    work.book.sheetById(sheetId)?.show(row);
    return listTables(work);
  });
}

// --- Import… --------------------------------------------------------------------------------------------------------

/** @return {string} an `ImportForm` as JSON: which keys there are, and what was imported. */
export function importForm(): string {
  return respondJson((work) => {
    const form = formOfImports(work);
    showMenu(menuWithout(form.lacking));
    return form;
  });
}

/** @return {string} an `ImportPreview` as JSON: the first rows of what `startRun` would import. */
export function previewImport(specJson: string): string {
  return respondJson((work, deadlineMs) => preview(specOf(specJson), work, deadlineMs));
}

/** @return {string} a `Choices` as JSON: what a filter can be set to, by name. */
export function choices(table: string, from: string): string {
  return respondJson((work, deadlineMs) => choicesOf(table, from, work, deadlineMs));
}

// --- Send rows ------------------------------------------------------------------------------------------------------

/**
 * @param {string} token of a check that is made in parts: 8 to 20 letters and digits. Without it all is read at once.
 * @param {number} nth which part of it, from 0.
 * @return {string} a `PushPlan` as JSON: what `startRun` of that push would send, and what not; or how far a check in
 *   parts has come.
 */
export function previewPush(specJson: string, token?: string, nth?: number): string {
  return respondJson(
    (work, deadlineMs) =>
      token
        ? planInParts(specOf(specJson), work, deadlineMs, { token: String(token), nth: Number(nth) })
        : planPush(specOf(specJson), work, deadlineMs),
    CHECK_BUDGET_MS,
  );
}

/** @return {string} a `SendForm` as JSON: a sheet's headers and rows, and what there is to choose from. */
export function sendForm(push: string, sheet: string): string {
  return respondJson((work, deadlineMs) => formOfSend(push || "", sheet || "", work, deadlineMs));
}

/** @param {string} bodyJson `{"name"}` or `{"label"}` and so on; "null" deletes. Without an id it is made. */
export function changeRecord(table: string, id: string, bodyJson: string): string {
  const body = JSON.parse(bodyJson) as JsonObject | null;
  return respondJson((work, deadlineMs) => change(table, id, body, work, deadlineMs));
}

/** @param {string} templateJson a `SendTemplate`: headers, drop-downs and an example for a new sheet. */
export function templateSheet(templateJson: string): string {
  return respondJson((work) => ({ sheet: makeTemplate(JSON.parse(templateJson) as SendTemplate, work) }));
}

// --- Look-ups -------------------------------------------------------------------------------------------------------

/** @return {string} a `LookupForm` as JSON; of the sheet that the person looks at where none is named. */
export function lookupForm(sheet: string): string {
  return respondJson((work) => formOfLookups(sheet || "", work));
}

/** @return {string} a `LookupPreview` as JSON: what a look-up would cost. */
export function previewLookup(specJson: string): string {
  return respondJson((work, deadlineMs) => lookupPreview(specOf(specJson), work, deadlineMs));
}

/** @return {string} a `Credits` as JSON: what was spent on Hunter, and by what. */
export function credits(): string {
  return respondJson(creditsSpent);
}

/** @param {string} whichJson a `Forgetting`: which stored results go for good. */
export function forgetResults(whichJson: string): string {
  return respondJson((work) => forgetPaid(JSON.parse(whichJson) as Json, work));
}

// --- Set up ---------------------------------------------------------------------------------------------------------

/** @return {string} which keys are stored, as JSON; never a key. */
export function setupState(): string {
  return respondJson(({ ports }) => keyStates(ports));
}

/** @param {string} keysJson `{"huntr"?: …, "hunter"?: …}`; a blank one is left as it is. */
export function saveKeys(keysJson: string): string {
  return respondJson(({ ports }) => {
    const keys = JSON.parse(keysJson) as { [api in ApiName]?: unknown };
    for (const api of ["huntr", "hunter"] as const) {
      const key = keys[api];
      if (typeof key === "string" && key.trim() !== "") saveKey(api, key, ports);
    }
    voidAnswers(ports);
    return keyStates(ports);
  });
}

/** @return {string} the `KeyTest` of the new key and a `SetupState`, as JSON: one that works is not given up for one that is refused. */
export function replaceKey(api: ApiName, pasted: string): string {
  return respondJson(({ ports }, deadlineMs) => {
    const key = keyIn(pasted);
    const test = tryKey(clientsOf(ports, new Map([[api, key]]))(api, deadlineMs));
    if (!test.isRefused) {
      saveKey(api, key, ports);
      voidAnswers(ports);
    }
    return { state: keyStates(ports), test };
  });
}

export function forgetKey(api: ApiName): string {
  return respondJson(({ ports }) => {
    forget(apis[api].id, ports);
    voidAnswers(ports);
    return keyStates(ports);
  });
}

export function shareKey(api: ApiName, isShared: boolean): string {
  return respondJson(({ ports }) => {
    if (!share(apis[api].id, isShared, ports)) throw new Error("Save your key first, then share it.");
    voidAnswers(ports);
    return keyStates(ports);
  });
}

function keyStates(ports: Ports): SetupState {
  const of = (api: ApiName) => ({ stored: hasOwnKey(api, ports), shared: isKeyShared(api, ports) });
  return { huntr: of("huntr"), hunter: of("hunter") };
}

/** Another key may be another organization's: what formulas were told with the one before is no answer any more. */
function voidAnswers({ cache, uuid }: Ports): void {
  forgetAnswers(cache, uuid().slice(0, 8));
}

/** @return {string} a `KeyTest` as JSON: whether the stored key works, and for Hunter the plan. */
export function testKey(api: ApiName): string {
  return respondJson(({ client }, deadlineMs) => tryKey(client(api, deadlineMs)));
}
