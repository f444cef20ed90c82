import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunView } from "../../src/ui/calls.ts";
import { Fault, never, type Script, type Stage, setStage } from "./sidebar-stage.ts";

const NOON = Date.UTC(2026, 10, 22, 12);

function runOf(change: Partial<RunView> = {}): RunView {
  return {
    id: "r1",
    kind: "import",
    what: "Huntr Jobs",
    unit: "jobs",
    status: "running",
    done: 0,
    total: 1500,
    note: null,
    error: null,
    sheet: { id: 7, name: "Huntr Jobs" },
    startedMs: NOON,
    finishedMs: null,
    counts: { added: change.done ?? 0, changed: 0, removed: 0 },
    isMine: true,
    ...change,
  };
}

/** A server whose slices take the run from one view to the next; the last one stays. */
function sliced(...views: readonly RunView[]): Script & { view(): RunView } {
  let at = 0;
  const view = () => views[at] as RunView;
  return {
    view,
    listRuns: () => [view()],
    advanceRun: () => {
      at = Math.min(at + 1, views.length - 1);
      return view();
    },
  };
}

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe("progress", () => {
  test("nothing is running: says where to begin", async () => {
    const { page, picture, complaints } = await stage.open("progress", { listRuns: () => [] });
    await page.getByText("Nothing is running. Import from Extensions ▸ Huntsheet.").waitFor();
    await picture("progress-empty");
    expect(complaints).toEqual([]);
  });

  test("carries a run to its end, one slice at a time", async () => {
    const script = sliced(
      runOf({ status: "queued" }),
      runOf({ done: 500 }),
      runOf({ done: 1000 }),
      runOf({ done: 1500, status: "done", finishedMs: NOON + 60_000 }),
    );
    const { page, callsOf, mostAtOnce, picture, complaints } = await stage.open("progress", script);
    await page.getByText('1,500 jobs in "Huntr Jobs"', { exact: true }).waitFor();
    await expect.poll(() => callsOf("advanceRun")).toEqual([["r1"], ["r1"], ["r1"]]);
    expect(mostAtOnce.get("advanceRun")).toBe(1);
    await expect
      .poll(() => page.locator("[role=status]").innerText())
      .toBe('Huntr Jobs: done, 1,500 jobs in "Huntr Jobs".');
    await expect.poll(() => page.getByRole("progressbar").count()).toBe(0);
    await expect.poll(() => page.getByRole("button").count()).toBe(0);
    await picture("progress-done");
    expect(complaints).toEqual([]);
  });

  test("shows how far it is and, after two slices, how long it will take", async () => {
    const slices: ((run: RunView) => void)[] = [];
    let run = runOf({ status: "queued" });
    const { page, picture } = await stage.open(
      "progress",
      {
        listRuns: () => [run],
        advanceRun: () => new Promise((done) => slices.push(done)),
      },
      { clockMs: NOON },
    );
    for (const [index, done] of [300, 600].entries()) {
      await expect.poll(() => slices.length).toBe(index + 1);
      await page.clock.runFor(50_000);
      run = runOf({ done, counts: { added: done - 2, changed: 2, removed: 0 } });
      slices[index]?.(run);
    }
    await page.getByText("about 3 min left").waitFor();
    const bar = page.getByRole("progressbar", { name: "Progress of Huntr Jobs" });
    await expect.poll(() => bar.getAttribute("aria-valuenow")).toBe("40");
    await expect.poll(() => bar.getAttribute("aria-valuetext")).toBe("600 of 1,500 jobs");
    const words = () => page.locator("body").innerText();
    await expect.poll(words).toContain("598 added, 2 changed");
    await expect.poll(words).toContain("You can close this: it goes on by itself");
    await picture("progress-running");
  });

  test("where Google refused a trigger the page says to keep it open, and nothing else", async () => {
    const note = "Google refused Huntsheet a trigger: keep this sidebar open until this is done.";
    const { page, picture } = await stage.open("progress", {
      listRuns: () => [runOf({ id: "a", startedMs: NOON + 1 }), runOf({ note, needsSidebar: true })],
      advanceRun: () => never,
    });
    await page.getByText(note, { exact: true }).waitFor();
    const words = () => page.locator("body").innerText();
    await expect.poll(words).toContain("Keep this sidebar open until all is done.");
    await expect.poll(words).not.toContain("You can close this");
    await picture("progress-needs-sidebar");
  });

  test("a total that nobody knows: a count, and a bar without an end", async () => {
    const { page, picture } = await stage.open("progress", {
      listRuns: () => [runOf({ total: null, done: 240, what: "Huntr Member Fields", unit: "member fields" })],
      advanceRun: () => never,
    });
    await page.getByText("240 member fields so far").waitFor();
    await expect.poll(() => page.getByRole("progressbar").getAttribute("aria-valuenow")).toBe(null);
    await picture("progress-unknown-total");
  });

  test("waits as long as the service asked for, and counts down", async () => {
    const { page, callsOf, picture } = await stage.open(
      "progress",
      sliced(
        runOf({ done: 300 }),
        runOf({ done: 600, error: "Huntr asked us to slow down.", waitUntilMs: NOON + 20_000 }),
        runOf({ done: 1500, status: "done" }),
      ),
      { clockMs: NOON },
    );
    await page.getByText("Huntr asked us to slow down, going on in 20 s", { exact: true }).waitFor();
    await picture("progress-waiting");
    await page.clock.runFor(12_000);
    await page.getByText("going on in 8 s").waitFor();
    await expect.poll(() => callsOf("advanceRun").length).toBe(1);
    await page.clock.runFor(8_000);
    await page.getByText('1,500 jobs in "Huntr Jobs"', { exact: true }).waitFor();
    await expect.poll(() => callsOf("advanceRun").length).toBe(2);
  });

  test("a call that fails is repeated after growing waits, and the page says so", async () => {
    const { page, callsOf, picture } = await stage.open(
      "progress",
      {
        listRuns: () => [runOf({ done: 300 })],
        advanceRun: () => new Fault("NetworkError: Connection failure due to HTTP 0"),
      },
      { clockMs: NOON },
    );
    await page.getByText("The connection to Google was lost. Trying again in 2 s.").waitFor();
    await picture("progress-retry");
    await page.clock.runFor(2_000);
    await page.getByText("Trying again in 4 s.").waitFor();
    await page.clock.runFor(4_000);
    await page.getByText("Trying again in 8 s.").waitFor();
    await expect.poll(() => callsOf("advanceRun").length).toBe(3);
    await page.getByRole("button", { name: "Try now" }).click();
    await expect.poll(() => callsOf("advanceRun").length).toBe(4);
  });

  test("a slice without an answer for a minute is given up, never doubled before", async () => {
    const { page, callsOf } = await stage.open(
      "progress",
      { listRuns: () => [runOf()], advanceRun: () => never },
      { clockMs: NOON },
    );
    await expect.poll(() => callsOf("advanceRun").length).toBe(1);
    await page.clock.runFor(50_000);
    await expect.poll(() => callsOf("advanceRun").length).toBe(1);
    await page.clock.runFor(10_000);
    await page.getByText("Google has not answered for a minute. Trying again in 2 s.").waitFor();
  });

  test("several Google accounts: explained, and not tried again by itself", async () => {
    const { page, callsOf, picture } = await stage.open(
      "progress",
      { listRuns: () => new Fault("Error code PERMISSION_DENIED.") },
      { clockMs: NOON },
    );
    await page.getByText("Google answered for another account.").last().waitFor();
    await picture("progress-accounts");
    await page.clock.runFor(600_000);
    await expect.poll(() => callsOf("listRuns").length).toBe(1);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => callsOf("listRuns").length).toBe(2);
  });

  test("pause goes out in the middle of a slice, and the slice's answer does not undo it", async () => {
    let slice = (_: RunView) => {};
    let status: RunView["status"] = "running";
    const { page, callsOf, picture } = await stage.open("progress", {
      listRuns: () => [runOf({ done: 300, status })],
      advanceRun: () => new Promise((done) => (slice = done)),
      pauseRun: () => {
        status = "paused";
        return runOf({ done: 300, status });
      },
      goOnRun: () => {
        status = "queued";
        return runOf({ done: 300, status });
      },
    });
    await page.getByRole("button", { name: "Pause Huntr Jobs" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("Paused", { exact: true }).waitFor();
    slice(runOf({ done: 400 }));
    await expect.poll(() => callsOf("listRuns").length).toBe(2);
    await page.getByRole("button", { name: "Resume Huntr Jobs" }).waitFor();
    await expect.poll(() => callsOf("advanceRun").length).toBe(1);
    await expect.poll(() => callsOf("pauseRun")).toEqual([["r1"]]);
    await picture("progress-paused");
    await page.getByRole("button", { name: "Resume Huntr Jobs" }).click();
    await page.getByRole("button", { name: "Pause Huntr Jobs" }).waitFor();
    await expect.poll(() => callsOf("advanceRun").length).toBe(2);
  });

  test("stopped: says what to do, and goes on when told; cancelled: says what stays", async () => {
    const stopped = runOf({
      done: 300,
      status: "stopped",
      finishedMs: NOON + 1_000,
      error: "Huntr refused the access token while reading jobs. Set it under Huntsheet ▸ Set up.",
    });
    const { page, callsOf, picture } = await stage.open("progress", {
      listRuns: () => [stopped],
      goOnRun: () => runOf({ done: 300, status: "queued" }),
      advanceRun: () => stopped,
      cancelRun: () => runOf({ done: 300, status: "cancelled", finishedMs: NOON + 2_000 }),
    });
    await page.getByText("Huntr refused the access token").first().waitFor();
    await picture("progress-stopped");
    await page.getByRole("button", { name: "Resume Huntr Jobs" }).click();
    await expect.poll(() => callsOf("advanceRun").length).toBe(1);
    await page.getByText("Huntr refused the access token", { exact: false }).first().waitFor();
    await page.getByRole("button", { name: "Cancel Huntr Jobs" }).click();
    await page.getByText('What was written stays: 300 jobs in "Huntr Jobs"').waitFor();
    await picture("progress-cancelled");
  });

  test("an order that fails says so beside its run", async () => {
    const { page, picture } = await stage.open("progress", {
      listRuns: () => [runOf({ status: "paused", done: 300 })],
      goOnRun: () => new Fault("Error: That run is no longer kept. Start it again from the menu."),
    });
    await page.getByRole("button", { name: "Resume Huntr Jobs" }).click();
    await page
      .getByText("That run is no longer kept. Start it again from the menu.", { exact: true })
      .waitFor();
    await picture("progress-order-failed");
  });

  test("a colleague's run is shown and left alone, until it is taken over", async () => {
    let isMine = false;
    const { page, callsOf, picture } = await stage.open("progress", {
      listRuns: () => [runOf({ done: 300, isMine })],
      advanceRun: () => never,
      goOnRun: () => {
        isMine = true;
        return runOf({ done: 0, status: "queued", isMine });
      },
    });
    await page.getByText("A colleague started this").waitFor();
    await expect.poll(() => callsOf("advanceRun")).toEqual([]);
    await picture("progress-colleague");
    await page.getByRole("button", { name: "Take over Huntr Jobs" }).click();
    await expect.poll(() => callsOf("advanceRun").length).toBe(1);
  });

  test("several runs, newest first; an import with another sheet's name shows it", async () => {
    const { page, picture } = await stage.open("progress", {
      listRuns: () => [
        runOf({
          id: "a",
          what: "Hunter Leads",
          unit: "leads",
          status: "done",
          done: 1,
          total: 1,
          finishedMs: NOON,
          sheet: { id: 1, name: "Leads <b>2026</b>" },
        }),
        runOf({
          id: "b",
          what: "Huntr Members",
          unit: "members",
          startedMs: NOON + 120_000,
          done: 20,
          total: 60,
          sheet: { id: 2, name: "Spring cohort" },
        }),
        runOf({
          id: "c",
          startedMs: NOON + 60_000,
          status: "stopped",
          done: 700,
          error: "The sheet 'Huntr Jobs' is protected. Ask its owner to let you edit it.",
        }),
      ],
      advanceRun: () => never,
    });
    await page.getByText('1 lead in "Leads <b>2026</b>"', { exact: true }).waitFor();
    await expect
      .poll(() => page.locator("h2").allInnerTexts())
      .toEqual(["Huntr Members", "Huntr Jobs", "Hunter Leads"]);
    await expect.poll(() => page.locator("body").innerText()).toContain('Sheet "Spring cohort"');
    await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(300);
    const nameless = await page.evaluate(
      `[...document.querySelectorAll("button, [role=progressbar]")].filter((element) =>
        !(element.ariaLabel || element.innerText)?.trim()).length`,
    );
    expect(nameless).toBe(0);
    await picture("progress-several");
  });

  test("less motion: a bar without an end stands still", async () => {
    const { page, picture } = await stage.open(
      "progress",
      { listRuns: () => [runOf({ total: null, done: 240 })], advanceRun: () => never },
      { reducedMotion: true },
    );
    const bar = page.getByRole("progressbar").locator("div");
    await bar.waitFor();
    await expect
      .poll(() => page.evaluate(`getComputedStyle(document.querySelector(".bar-done")).animationName`))
      .toBe("none");
    await picture("progress-less-motion");
  });

  test("of many that one click began: which is worked on is said above, they stay where they are, and what waits stands still", async () => {
    const names = ["Huntr Members", "Huntr Jobs", "Huntr Activities"];
    const runs = names.map((what, i) =>
      runOf({
        id: `r${i}`,
        what,
        unit: "rows",
        total: null,
        sheet: { id: i, name: what },
        startedMs: NOON + i * 1_000,
        ...(i === 0
          ? { status: "done", done: 1, finishedMs: NOON + 9_000 }
          : i === 1
            ? { done: 600 }
            : { status: "queued", done: 0 }),
      }),
    );
    const { page, picture } = await stage.open("progress", {
      listRuns: () => [...runs].reverse(),
      advanceRun: () => never,
    });
    await page.getByText("Working on 2 of 3: Huntr Jobs, 600 rows so far").waitFor();
    await expect.poll(() => page.getByRole("heading", { level: 2 }).allInnerTexts()).toEqual(names);
    await expect
      .poll(() => page.getByRole("listitem", { name: "Huntr Activities" }).innerText())
      .toContain("Waits for its turn");
    await picture("progress-many");
  });

  test("a refresh that finds all as it was says so", async () => {
    const { page } = await stage.open("progress", {
      listRuns: () => [
        runOf({ id: "a", kind: "refresh", status: "done", done: 1500, counts: { added: 0, changed: 0 } }),
        runOf({ id: "b", kind: "refresh", status: "done", done: 0, counts: { added: 0, changed: 0 } }),
      ],
    });
    await page.getByText('1,500 jobs, nothing changed in "Huntr Jobs"').waitFor();
    await page.getByText('Nothing changed in "Huntr Jobs"', { exact: true }).waitFor();
  });
});
