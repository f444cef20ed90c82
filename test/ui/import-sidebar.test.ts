import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entries } from "../../src/entries.ts";
import type { Choices, ImportColumn, ImportForm, ImportPreview, RunView } from "../../src/ui/calls.ts";
import { Fault, never, type Scene, type Script, type Stage, setStage } from "./sidebar-stage.ts";

const FORM: ImportForm = { keys: { huntr: true, hunter: true }, lacking: [], sheets: [] };

const GRADUATION: ImportColumn = {
  name: "graduation_date",
  header: "Graduation date",
  help: "Your organization's member field 'Graduation date'.",
  kind: "date",
  byDefault: true,
};

const TITLES = [
  "Data Analyst",
  "UX Researcher",
  "<b>Junior</b> Consultant & Co",
  "Product Manager, Payments",
];

/** Ten rows of a table, with something to see in the columns that a picture shows. */
function previewOf(table: string, total: number | null, own: readonly ImportColumn[] = []): ImportPreview {
  const columns = [...(entries.find((one) => one.table === table)?.columns ?? []), ...own];
  const values: Record<string, (n: number) => string | number> = {
    id: (n) => `5f1a${n}c2e9b7d4a0012`,
    title: (n) => TITLES[n % TITLES.length] ?? "",
    employer: (n) => ["Northwind", "Contoso", "Fabrikam"][n % 3] ?? "",
    stage: (n) => ["Wishlist", "Applied", "Interview"][n % 3] ?? "",
    given_name: (n) => ["Ada", "Grace", "Alan"][n % 3] ?? "",
    family_name: (n) => ["Lovelace", "Hopper", "Turing"][n % 3] ?? "",
    email: (n) => `person${n}@school.example`,
    graduation_date: () => "2027-06-15T00:00:00.000Z",
    interviews: (n) => n % 4,
    created_at: (n) => `2026-11-0${(n % 9) + 1}T14:05:00.000Z`,
  };
  return {
    ownColumns: own,
    names: columns.map(({ name }) => name),
    rows: Array.from({ length: 10 }, (_, n) => columns.map(({ name }) => values[name]?.(n) ?? null)),
    total,
  };
}

const RUN: RunView = {
  id: "r1",
  kind: "import",
  what: "Huntr Jobs",
  unit: "jobs",
  status: "queued",
  done: 0,
  total: null,
  note: null,
  error: null,
  sheet: null,
  startedMs: 0,
  finishedMs: null,
  counts: { added: 0, changed: 0, removed: 0 },
  isMine: true,
};

const ADA = "5f1a0c2e9b7d4a0012345678";
const GRACE = "5f1a0c2e9b7d4a0012345679";

const MEMBERS: Choices = {
  choices: [
    { id: ADA, label: "Ada Lovelace ada@school.example" },
    { id: GRACE, label: "Grace Hopper grace@school.example" },
    { id: "5f1a0c2e9b7d4a001234567a", label: "Ada Yonath ada.y@school.example" },
  ],
  next: null,
};

const script = (change: Script = {}): Script => ({
  importForm: () => FORM,
  previewImport: (text) => {
    const { table } = JSON.parse(text) as { table: string };
    if (table === "huntr.members") return previewOf(table, null, [GRADUATION]);
    return previewOf(table, table === "hunter.leads" ? 1500 : null);
  },
  startRun: () => RUN,
  choices: () => MEMBERS,
  showProgress: () => undefined,
  showSetup: () => undefined,
  ...change,
});

const specsOf = ({ callsOf }: Scene, name: "startRun" | "previewImport") =>
  callsOf(name).map(([text]) => JSON.parse(String(text)) as unknown);

const picker = ({ page }: Scene, name: string) => page.getByRole("combobox", { name, exact: true });
const openPart = (scene: Scene, name: string) => scene.page.locator("summary", { hasText: name }).click();
const press = (scene: Scene, name: string) => scene.page.getByRole("button", { name, exact: true }).click();

