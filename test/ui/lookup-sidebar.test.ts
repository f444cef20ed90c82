import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Credits, LookupForm, LookupPreview, LookupSpec, RunView } from "../../src/ui/calls.ts";
import { must } from "../rig.ts";
import { Fault, never, type Scene, type Script, type Stage, setStage } from "./sidebar-stage.ts";

/** Sunday, noon in UTC. */
const NOON = Date.UTC(2026, 10, 22, 12);
const DAY_MS = 86_400_000;

function formOf(change: Partial<LookupForm> = {}): LookupForm {
  return {
    lookup: "verify",
    hasKey: true,
    sheet: "Alumni",
    sheets: ["Alumni", "Employers"],
    headers: ["Name", "E-mail", "Company"],
    recognised: { email: "E-mail", company: "Company", full_name: "Name" },
    twins: {},
    samples: {
      Name: ["Ada Lovelace", "Grace Hopper", "Alan Turing"],
      "E-mail": ["ada@school.example", "grace@school.example", "alan@school.example"],
    },
    rows: { all: 58, selected: [3, 4], hidden: [] },
    ...change,
  };
}

function previewOf(change: Partial<LookupPreview> = {}): LookupPreview {
  return {
    inputs: { email: "E-mail" },
    rows: 58,
    done: 6,
    hidden: 0,
    distinct: 45,
    alreadyPaid: 3,
    toBuy: 42,
    invalid: 2,
    pool: "verifications",
    each: 1,
    account: { used: 42, left: 958, resetDate: "2026-12-01" },
    first: ["ada@school.example", "grace@school.example", "nobody", "alan@school.example", "<b>@x"].map(
      (email, i) => ({
        row: i + 2,
        inputs: { email },
        problem: email.includes(".") ? null : `"${email}" is no e-mail address.`,
      }),
    ),
    checked: null,
    ...change,
  };
}

/** Columns of one header, with what stands in them. */
const twins = (...columns: readonly string[]) =>
  columns.map((column) => ({
    column,
    values: ["ada", "bo"].map((name) => `${name}@${column.toLowerCase()}.example`),
  }));

const RUN: RunView = {
  id: "r1",
  kind: "lookup",
  what: "Email verification in Alumni",
  unit: "rows",
  status: "running",
  done: 20,
  total: 52,
  note: null,
  error: null,
  sheet: { id: 7, name: "Alumni" },
  startedMs: NOON,
  finishedMs: null,
  counts: { valid: 15, invalid: 5, "verifications spent": 18 },
  isMine: true,
};

/** A server with one run, which each slice takes to the next of these states; the last one stays. */
function script(
  change: { form?: LookupForm; preview?: LookupPreview; runs?: readonly RunView[] } = {},
): Script {
  const { form = formOf(), preview = previewOf(), runs = [RUN] } = change;
  let at = 0;
  const now = () => must(runs[Math.min(at, runs.length - 1)]);
  return {
    lookupForm: (sheet) => (sheet === "" ? form : { ...form, sheet }),
    previewLookup: () => preview,
    startRun: () => now(),
    listRuns: () => [now()],
    advanceRun: () => {
      at++;
      return at < runs.length ? now() : (never as unknown as RunView);
    },
    showSetup: () => {},
  };
}

const specOf = (scene: Scene, call: "previewLookup" | "startRun", nth = 0) =>
  JSON.parse(String(must(scene.callsOf(call)[nth])[0])) as LookupSpec;
