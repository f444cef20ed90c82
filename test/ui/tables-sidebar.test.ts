import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ManagedTable, RunView, TableSchedule, TablesState } from "../../src/ui/calls.ts";
import { must } from "../rig.ts";
import { Fault, never, type Script, type Stage, setStage } from "./sidebar-stage.ts";

/** Sunday, noon in UTC; 7 AM in New York. */
const NOON = Date.UTC(2026, 10, 22, 12);
const HOUR_MS = 3_600_000;

function tableOf(change: Partial<ManagedTable> = {}): ManagedTable {
  return {
    sheet: { id: 7, name: "Huntr Jobs" },
    title: "Huntr Jobs",
    lastSuccessMs: NOON - 4 * HOUR_MS,
    rows: 1500,
    note: "From Huntr's actions: 52 requests, 50 rows read.",
    error: null,
    failures: 0,
    run: null,
    schedule: null,
    ...change,
  };
}

function scheduleOf(change: Partial<TableSchedule> = {}): TableSchedule {
  return {
    every: "day",
    hour: 9,
    day: 1,
    isMine: true,
    owner: "Person 4f2a",
    nextMs: NOON + 2 * HOUR_MS,
    lateSinceMs: null,
    note: null,
    ...change,
  };
}

function stateOf(tables: readonly ManagedTable[], change: Partial<TablesState> = {}): TablesState {
  return {
    tables,
    others: [],
    timeZone: "America/New_York",
    myName: "Person 4f2a",
    consentUrl: null,
    ...change,
  };
}

const RUN: RunView = {
  id: "r1",
  kind: "refresh",
  what: "Huntr Jobs",
  unit: "jobs",
  status: "running",
  done: 300,
  total: 1500,
  note: null,
  error: null,
  sheet: { id: 7, name: "Huntr Jobs" },
  startedMs: NOON,
  finishedMs: null,
  counts: {},
  isMine: true,
};