/** Enter in a field does not start it either. */
async function isOff({ page, callsOf }: Scene): Promise<boolean> {
  const button = page.getByRole("button", { name: "Import", exact: true });
  await button.click({ force: true });
  await page.getByLabel("Sheet").press("Enter");
  return (await button.getAttribute("aria-disabled")) === "true" && callsOf("startRun").length === 0;
}

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe("import", () => {
  test("while Google has not answered: says what it waits for", async () => {
    const { page, picture } = await stage.open("import", { importForm: () => never });
    await page.getByText("Looking what can be imported…").waitFor();
    await picture("import-loading");
  });

  test("without any key: the way to Set up, and nothing to fill in", async () => {
    const scene = await stage.open(
      "import",
      script({ importForm: () => ({ ...FORM, keys: { huntr: false, hunter: false } }) }),
    );
    await scene.page.getByText("There is no key yet.").waitFor();
    await scene.picture("import-no-key");
    await expect.poll(() => scene.page.locator("form").count()).toBe(0);
    await press(scene, "Set up");
    await expect.poll(() => scene.callsOf("showSetup").length).toBe(1);
    await expect.poll(() => scene.callsOf("previewImport")).toEqual([]);
  });

  test("the form could not be loaded: the reason, and again", async () => {
    let isDown = true;
    const scene = await stage.open(
      "import",
      script({
        importForm: () => (isDown ? new Fault("NetworkError: Connection failure due to HTTP 0") : FORM),
      }),
    );
    await scene.page.getByText("The connection to Google was lost.").waitFor();
    await scene.picture("import-error");
    isDown = false;
    await press(scene, "Try again");
    await scene.page.getByLabel("What to import").waitFor();
  });

  test("as it opens: the first table of a service with a key, previewed, and imported as it is", async () => {
    const scene = await stage.open("import", script());
    const { page, picture, complaints } = scene;
    await page.getByText("First 10 rows").waitFor();
    await expect
      .poll(() => page.locator("optgroup").evaluateAll((all) => all.map((one) => one.getAttribute("label"))))
      .toEqual(["Huntr", "Hunter"]);
    await expect
      .poll(() => page.getByLabel("What to import").locator("option").allInnerTexts())
      .toEqual(entries.filter(({ paging }) => paging.style !== "single").map(({ title }) => title));
    await expect.poll(() => page.getByLabel("Sheet").inputValue()).toBe("Huntr Jobs");
    // Text stays text.
    await expect.poll(() => page.locator("td", { hasText: "<b>Junior</b>" }).count()).toBeGreaterThan(0);
    await picture("import-jobs");
    await press(scene, "Import");
    await page.getByText('The import into "Huntr Jobs" has started.').waitFor();
    expect(specsOf(scene, "startRun")).toEqual([{ kind: "import", table: "huntr.jobs", removed: "mark" }]);
    await expect.poll(() => scene.callsOf("showProgress").length).toBe(1);
    await picture("import-started");
    expect(complaints).toEqual([]);
  });

  test("a service without a key: its tables are told of, but not asked for", async () => {
    const scene = await stage.open(
      "import",
      script({ importForm: () => ({ ...FORM, keys: { huntr: true, hunter: false } }) }),
    );
    await scene.page.getByLabel("What to import").selectOption("hunter.leads");
    await scene.page.getByText("There is no key for Hunter yet.").waitFor();
    await scene.picture("import-no-hunter-key");
    await expect.poll(() => isOff(scene)).toBe(true);
    await press(scene, "Set up");
    await expect.poll(() => scene.callsOf("showSetup").length).toBe(1);
  });

  test("filters: a day and an id go out under the API's names; an old preview says so", async () => {
    const scene = await stage.open("import", script());
    const { page } = scene;
    await page.getByText("First 10 rows").waitFor();
    await openPart(scene, "Filters");
    await page.getByLabel("Created after").fill("2026-11-01");
    await picker(scene, "Owner member").fill(` ${ADA} `);
    await page.getByText("2 set").waitFor();
    await page.getByText("With the filters as they were.").waitFor();
    await scene.picture("import-filters");
    await press(scene, "Update");
    await page.getByText("First 10 rows").waitFor();
    const filters = { owner_member_id: ADA, created_after: "2026-11-01" };
    expect(specsOf(scene, "previewImport").at(-1)).toEqual({ kind: "import", table: "huntr.jobs", filters });
    await press(scene, "Import");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specsOf(scene, "startRun")[0]).toMatchObject({ filters });
  });

  test("filters of leads: several of a list, one of a choice, a number, an attribute by its slug", async () => {
    const scene = await stage.open("import", script());
    const { page } = scene;
    await page.getByLabel("What to import").selectOption("hunter.leads");
    await page.getByText("First 10 of 1,500 rows").waitFor();
    await openPart(scene, "Filters");
    const fetched = ["Query", "Leads list", "Sync status", "Sending status", "Last contacted at"];
    for (const label of [...fetched, "Custom attributes"])
      await page.getByLabel("Add a filter").selectOption({ label });
    await page.locator("[aria-label=Slug]:focus").waitFor();
    await page.getByRole("textbox", { name: "Query" }).fill("ada");
    await press(scene, "Remove the filter Query");
    await picker(scene, "Leads list").fill("42");
    await page.getByRole("combobox", { name: "Sync status" }).selectOption("success");
    const sending = page.getByRole("group", { name: "Sending status" });
    for (const state of ["Opened", "Clicked"]) await sending.getByLabel(state).check();
    await page.getByRole("combobox", { name: "Last contacted at" }).selectOption({ label: "None" });
    const attributes = page.getByRole("group", { name: "Custom attributes" });
    await attributes.getByLabel("Slug").fill("cohort");
    await attributes.getByLabel("Value").fill("2027");
    await scene.picture("import-leads-filters");
    await press(scene, "Import");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specsOf(scene, "startRun")[0]).toEqual({
      kind: "import",
      table: "hunter.leads",
      filters: {
        leads_list_id: 42,
        sync_status: "success",
        sending_status: ["clicked", "opened"],
        last_contacted_at: "~",
        "custom_attributes[cohort]": "2027",
      },
      removed: "mark",
    });
  });

  test("filters that a sheet was filled with stand in their fields, and stay there while they are changed", async () => {
    const filters = { leads_list_id: 7, sending_status: ["sent", "opened"] };
    const sheet = {
      name: "Leads",
      table: "hunter.leads",
      columns: null,
      filters,
      removed: "mark",
      isMain: true,
    };
    const scene = await stage.open(
      "import",
      script({ importForm: () => ({ ...FORM, sheets: [sheet] as ImportForm["sheets"] }) }),
    );
    const { page } = scene;
    await page.getByLabel("What to import").selectOption("hunter.leads");
    await openPart(scene, "Filters");
    const list = picker(scene, "Leads list");
    await expect.poll(() => list.inputValue()).toBe("7");
    await list.fill("");
    await list.fill("8");
    await page
      .getByText("First 10 of 1,500 rows")
      .or(page.getByText("With the filters as they were."))
      .waitFor();
    expect(specsOf(scene, "previewImport").at(-1)).toMatchObject({ table: "hunter.leads" });
    await press(scene, "Import");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specsOf(scene, "startRun")[0]).toEqual({
      kind: "import",
      table: "hunter.leads",
      filters: { ...filters, leads_list_id: 8 },
      removed: "mark",
    });
  });

  test("columns: the usual ones ticked, own ones listed once they are known, all, or any", async () => {
    let answer = (_: ImportPreview) => {};
    const scene = await stage.open(
      "import",
      script({ previewImport: () => new Promise((done) => (answer = done)) }),
    );
    const { page } = scene;
    await page.getByLabel("What to import").selectOption("huntr.members");
    await page.getByText("Reading the first rows…").waitFor();
    await openPart(scene, "Columns");
    const there = entries.find(({ table }) => table === "huntr.members")?.columns.length ?? 0;
    await page.getByText(`6 of ${there}`).waitFor();
    await page.getByText("Looking for your organization's own columns…").waitFor();
    await page.getByLabel("Is active").uncheck();
    await scene.picture("import-previewing");
    // What is ticked cannot be said by names before all of them are known.
    await expect.poll(() => isOff(scene)).toBe(true);
    await expect.poll(() => scene.callsOf("previewImport").length).toBeGreaterThan(0);
    answer(previewOf("huntr.members", null, [GRADUATION]));
    await page.getByText(`6 of ${there + 1}`).waitFor();
    await expect
      .poll(() => page.locator("th").allInnerTexts())
      .toEqual(["ID", "Given name", "Family name", "Email", "Graduation date", "Created at"]);
    await expect.poll(() => page.locator("td", { hasText: "2027-06-15" }).count()).toBe(10);
    await expect.poll(() => page.locator("td", { hasText: "2026-11-01 14:05" }).count()).toBeGreaterThan(0);
    await expect.poll(() => page.getByLabel("ID", { exact: true }).isDisabled()).toBe(true);
    const help = (name: string) =>
      entries.flatMap(({ columns }) => columns).find((one) => one.name === name)?.help;
    await expect
      .poll(() => page.locator("label", { hasText: "Given name" }).getAttribute("title"))
      .toBe(help("given_name"));
    await expect
      .poll(() => page.locator("label", { hasText: "Graduation date" }).getAttribute("title"))
      .toBe(GRADUATION.help);
    await scene.picture("import-columns");
    await press(scene, "Import");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specsOf(scene, "startRun")[0]).toMatchObject({
      columns: ["id", "given_name", "family_name", "email", "graduation_date", "created_at"],
    });
  });

  test("columns: 'All' is said as *, and 'The usual ones' as nothing", async () => {
    const scene = await stage.open("import", script({ startRun: () => new Fault("Error: Not now.") }));
    const { page } = scene;
    await page.getByText("First 10 rows").waitFor();
    await openPart(scene, "Columns");
    await press(scene, "All");
    await press(scene, "Import");
    await page.getByText("Not now.").waitFor();
    await scene.picture("import-refused");
    await press(scene, "The usual ones");
    await press(scene, "Import");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(2);
    expect(specsOf(scene, "startRun")).toEqual([
      { kind: "import", table: "huntr.jobs", columns: ["*"], removed: "mark" },
      { kind: "import", table: "huntr.jobs", removed: "mark" },
    ]);
  });

  test("a sheet that is there: is brought up to date as it was made, and says so", async () => {
    const made = { table: "huntr.jobs", columns: ["id", "title"], filters: {}, removed: "delete" } as const;
    const sheets = [
      { ...made, name: "Our jobs", isMain: true },
      { ...made, name: "Fall cohort", isMain: false, filters: { owner_member_id: ADA } },
      { ...made, table: "huntr.members", name: "People", isMain: true, columns: null },
    ];
    const scene = await stage.open("import", script({ importForm: () => ({ ...FORM, sheets }) }));
    const { page } = scene;
    await page.getByText('"Our jobs" is brought up to date.').waitFor();
    await page.getByText(/^2 of \d+$/).waitFor();
    await expect.poll(() => page.getByLabel("Delete them").isChecked()).toBe(true);
    await page.getByText("First 10 rows").waitFor();
    await scene.picture("import-refresh");
    const name = page.getByLabel("Sheet");
    await name.fill("People");
    await page.getByText('"People" holds something other than Huntr Jobs.').waitFor();
    await scene.picture("import-other-sheet");
    await expect.poll(() => isOff(scene)).toBe(true);
    await name.fill("");
    await page.getByText("Give the sheet a name.").waitFor();
    await name.fill("Fall cohort");
    await page.getByText('"Fall cohort" is brought up to date.').waitFor();
    await openPart(scene, "Filters");
    const owner = picker(scene, "Owner member");
    await expect.poll(() => owner.inputValue()).toBe(ADA);
    await owner.fill("");
    await page.getByText('"Fall cohort" was filled with filters, and now gets all rows.').waitFor();
    await owner.fill(GRACE);
    await page.getByText("Rows that the filters now leave out count as gone.").waitFor();
    await page.getByLabel("Mark them").check();
    await press(scene, "Import");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specsOf(scene, "startRun")).toEqual([
      {
        kind: "import",
        table: "huntr.jobs",
        sheet: "Fall cohort",
        filters: { owner_member_id: GRACE },
        removed: "mark",
      },
    ]);
  });

  test("a preview that fails: the reason where the rows would be, and the rest still works", async () => {
    let isRefused = true;
    const scene = await stage.open(
      "import",
      script({
        previewImport: () =>
          isRefused
            ? new Fault(
                "HuntsheetError: Huntr refused the access token while reading jobs. Set it under Huntsheet ▸ Set up.",
              )
            : previewOf("huntr.jobs", 3),
      }),
    );
    await scene.page.getByText(/^Huntr refused the access token/).waitFor();
    await scene.picture("import-preview-failed");
    isRefused = false;
    await press(scene, "Try again");
    await scene.page.locator("td").first().waitFor();
  });

  test("no rows: says so instead of an empty table", async () => {
    const scene = await stage.open(
      "import",
      script({ previewImport: () => ({ ...previewOf("huntr.jobs", 0), rows: [] }) }),
    );
    await scene.page.getByText("No rows").waitFor();
    await expect.poll(() => scene.page.locator("table").count()).toBe(0);
    await scene.picture("import-no-rows");
  });

  test("a table that is only passed on the way is not read, and a late answer is let go", async () => {
    const answers = new Map<string, (preview: ImportPreview) => void>();
    const scene = await stage.open(
      "import",
      script({
        previewImport: (text) =>
          new Promise((done) => answers.set((JSON.parse(text) as { table: string }).table, done)),
      }),
    );
    const list = scene.page.getByLabel("What to import");
    await list.selectOption("huntr.members");
    await list.selectOption("huntr.jobs");
    await expect.poll(() => [...answers.keys()]).toEqual(["huntr.jobs"]);
    await list.selectOption("hunter.leads");
    await expect.poll(() => answers.has("hunter.leads")).toBe(true);
    answers.get("hunter.leads")?.(previewOf("hunter.leads", 7));
    await scene.page.getByText("All 7 rows").waitFor();
    answers.get("huntr.jobs")?.(previewOf("huntr.jobs", 99));
    // The late answer is in the page, and whatever came of it is drawn.
    await new Promise(setImmediate);
    await scene.page.evaluate(
      "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
    );
    await expect.poll(() => scene.page.getByText("of 99 rows").count()).toBe(0);
  });

  test("starting: once, however often it is pressed; the progress sidebar that does not open is offered", async () => {
    let answer = (_: RunView) => {};
    const scene = await stage.open(
      "import",
      script({
        startRun: () => new Promise((done) => (answer = done)),
        showProgress: () => new Fault("NetworkError: Connection failure due to HTTP 0"),
      }),
    );
    await scene.page.getByText("First 10 rows").waitFor();
    await press(scene, "Import");
    await scene.page.getByRole("button", { name: "Starting…" }).click({ force: true });
    await scene.page.getByLabel("Sheet").press("Enter");
    await scene.picture("import-starting");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    answer(RUN);
    await scene.page.getByText("The connection to Google was lost.").waitFor();
    await scene.picture("import-progress-failed");
    await press(scene, "Try again");
    await expect.poll(() => scene.callsOf("showProgress").length).toBe(2);
  });
});