const focused = (scene: Scene) => scene.page.evaluate("document.activeElement.textContent");

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe("choosing what to look up", () => {
  test("says that it looks, while Google has not answered", async () => {
    const { page, picture } = await stage.open("lookup", { lookupForm: () => never });
    await page.getByText("Looking at the sheet…").waitFor();
    await picture("lookup-loading");
  });

  test("columns that were recognised and result columns that most want are chosen already", async () => {
    const scene = await stage.open("lookup", script());
    const { page, picture, complaints } = scene;
    await page.getByRole("heading", { name: "Verify addresses" }).waitFor();
    await expect.poll(() => page.getByLabel("E-mail address").inputValue()).toBe("E-mail");
    await page.getByText("ada@school.example · grace@school.example · alan@school.example").waitFor();
    await picture("lookup-form");
    await page.locator("summary", { hasText: "Result columns" }).click();
    await expect.poll(() => page.getByLabel("Header of Email status").inputValue()).toBe("Email status");
    await page.getByLabel("Header of Email score").fill("Score");
    await page.getByLabel("Verified at", { exact: true }).uncheck();
    await page.getByLabel("Sources", { exact: true }).check();
    await picture("lookup-results");
    await page.getByRole("button", { name: "See the price" }).click();
    await page.getByRole("heading", { name: "42 verifications at most" }).waitFor();
    expect(specOf(scene, "previewLookup")).toEqual({
      kind: "lookup",
      lookup: "verify",
      sheet: "Alumni",
      inputs: { email: "E-mail" },
      outputs: { status: "Email status", score: "Score", sources: "Sources" },
    });
    expect(complaints).toEqual([]);
  });

  test("each chosen column shows what stands in its first rows, so that a wrong one is seen", async () => {
    const scene = await stage.open(
      "lookup",
      script({
        form: formOf({
          lookup: "find",
          headers: ["Name", "Web", "Company", "Notes"],
          recognised: { full_name: "Name", domain: "Web", company: "Company" },
          samples: {
            Name: ["Ada Lovelace", "Grace Hopper", "Alan Turing"],
            Web: ["https://www.linkedin.com/in/ada-lovelace", "<b>one.example</b>"],
            Notes: [],
          },
        }),
      }),
    );
    const { page, picture, complaints } = scene;
    await page.getByText("Ada Lovelace · Grace Hopper · Alan Turing").waitFor();
    const web = page.getByText("https://www.linkedin.com/in/ada-lovelace · <b>one.example</b>");
    await expect.poll(async () => (await web.boundingBox())?.width).toBeLessThan(300);
    await picture("lookup-first-values");
    await page.getByLabel("Domain or website").selectOption("Notes");
    await page.getByText("Nothing in its first rows.").first().waitFor();
    await expect.poll(() => web.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test.each<[string, Partial<LookupForm>, string]>([
    [
      "that is asked with",
      { twins: { "E-mail": twins("B", "D") } },
      'Which "E-mail" is meant? Columns B and D are both called so.',
    ],
    [
      "that is filled",
      { headers: ["E-mail", "Email status"], twins: { "Email status": twins("D", "E", "AB") } },
      'Which "Email status" is meant? Columns D, E and AB are all called so.',
    ],
    [
      "that is called constructor, beside twins that are not meant",
      { headers: ["E-mail", "constructor"], twins: { Town: twins("B", "C") } },
      "",
    ],
  ])(
    "several columns of a header %s are a question, and nothing is priced meanwhile",
    async (_, change, question) => {
      let form = formOf(change);
      const scene = await stage.open("lookup", { ...script(), lookupForm: () => form });
      const { page, picture, complaints } = scene;
      const go = page.getByRole("button", { name: "See the price" });
      await page.getByLabel("E-mail address").waitFor();
      if (question !== "") {
        await page.getByText(`${question} Rename one of them, then choose Read again.`).waitFor();
        await expect.poll(() => go.getAttribute("aria-disabled")).toBe("true");
        await go.click({ force: true });
        if (change.twins?.["E-mail"]) {
          await expect
            .poll(() => page.locator(".first-values").allTextContents())
            .toEqual(["Column B: ada@b.example · bo@b.example", "Column D: ada@d.example · bo@d.example"]);
          await picture("lookup-twins");
        }
        await expect.poll(() => scene.callsOf("previewLookup").length).toBe(0);
        form = formOf();
        await page.getByRole("button", { name: "Read again" }).first().click();
      }
      await expect.poll(() => go.getAttribute("aria-disabled")).not.toBe("true");
      await go.click();
      await page.getByRole("heading", { name: "42 verifications at most" }).waitFor();
      expect(complaints).toEqual([]);
    },
  );

  test("no column recognised: says which to choose and what to call it, and goes on once it is chosen", async () => {
    const scene = await stage.open(
      "lookup",
      script({ form: formOf({ recognised: {}, headers: ["A", "B"] }) }),
    );
    const { page, picture } = scene;
    await page
      .getByText('Choose the column with the e-mail address. One that is called "E-mail" is found by itself.')
      .waitFor();
    const go = page.getByRole("button", { name: "See the price" });
    await expect.poll(() => go.getAttribute("aria-disabled")).toBe("true");
    await picture("lookup-no-column");
    await page.getByLabel("E-mail address").selectOption("B");
    await go.click();
    await page.getByRole("heading", { name: "42 verifications at most" }).waitFor();
    expect(specOf(scene, "previewLookup").inputs).toEqual({ email: "B" });
  });

  test("no key: offers Set up, but for counting, which needs none", async () => {
    const { page, callsOf, picture } = await stage.open(
      "lookup",
      script({ form: formOf({ hasKey: false }) }),
    );
    await page.getByText("There is no key for Hunter yet.").waitFor();
    await picture("lookup-no-key");
    await page.getByRole("button", { name: "Set up" }).click();
    await expect.poll(() => callsOf("showSetup").length).toBe(1);
    await page.getByLabel("What to do").selectOption("count");
    await page.getByRole("button", { name: "Check" }).waitFor();
  });

  test("hidden rows are counted and left out, and go along where the box is ticked, among selected ones too", async () => {
    const rows = { all: 58, selected: [3, 4, 9], hidden: [4, 9] };
    const scene = await stage.open("lookup", script({ form: formOf({ rows }) }));
    const { page, picture, complaints } = scene;
    await page.getByLabel("Rows without a result (of 56)").waitFor();
    await page.getByLabel("The selected rows, again (1)").waitFor();
    await page
      .getByText("2 hidden rows are left out. What only a filter view hides counts as shown.")
      .waitFor();
    await picture("lookup-hidden-rows");
    await page.getByLabel("The selected rows, again (1)").check();
    const go = page.getByRole("button", { name: "See the price" });
    await go.click();
    await page.getByRole("heading", { name: "42 verifications at most" }).waitFor();
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByLabel("Include hidden rows").check();
    await page.getByText("2 hidden rows are taken along.").waitFor();
    await page.getByLabel("The selected rows, again (3)").waitFor();
    await go.click();
    await page.getByRole("heading", { name: "42 verifications at most" }).waitFor();
    const orders = [0, 1].map((nth) => specOf(scene, "previewLookup", nth));
    expect(orders).toMatchObject([{ rows: [3] }, { rows: [3, 4, 9], hidden: true }]);
    expect(orders[0]).not.toHaveProperty("hidden");
    expect(complaints).toEqual([]);
  });

  test("no rows: says so, and reads the sheet again", async () => {
    let count = 0;
    const { page, picture } = await stage.open("lookup", {
      ...script(),
      lookupForm: () => formOf({ rows: { all: count++ === 0 ? 0 : 3, selected: [], hidden: [] } }),
    });
    await page.getByText('"Alumni" has no rows below its headers yet.').waitFor();
    await picture("lookup-no-rows");
    await page.getByRole("button", { name: "Read again" }).last().click();
    await page.getByLabel("Rows without a result (of 3)").waitFor();
  });

  test("the selected rows, again: read anew at that moment, and refused while there are none", async () => {
    let selected: number[] = [];
    const scene = await stage.open("lookup", {
      ...script({ preview: previewOf({ checked: "what they say" }) }),
      lookupForm: () => formOf({ rows: { all: 58, selected, hidden: [] } }),
    });
    const { page, picture } = scene;
    await page.getByLabel("The selected rows, again").check();
    await page.getByText("They are asked afresh, and paid for again.").waitFor();
    const go = page.getByRole("button", { name: "See the price" });
    await go.click();
    await page.getByText('Select rows of "Alumni" first.').waitFor();
    await picture("lookup-none-selected");
    await expect.poll(() => scene.callsOf("previewLookup")).toEqual([]);
    selected = [9, 10];
    await go.click();
    await page.getByRole("heading", { name: "42 verifications at most" }).waitFor();
    expect(specOf(scene, "previewLookup").rows).toEqual([9, 10]);
    // Other people than those whose price was shown are not paid for.
    await page.getByRole("button", { name: "Verify 45 addresses" }).click();
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specOf(scene, "startRun")).toMatchObject({ rows: [9, 10], checked: "what they say" });
  });

  test("another sheet: what was chosen in the one before is not meant", async () => {
    const scene = await stage.open("lookup", script());
    const { page } = scene;
    await page.getByLabel("E-mail address").selectOption("Name");
    await page.getByLabel("Sheet", { exact: true }).selectOption("Employers");
    await expect.poll(() => scene.callsOf("lookupForm")).toEqual([[""], ["Employers"]]);
    await expect.poll(() => page.getByLabel("E-mail address").inputValue()).toBe("E-mail");
  });

  test.each([
    ["a header twice", { "Header of Email score": "Email status" }, 'Two columns are called "email status".'],
    ["an input's header", { "Header of Email score": "e-mail" }, 'Two columns are called "e-mail".'],
    ["no header", { "Header of Email score": " " }, "Give each result column a header, or take it out."],
  ])("%s: says what to change", async (_what, headers, sentence) => {
    const { page } = await stage.open("lookup", script());
    await page.locator("summary", { hasText: "Result columns" }).click();
    for (const [label, header] of Object.entries(headers)) await page.getByLabel(label).fill(header);
    await page.getByText(sentence).waitFor();
    const go = page.getByRole("button", { name: "See the price" });
    await expect.poll(() => go.getAttribute("aria-disabled")).toBe("true");
  });

  test("domains: limit, filters, a sheet for the addresses and what they take along", async () => {
    const form = formOf({
      lookup: "domain",
      headers: ["Employer", "Domain", "Owner"],
      recognised: { domain: "Domain", company: "Employer" },
    });
    const preview = previewOf({ pool: "searches", distinct: 12, alreadyPaid: 0, toBuy: 12, first: [] });
    const scene = await stage.open("lookup", script({ form, preview }));
    const { page, picture } = scene;
    await page.getByRole("heading", { name: "Search domains" }).waitFor();
    await page.getByLabel("Addresses per domain").selectOption("20");
    await page.getByRole("combobox", { name: "Type" }).selectOption("personal");
    await page.getByRole("textbox", { name: "Department", exact: true }).fill("hr, it");
    await page.locator("summary", { hasText: "Sheet for the addresses" }).click();
    await page.getByLabel("Name of the sheet for the addresses").fill("People");
    await page.getByRole("group", { name: "Taken along from the row" }).getByLabel("Owner").check();
    await picture("lookup-domains");
    await page.getByRole("button", { name: "See the price" }).click();
    // Twenty addresses are two searches.
    await page.getByRole("heading", { name: "24 searches at most" }).waitFor();
    const { inputs, outputs, filters, into, along } = specOf(scene, "previewLookup");
    expect(inputs).toEqual({ domain: "Domain", company: "Employer" });
    expect(filters).toEqual({ limit: 20, type: "personal", department: "hr, it" });
    expect([into, along]).toEqual(["People", ["Owner"]]);
    expect(outputs).toMatchObject({ value: "Email", domain: "Searched domain", status: "Domain search" });
    await page.getByRole("button", { name: "Search 12 domains" }).click();
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specOf(scene, "startRun").maxCredits).toBe(24);
  });

  test("finding: the parts of a name are taken rather than the whole, and can be changed", async () => {
    const form = formOf({
      lookup: "find",
      headers: ["First", "Last", "Full", "Web"],
      recognised: { first_name: "First", last_name: "Last", full_name: "Full", domain: "Web" },
    });
    const scene = await stage.open("lookup", script({ form }));
    const { page, picture } = scene;
    await page.getByRole("heading", { name: "Find addresses" }).waitFor();
    await picture("lookup-find");
    await page.getByRole("button", { name: "See the price" }).click();
    await expect.poll(() => scene.callsOf("previewLookup").length).toBe(1);
    const { inputs, outputs } = specOf(scene, "previewLookup");
    expect(inputs).toEqual({ domain: "Web", first_name: "First", last_name: "Last" });
    expect(outputs).toEqual({ email: "Found email", status: "Finder status", score: "Finder score" });
  });

  test("an age for older answers goes along; nonsense is refused", async () => {
    const scene = await stage.open("lookup", script());
    const { page } = scene;
    await page.locator("summary", { hasText: "Older answers" }).click();
    const age = page.getByLabel("Buy again what is older than (days)");
    await age.fill("soon");
    await page.getByText("The age is a number of days.").waitFor();
    await age.fill("30");
    await page.getByRole("button", { name: "See the price" }).click();
    await expect.poll(() => scene.callsOf("previewLookup").length).toBe(1);
    expect(specOf(scene, "previewLookup").maxAgeDays).toBe(30);
  });
});

describe("the price", () => {
  async function priced(change: Partial<LookupPreview> = {}): Promise<Scene> {
    const scene = await stage.open("lookup", script({ preview: previewOf(change) }));
    await scene.page.getByRole("button", { name: "See the price" }).click();
    await scene.page.getByRole("heading", { level: 2 }).waitFor();
    return scene;
  }

  test("everything that it comes to is there before anything is bought", async () => {
    const scene = await priced();
    const words = () => scene.page.getByRole("region", { name: "Price" }).innerText();
    for (const line of [
      /Rows with something to look up\s+58/,
      /Left alone: they have a result\s+6/,
      /Not usable: they get a sentence\s+2/,
      /Different addresses\s+45/,
      /Paid for before: free\s+3/,
      /To buy\s+42/,
      /Your plan has 958 verifications left until December 1, 2026\./,
      /Row 4: "nobody" is no e-mail address\./,
    ])
      await expect.poll(words).toMatch(line);
    // The keyboard is where the news is.
    await expect.poll(() => focused(scene)).toBe("42 verifications at most");
    await expect.poll(() => scene.page.getByLabel("Spend at most (verifications)").inputValue()).toBe("42");
    await scene.picture("lookup-price");
    await expect.poll(() => scene.callsOf("startRun")).toEqual([]);
    expect(scene.complaints).toEqual([]);
  });

  test("a lower cap goes along; one that is no number holds the start", async () => {
    const scene = await priced();
    const { page } = scene;
    const start = page.getByRole("button", { name: "Verify 45 addresses" });
    await page.getByLabel("Spend at most (verifications)").fill("ten");
    await page.getByText("Give a number.").waitFor();
    await expect.poll(() => start.getAttribute("aria-disabled")).toBe("true");
    await page.keyboard.press("Enter");
    await expect.poll(() => scene.callsOf("startRun")).toEqual([]);
    await page.getByLabel("Spend at most (verifications)").fill("10");
    await start.click();
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specOf(scene, "startRun").maxCredits).toBe(10);
  });

  test("a plan with one pool: quoted, capped and left in its credits, by halves", async () => {
    const scene = await priced({
      toBuy: 43,
      each: 0.5,
      pool: "credits",
      account: { used: 1980.5, left: 19.5, resetDate: "2026-12-01" },
    });
    const { page } = scene;
    await page.getByRole("heading", { name: "21.5 credits at most" }).waitFor();
    await page.getByText("Your plan has 19.5 credits left until December 1, 2026.").waitFor();
    await page.getByText("With 19.5 credits it stops there").waitFor();
    await expect.poll(() => page.getByLabel("Spend at most (credits)").inputValue()).toBe("19.5");
    await page.getByLabel("Spend at most (credits)").fill("10.5");
    await page.getByRole("button", { name: "Verify 45 addresses" }).click();
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specOf(scene, "startRun")).toMatchObject({ maxCredits: 10.5, capIn: "credits" });
  });

  test("where the account says nothing the cap goes along in the unit that was asked for", async () => {
    const scene = await priced({ account: null });
    await scene.page.getByLabel("Spend at most (verifications)").fill("10");
    await scene.page.getByRole("button", { name: "Verify 45 addresses" }).click();
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specOf(scene, "startRun")).toMatchObject({ maxCredits: 10, capIn: "verifications" });
  });

  test.each([
    ["a blank cap is none", {}, "", undefined],
    ["where nothing is to be bought, nothing may be", { alreadyPaid: 45, toBuy: 0 }, null, 0],
  ])("%s", async (_what, change, cap, sent) => {
    const scene = await priced(change);
    if (cap !== null) await scene.page.getByLabel("Spend at most (verifications)").fill(cap);
    await scene.page.getByRole("button", { name: "Verify 45 addresses" }).click();
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specOf(scene, "startRun").maxCredits).toBe(sent);
  });

  test("not enough credits: warns before the start, and starts with the cap at what is left", async () => {
    const scene = await priced({
      account: { used: 990, left: 10, resetDate: "2026-12-01" },
    });
    await scene.page
      .getByText(
        "That is less than this may cost. With 10 verifications it stops there, with all results kept, and can go on after December 1, 2026.",
      )
      .waitFor();
    await scene.picture("lookup-too-few");
    await scene.page.getByRole("button", { name: "Verify 45 addresses" }).click();
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specOf(scene, "startRun").maxCredits).toBe(10);
  });

  test.each([
    [
      "nothing to look up",
      { rows: 0, done: 0, distinct: 0, toBuy: 0, invalid: 0, first: [] },
      "Nothing to look up",
    ],
    ["all done", { done: 58, distinct: 0, alreadyPaid: 0, toBuy: 0, invalid: 0 }, "All rows have a result"],
    ["all paid for", { alreadyPaid: 45, toBuy: 0 }, "Nothing to buy"],
  ])("%s: no cap to set", async (_what, change, headline) => {
    const { page } = await priced(change);
    await page.getByRole("heading", { name: headline }).waitFor();
    await expect.poll(() => page.getByLabel(/Spend at most/).count()).toBe(0);
    const starts = page.getByRole("button", { name: /^Verify/ });
    await expect.poll(() => starts.count()).toBe(change.toBuy === 0 && headline === "Nothing to buy" ? 1 : 0);
  });

  test("what the server refuses is said in its words, and can be tried again", async () => {
    let tries = 0;
    const { page, picture } = await stage.open("lookup", {
      ...script(),
      previewLookup: () =>
        tries++ === 0 ? new Fault("HuntsheetError: Google is busy. Try again in a minute.") : previewOf(),
    });
    await page.getByRole("button", { name: "See the price" }).click();
    await page.getByText("Google is busy. Try again in a minute.").waitFor();
    await picture("lookup-refused");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "42 verifications at most" }).waitFor();
  });
});