/** A server that keeps what is set. */
function keeping(first: TablesState): Script & { readonly state: () => TablesState } {
  let state = first;
  const change = (id: number, schedule: TableSchedule | null) => {
    state = {
      ...state,
      tables: state.tables.map((table) =>
        table.sheet.id === id ? { ...table, schedule, error: null, failures: 0 } : table,
      ),
    };
    return state;
  };
  return {
    state: () => state,
    tablesState: () => state,
    saveSchedule: (id, rhythm) => {
      const fields = JSON.parse(rhythm) as Partial<TableSchedule>;
      return change(id, fields.every ? scheduleOf({ ...fields, lateSinceMs: null, isMine: true }) : null);
    },
    saveScheduleOfAll: (rhythm) => {
      const fields = JSON.parse(rhythm) as Partial<TableSchedule>;
      for (const { sheet, schedule } of state.tables)
        if (schedule?.isMine !== false) change(sheet.id, fields.every ? scheduleOf(fields) : null);
      return state;
    },
    refreshAllTables: () => {},
    saveMyName: (myName) => {
      state = { ...state, myName };
      return state;
    },
    openSheet: () => state,
    startRun: () => RUN,
    showProgress: () => {},
  };
}

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe("tables and schedules", () => {
  test("no table yet: says where to begin", async () => {
    const { page, picture, complaints } = await stage.open("tables", keeping(stateOf([])));
    await page.getByText("No sheet was filled yet. Import one from Extensions ▸ Huntsheet").waitFor();
    await picture("tables-empty");
    expect(complaints).toEqual([]);
  });

  test("each table with its state: up to date, cost, next time in the spreadsheet's zone, what is under way", async () => {
    const { page, picture, complaints } = await stage.open(
      "tables",
      keeping(
        stateOf([
          tableOf({ schedule: scheduleOf() }),
          tableOf({
            sheet: { id: 8, name: "My partners" },
            title: "Huntr Employers",
            rows: 1,
            note: null,
            run: RUN,
          }),
          tableOf({
            sheet: { id: 9, name: "Hunter Leads" },
            title: "Hunter Leads",
            lastSuccessMs: null,
            note: null,
            schedule: scheduleOf({ every: "week", owner: "Ben", isMine: false }),
          }),
        ]),
      ),
    );
    const jobs = page.getByRole("listitem", { name: "Huntr Jobs" });
    const words = () => jobs.innerText();
    await expect.poll(words).toContain("1,500 rows");
    await expect.poll(words).toContain("Up to date on Sun, Nov 22, 3:00 AM");
    await expect.poll(words).toContain("From Huntr's actions: 52 requests, 50 rows read.");
    await expect.poll(words).toContain("Refreshed every day at 9 AM");
    await expect.poll(words).toContain("Next after Sun, Nov 22, 9:00 AM");
    const partners = page.getByRole("listitem", { name: "My partners" });
    await expect.poll(() => partners.innerText()).toContain("Huntr Employers · 1 row");
    await expect
      .poll(() => partners.getByRole("button", { name: "Refresh My partners now" }).count())
      .toBe(0);
    const leads = page.getByRole("listitem", { name: "Hunter Leads" });
    await expect.poll(() => leads.innerText()).toContain("Refreshed every Monday at 9 AM, by Ben");
    await page.getByText("Times are in the spreadsheet's time zone, America/New_York.").waitFor();
    await picture("tables-list");
    expect(complaints).toEqual([]);
  });

  test("with the keyboard alone: a weekly schedule is set, read out, changed to none", async () => {
    const script = keeping(stateOf([tableOf()]));
    const { page, callsOf, picture } = await stage.open("tables", script);
    const card = page.getByRole("listitem", { name: "Huntr Jobs" });
    await card.locator("summary").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Every week");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Friday");
    await page.keyboard.press("Tab");
    await page.keyboard.type("6 PM");
    await picture("tables-form");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await card.getByText("Refreshed every Friday at 6 PM").waitFor();
    await expect
      .poll(() => callsOf("saveSchedule"))
      .toEqual([[7, JSON.stringify({ every: "week", hour: 18, day: 5 })]]);
    await expect
      .poll(() => page.locator("[role=status]").first().innerText())
      .toBe("Huntr Jobs is refreshed every Friday at 6 PM.");
    // The focus is still where the person pressed.
    await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Save");
    await card.getByLabel("Refresh", { exact: true }).selectOption("");
    await card.getByRole("button", { name: "Save" }).click();
    await card.getByText("Refreshed every").waitFor({ state: "detached" });
    await expect.poll(() => callsOf("saveSchedule")[1]).toEqual([7, "{}"]);
  });

  test("refresh now, and reading everything again: the progress sidebar takes over", async () => {
    const { page, callsOf } = await stage.open("tables", keeping(stateOf([tableOf()])));
    await page.getByRole("button", { name: "Refresh Huntr Jobs now" }).click();
    await expect.poll(() => callsOf("showProgress").length).toBe(1);
    await page.locator("summary").click();
    await page.getByRole("button", { name: "Refresh now, reading everything again" }).click();
    await expect.poll(() => callsOf("showProgress").length).toBe(2);
    await expect
      .poll(() => callsOf("startRun").map(([spec]) => JSON.parse(String(spec))))
      .toEqual([
        { kind: "refresh", sheet: "Huntr Jobs" },
        { kind: "refresh", sheet: "Huntr Jobs", full: true },
      ]);
    await page.getByRole("button", { name: "Open the sheet Huntr Jobs" }).click();
    await expect.poll(() => callsOf("openSheet")).toEqual([[7]]);
  });

  test("a colleague's schedule that fails, and one that nobody runs: why, and how to take it over", async () => {
    const { page, callsOf, picture } = await stage.open(
      "tables",
      keeping(
        stateOf([
          tableOf({
            error: "Huntr refused the access token. Set it under Huntsheet ▸ Set up.",
            failures: 3,
            schedule: scheduleOf({ owner: "Ben", isMine: false }),
          }),
          tableOf({
            sheet: { id: 8, name: "Hunter Leads" },
            title: "Hunter Leads",
            schedule: scheduleOf({ owner: "Ben", isMine: false, lateSinceMs: NOON - 30 * HOUR_MS }),
          }),
          tableOf({
            sheet: { id: 9, name: "Huntr Members" },
            title: "Huntr Members",
            schedule: scheduleOf({ lateSinceMs: NOON - 30 * HOUR_MS }),
          }),
        ]),
      ),
    );
    await page
      .getByText(
        "The last 3 refreshes failed: Huntr refused the access token. Set it under Huntsheet ▸ Set up.",
      )
      .waitFor();
    await page
      .getByText(
        "Nobody's trigger has run it since Sat, Nov 21, 1:00 AM. Ben may have lost access: take it over.",
      )
      .waitFor();
    await page.getByText("Your trigger has not run it since Sat, Nov 21, 1:00 AM.").waitFor();
    await picture("tables-troubles");
    await page.getByRole("button", { name: "Take over: the schedule of Huntr Jobs" }).click();
    await page.getByText("The last 3 refreshes failed").waitFor({ state: "detached" });
    // The button went: the keyboard goes on beside it.
    await expect
      .poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')"))
      .toBe("Refresh Huntr Jobs now");
    await page.getByRole("button", { name: "Start again: the schedule of Huntr Members" }).click();
    await expect.poll(() => callsOf("saveSchedule").length).toBe(2);
    await expect.poll(() => callsOf("saveSchedule").map(([id]) => id)).toEqual([7, 9]);
    expect(JSON.parse(String(must(callsOf("saveSchedule")[0])[1]))).toMatchObject({ every: "day", hour: 9 });
  });

  test("of an add-on, the schedules of colleagues are told, and that only they can change them", async () => {
    const others = [{ sheet: "Huntr Jobs", by: "Ben", every: "week", hour: 9, day: 1 }] as const;
    const { page, picture } = await stage.open("tables", { tablesState: () => stateOf([], { others }) });
    await page.getByText("Huntr Jobs is refreshed every Monday at 9 AM, by Ben.").waitFor();
    await page.getByText("Only they can change these.").waitFor();
    await picture("tables-colleagues");
  });

  test("permission that Google wants again is asked for with a link", async () => {
    const url = "https://script.google.com/macros/d/authorize";
    const { page, callsOf, picture } = await stage.open(
      "tables",
      keeping(stateOf([tableOf({ schedule: scheduleOf() })], { consentUrl: url })),
    );
    await page.getByText("Google wants your permission again.").waitFor();
    await expect.poll(() => page.getByRole("link", { name: "Allow" }).getAttribute("href")).toBe(url);
    await picture("tables-consent");
    await page.getByRole("button", { name: "Look again" }).click();
    await expect.poll(() => callsOf("tablesState").length).toBe(2);
  });

  test("what the server refuses is said in its words, and can be tried again", async () => {
    let tries = 0;
    const script = keeping(stateOf([tableOf()]));
    const { page, picture } = await stage.open("tables", {
      ...script,
      saveSchedule: (id, rhythm) => {
        tries++;
        if (tries === 1) return new Fault("HuntsheetError: Google refused you a trigger.");
        return must(script.saveSchedule)(id, rhythm);
      },
    });
    await page.locator("summary").click();
    await page.getByLabel("Refresh", { exact: true }).selectOption("hour");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Google refused you a trigger.").waitFor();
    await picture("tables-refused");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("listitem").getByText("Refreshed every hour").waitFor();
  });

  test("the name that colleagues read can be given", async () => {
    const { page, callsOf } = await stage.open("tables", keeping(stateOf([tableOf()])));
    const name = page.getByLabel("Your name in the log and for colleagues");
    await expect.poll(() => name.inputValue()).toBe("Person 4f2a");
    await name.fill("Anna");
    await name.press("Enter");
    await expect.poll(() => callsOf("saveMyName")).toEqual([["Anna"]]);
  });

  test("says that it looks, while Google has not answered", async () => {
    const { page } = await stage.open("tables", { tablesState: () => never });
    await page.getByText("Looking for tables…").waitFor();
  });

  test("all tables at once: one refresh, one schedule, and what a colleague's refreshes stays theirs", async () => {
    const { page, callsOf, picture, complaints } = await stage.open(
      "tables",
      keeping(
        stateOf([
          tableOf(),
          tableOf({ sheet: { id: 8, name: "Huntr Members" }, title: "Huntr Members" }),
          tableOf({
            sheet: { id: 9, name: "Hunter Leads" },
            title: "Hunter Leads",
            schedule: scheduleOf({ owner: "Ben", isMine: false }),
          }),
        ]),
      ),
    );
    const all = page.getByRole("region", { name: "All 3 tables" });
    await all.getByRole("button", { name: "Refresh all tables now" }).click();
    await expect.poll(() => callsOf("refreshAllTables")).toEqual([[]]);
    await all.getByText("One schedule for all").click();
    await all.getByText("The table that a colleague's schedule refreshes stays theirs.").waitFor();
    await all.getByLabel("Refresh", { exact: true }).selectOption("day");
    await picture("tables-all");
    await all.getByRole("button", { name: "Save", exact: true }).click();
    await page
      .getByRole("listitem", { name: "Huntr Members" })
      .getByText("Refreshed every day at 7 AM")
      .waitFor();
    await expect
      .poll(() => callsOf("saveScheduleOfAll"))
      .toEqual([[JSON.stringify({ every: "day", hour: 7, day: 1 })]]);
    expect(complaints).toEqual([]);
  });
});