describe("a filter that takes an id", () => {
  // Those of the browser's own lists are options too.
  const names = ({ page }: Scene) => page.getByRole("listbox").getByRole("option").allInnerTexts();
  const open = async (change: Script) => {
    const scene = await stage.open("import", script(change));
    await scene.page.getByText("First 10 rows").waitFor();
    await openPart(scene, "Filters");
    return { scene, owner: picker(scene, "Owner member") };
  };
  const filterStarted = async (scene: Scene) => {
    await press(scene, "Import");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    return (specsOf(scene, "startRun")[0] as { filters?: unknown }).filters;
  };

  test("is set by choosing a name: with the keyboard alone, as a screen reader is told", async () => {
    const { scene, owner } = await open({});
    await expect.poll(() => scene.callsOf("choices")).toEqual([]);
    await owner.focus();
    await owner.pressSequentially("ada love");
    await expect.poll(() => names(scene)).toEqual(["Ada Lovelace ada@school.example"]);
    await expect.poll(() => scene.callsOf("choices")).toEqual([["huntr.members", ""]]);
    await owner.fill("ada");
    await expect.poll(() => names(scene)).toHaveLength(2);
    await expect.poll(() => owner.getAttribute("aria-expanded")).toBe("true");
    await owner.press("ArrowDown");
    const option = scene.page.getByRole("option", { name: "Ada Yonath" });
    await expect
      .poll(() => owner.getAttribute("aria-activedescendant"))
      .toBe(await option.getAttribute("id"));
    await expect.poll(() => option.getAttribute("aria-selected")).toBe("true");
    await scene.picture("import-picker");
    await owner.press("ArrowDown");
    await owner.press("Enter");
    await expect.poll(() => owner.inputValue()).toBe("Ada Lovelace ada@school.example");
    await expect.poll(() => owner.getAttribute("aria-expanded")).toBe("false");
    // Another filter of members asks for nothing anew.
    await picker(scene, "Creator member").click();
    await expect.poll(() => names(scene)).toHaveLength(3);
    await scene.page.getByRole("option", { name: "Grace Hopper" }).click();
    expect(await filterStarted(scene)).toEqual({ owner_member_id: ADA, creator_member_id: GRACE });
    await expect.poll(() => scene.callsOf("choices")).toHaveLength(1);
    expect(scene.complaints).toEqual([]);
  });

  test("takes a pasted id, and Escape closes the list", async () => {
    const { scene, owner } = await open({});
    const id = "5f1a0c2e9b7d4a00123456ff";
    await owner.fill(id);
    await owner.press("Escape");
    await scene.page.getByText("No name is known for this ID.").waitFor();
    expect(await filterStarted(scene)).toEqual({ owner_member_id: id });
  });

  test("with half a name starts nothing, and says what to do", async () => {
    const { scene, owner } = await open({});
    await owner.fill("Zelda 3");
    await scene.page.getByText("No name has this in it.").waitFor();
    await owner.press("Enter");
    await scene.page.getByLabel("Sheet").focus();
    await scene.page.getByText("Choose a name from the list, or paste an ID.").waitFor();
    await scene.picture("import-picker-half");
    await expect.poll(() => isOff(scene)).toBe(true);
  });

  test("says that it looks, shows what there is so far, and goes on while the list is open", async () => {
    const answers: ((more: Choices) => void)[] = [];
    const { scene, owner } = await open({ choices: () => new Promise((done) => answers.push(done)) });
    await owner.click();
    await scene.page.getByText("Looking for names…").waitFor();
    await scene.picture("import-picker-loading");
    const many = Array.from({ length: 60 }, (_, n) => ({ id: `${n}`, label: `Member ${n}` }));
    answers[0]?.({ choices: many, next: '{"next":"x"}' });
    await scene.page.getByText("60 so far…").waitFor();
    await expect.poll(() => scene.callsOf("choices").at(-1)).toEqual(["huntr.members", '{"next":"x"}']);
    // One that came before is not shown twice.
    answers[1]?.({ choices: [...many.slice(50), ...MEMBERS.choices], next: null });
    await scene.page.getByText("50 of 63: type more of the name.").waitFor();
    await owner.fill("grace");
    await expect.poll(() => names(scene)).toEqual(["Grace Hopper grace@school.example"]);
  });

  test("of a table without records says so; names that could not be read can be asked for again", async () => {
    let isDown = true;
    const { scene, owner } = await open({
      choices: () =>
        isDown
          ? new Fault(
              "HuntsheetError: Huntr asked us to slow down while reading members. Try again in a minute.",
            )
          : { choices: [], next: null },
    });
    await owner.click();
    await scene.page.getByText("Huntr asked us to slow down while reading members.").waitFor();
    await scene.picture("import-picker-error");
    await expect.poll(() => scene.callsOf("choices")).toHaveLength(1);
    isDown = false;
    await press(scene, "Try again");
    await owner.click();
    await scene.page.getByText("There is nothing to choose from.").waitFor();
    await expect.poll(() => scene.callsOf("choices")).toHaveLength(2);
  });
});

test("a menu item that needs a filter leads to its table, which waits for that filter", async () => {
  const scene = await stage.open(
    "import",
    script({
      importForm: () => ({ ...FORM, table: "hunter.recipients" }),
      choices: () => ({ choices: [{ id: "3", label: "Autumn hiring partners" }], next: null }),
    }),
  );
  const { page } = scene;
  await page.getByText("Campaign: choose one under Filters, and its first rows come here.").waitFor();
  await expect.poll(() => page.getByLabel("What to import").inputValue()).toBe("hunter.recipients");
  await expect.poll(() => isOff(scene)).toBe(true);
  await expect.poll(() => scene.callsOf("previewImport")).toEqual([]);
  await scene.picture("import-recipients");
  await picker(scene, "Campaign").click();
  await page.getByRole("option", { name: "Autumn hiring partners" }).click();
  await page.getByText("First 10 rows").waitFor();
  await press(scene, "Import");
  await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
  expect(specsOf(scene, "startRun")[0]).toMatchObject({
    table: "hunter.recipients",
    filters: { campaign_id: 3 },
  });
});