describe("under way, and after", () => {
  async function started(runs: readonly RunView[]): Promise<Scene> {
    const scene = await stage.open("lookup", script({ runs }), { clockMs: NOON });
    await scene.page.getByRole("button", { name: "See the price" }).click();
    await scene.page.getByRole("button", { name: "Verify 45 addresses" }).click();
    await scene.page.getByRole("listitem", { name: RUN.what }).waitFor();
    return scene;
  }

  test("how far it is, what came of it and what it cost, with pause and cancel", async () => {
    const { page, picture } = await started([RUN]);
    const card = page.getByRole("listitem", { name: RUN.what });
    await card.getByText("20 of 52 rows").waitFor();
    await card.getByText("15 valid, 5 invalid, 18 verifications spent").waitFor();
    await card.getByRole("button", { name: "Pause" }).waitFor();
    await card.getByRole("button", { name: "Cancel" }).waitFor();
    await picture("lookup-running");
  });

  test("done: what it cost and what was saved; then more can be looked up", async () => {
    const note = "42 verifications were spent, by the price list. Hunter counted 42, 916 are left.";
    const scene = await started([RUN, { ...RUN, status: "done", done: 52, note, finishedMs: NOON }]);
    const { page, picture } = scene;
    await page.getByText(note).waitFor();
    await picture("lookup-done");
    await expect.poll(() => page.getByRole("button", { name: "See what is left" }).count()).toBe(0);
    await page.getByRole("button", { name: "Look up more" }).click();
    await page.getByLabel("E-mail address").waitFor();
    await expect.poll(() => focused(scene)).toBe("Verify addresses");
  });

  test("stopped by usage: the day of the reset, and what is left to be bought", async () => {
    const error = "Hunter: the usage limit is reached. Hunter resets it on 2026-12-01.";
    const scene = await started([RUN, { ...RUN, status: "stopped", error, finishedMs: NOON }]);
    const { page, picture } = scene;
    await page.getByText(error).first().waitFor();
    await picture("lookup-stopped");
    await page.getByRole("button", { name: "See what is left" }).click();
    await page.getByRole("heading", { name: "42 verifications at most" }).waitFor();
    await expect.poll(() => scene.callsOf("previewLookup").length).toBe(2);
  });

  test("a domain that is put off: it goes on by itself tomorrow", async () => {
    const note =
      "Addresses of school.example wait until tomorrow: Hunter verifies only so many of a domain per day.";
    const { page, picture } = await started([{ ...RUN, note, waitUntilMs: NOON + DAY_MS }]);
    await page.getByText(note).waitFor();
    await page.getByText(/going on in 24 h/).waitFor();
    await picture("lookup-put-off");
  });

  test("with the keyboard alone: from the menu to a started run", async () => {
    const scene = await stage.open("lookup", script());
    const { page } = scene;
    await page.getByLabel("What to do").focus();
    const labels: string[] = [];
    for (let tabs = 0; tabs < 14 && !labels.includes("See the price"); tabs++) {
      await page.keyboard.press("Tab");
      labels.push(
        String(await page.evaluate("document.activeElement.textContent || document.activeElement.id")),
      );
    }
    expect(labels.at(-1)).toBe("See the price");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "42 verifications at most" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("30");
    // A field's Enter starts, as in any form.
    await page.keyboard.press("Enter");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specOf(scene, "startRun").maxCredits).toBe(30);
    await expect
      .poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')"))
      .toBe("Progress");
  });
});

describe("credits", () => {
  const CREDITS: Credits = {
    account: {
      plan: "Growth",
      searches: { used: 120, available: 500 },
      verifications: { used: 950, available: 1000 },
      resetDate: "2026-12-01",
    },
    spent: [
      { what: "HUNTER_VERIFY", isMine: null, searches: 0, verifications: 12, lastMs: NOON - DAY_MS },
      {
        what: "Email verification in Alumni (r1ab)",
        isMine: true,
        searches: 0,
        verifications: 42,
        lastMs: NOON,
      },
      { what: "Email finder in Alumni (r2cd)", isMine: false, searches: 1, verifications: 0, lastMs: NOON },
    ],
    saved: { searches: 1, verifications: 30 },
    results: 1_234,
  };

  test("what was spent by whom, saved by the store, left, and until when", async () => {
    const { page, picture, complaints } = await stage.open("credits", { credits: () => CREDITS });
    await page.getByText("Starts again on December 1, 2026").waitFor();
    const words = async () => (await page.locator("main").innerText()).replace(/\s+/g, " ");
    for (const part of [
      "Verifications 950 of 1,000 used",
      "Email verification in Alumni 42 verifications You, Nov 22, 12:00 PM",
      "Email finder in Alumni 1 search A colleague, Nov 22",
      "HUNTER_VERIFY 12 verifications Formulas, last Nov 21",
      "Stored results spared 1 search, 30 verifications.",
      "1,234 results are stored",
    ])
      await expect.poll(words).toContain(part);
    await picture("credits");
    expect(complaints).toEqual([]);
  });

  test("a plan with one pool: all in its credits, and nothing of the two", async () => {
    const { page } = await stage.open("credits", {
      credits: () => ({
        ...CREDITS,
        account: { ...must(CREDITS.account), credits: { used: 120.5, available: 2000 } },
        spent: [{ ...must(CREDITS.spent[0]), verifications: 0, credits: 6.5 }],
        saved: { searches: 0, verifications: 0, credits: 1 },
      }),
    });
    const words = async () => (await page.locator("main").innerText()).replace(/\s+/g, " ");
    await expect.poll(words).toContain("Credits 120.5 of 2,000 used");
    await expect.poll(words).toContain("HUNTER_VERIFY 6.5 credits");
    await expect.poll(words).toContain("Stored results spared 1 credit.");
    await expect.poll(words).not.toMatch(/searches|verifications \d/i);
  });

  test("no key: says so, and offers Set up", async () => {
    const { page, callsOf, picture } = await stage.open("credits", {
      credits: () => ({
        ...CREDITS,
        account: null,
        spent: [],
        results: 0,
        saved: { searches: 0, verifications: 0 },
      }),
      showSetup: () => {},
    });
    await page.getByText("Hunter did not say what is left").waitFor();
    await picture("credits-empty");
    await expect.poll(() => page.locator("summary").count()).toBe(0);
    await page.getByRole("button", { name: "Set up" }).click();
    await expect.poll(() => callsOf("showSetup").length).toBe(1);
  });

  test.each([
    ["Older than …", null, { olderThanDays: 90 }, "Results older than 90 days go."],
    [
      "About one address",
      "ada@school.example",
      { email: "ada@school.example" },
      "What is stored about ada@school.example goes",
    ],
    ["All of them", null, { all: true }, "All 1,234 stored results go."],
  ])("forgetting, %s: asks first, and only then forgets", async (way, email, which, warning) => {
    let results = CREDITS.results;
    const { page, callsOf, picture } = await stage.open("credits", {
      credits: () => ({ ...CREDITS, results }),
      forgetResults: () => {
        results -= 34;
        return { forgotten: 34 };
      },
    });
    await page.locator("summary").click();
    await page.getByLabel(way).check();
    if (email !== null) {
      const button = page.getByRole("button", { name: "Forget…" });
      await expect.poll(() => button.getAttribute("aria-disabled")).toBe("true");
      await page.getByLabel("E-mail address").fill(email);
    }
    await page.getByRole("button", { name: "Forget…" }).click();
    await page.getByText(warning).waitFor();
    await page.getByRole("button", { name: "Keep" }).click();
    await expect.poll(() => callsOf("forgetResults")).toEqual([]);
    await page.getByRole("button", { name: "Forget…" }).click();
    if (email !== null) await picture("credits-forget");
    // The keyboard is on the answer.
    await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Forget for good");
    await page.keyboard.press("Enter");
    await page.getByText("34 results are forgotten.").waitFor();
    await expect
      .poll(() => callsOf("forgetResults").map(([json]) => JSON.parse(String(json))))
      .toEqual([which]);
    await page.getByText("1,200 results are stored").waitFor();
  });

  test("what the server refuses can be tried again", async () => {
    let tries = 0;
    const { page } = await stage.open("credits", {
      credits: () => (tries++ === 0 ? new Fault("Exception: Service invoked too many times.") : CREDITS),
    });
    await page.getByText("Service invoked too many times.").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("1,234 results are stored").waitFor();
  });
});
