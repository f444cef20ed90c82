import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Column, Resource } from "../../src/core/resource.ts";
import { leads } from "../../src/hunter/leads.ts";
import { jobs } from "../../src/huntr/jobs.ts";
import { members } from "../../src/huntr/members.ts";
import type { ImportColumn, ImportForm, ImportPreview, ImportTable, RunView } from "../../src/ui/calls.ts";
import { Fault, never, type Scene, type Script, type Stage, setStage } from "./sidebar-stage.ts";

const column = ({ name, header, help, kind, byDefault }: Column): ImportColumn => ({
  name,
  header,
  help,
  kind,
  byDefault,
});

const tableOf = ({ table, api, title, help, key, filters, columns, ownColumns }: Resource): ImportTable => ({
  table,
  api,
  title,
  help,
  key,
  filters,
  columns: columns.map(column),
  hasOwnColumns: ownColumns !== undefined,
});

const FORM: ImportForm = {
  keys: { huntr: true, hunter: true },
  tables: [jobs, members, leads].map(tableOf),
  sheets: [],
};

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
  const columns = [...(FORM.tables.find((one) => one.table === table)?.columns ?? []), ...own];
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
  status: "queued",
  done: 0,
  total: null,
  error: null,
  sheet: null,
  startedMs: 0,
  finishedMs: null,
  counts: { added: 0, changed: 0, removed: 0 },
  isMine: true,
};

const script = (change: Script = {}): Script => ({
  importForm: () => FORM,
  previewImport: (text) => {
    const { table } = JSON.parse(text) as { table: string };
    if (table === "huntr.members") return previewOf(table, null, [GRADUATION]);
    return previewOf(table, table === "hunter.leads" ? 1500 : null);
  },
  startRun: () => RUN,
  showProgress: () => undefined,
  showSetup: () => undefined,
  ...change,
});

const specsOf = ({ callsOf }: Scene, name: "startRun" | "previewImport") =>
  callsOf(name).map(([text]) => JSON.parse(String(text)) as unknown);

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
    expect(await scene.page.locator("form").count()).toBe(0);
    await press(scene, "Set up");
    await expect.poll(() => scene.callsOf("showSetup").length).toBe(1);
    expect(scene.callsOf("previewImport")).toEqual([]);
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
    expect(
      await page.locator("optgroup").evaluateAll((all) => all.map((one) => one.getAttribute("label"))),
    ).toEqual(["Huntr", "Hunter"]);
    expect(await page.getByLabel("Sheet").inputValue()).toBe("Huntr Jobs");
    // Text stays text.
    expect(await page.locator("td", { hasText: "<b>Junior</b>" }).count()).toBeGreaterThan(0);
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
    expect(await isOff(scene)).toBe(true);
    await press(scene, "Set up");
    await expect.poll(() => scene.callsOf("showSetup").length).toBe(1);
  });

  test("filters: a day and an id go out under the API's names; an old preview says so", async () => {
    const scene = await stage.open("import", script());
    const { page } = scene;
    await page.getByText("First 10 rows").waitFor();
    await openPart(scene, "Filters");
    await page.getByLabel("Created after").fill("2026-11-01");
    await page.getByLabel("Owner member ID").fill(" 5f1a ");
    await page.getByText("2 set").waitFor();
    await page.getByText("With the filters as they were.").waitFor();
    await scene.picture("import-filters");
    await press(scene, "Update");
    await page.getByText("First 10 rows").waitFor();
    const filters = { owner_member_id: "5f1a", created_after: "2026-11-01" };
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
    const fetched = ["Query", "Leads list ID", "Sync status", "Sending status", "Last contacted at"];
    for (const label of [...fetched, "Custom attributes"])
      await page.getByLabel("Add a filter").selectOption({ label });
    await page.locator("[aria-label=Slug]:focus").waitFor();
    await page.getByRole("textbox", { name: "Query" }).fill("ada");
    await press(scene, "Remove the filter Query");
    await page.getByRole("spinbutton", { name: "Leads list ID" }).fill("42");
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
    const list = page.getByRole("spinbutton", { name: "Leads list ID" });
    expect(await list.inputValue()).toBe("7");
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
    await page.getByText("6 of 6").waitFor();
    await page.getByText("Looking for your organization's own columns…").waitFor();
    await page.getByLabel("Is active").uncheck();
    await scene.picture("import-previewing");
    // What is ticked cannot be said by names before all of them are known.
    expect(await isOff(scene)).toBe(true);
    await expect.poll(() => scene.callsOf("previewImport").length).toBeGreaterThan(0);
    answer(previewOf("huntr.members", null, [GRADUATION]));
    await page.getByText("6 of 7").waitFor();
    expect(await page.locator("th").allInnerTexts()).toEqual([
      "ID",
      "Given name",
      "Family name",
      "Email",
      "Graduation date",
      "Created at",
    ]);
    expect(await page.locator("td", { hasText: "2027-06-15" }).count()).toBe(10);
    expect(await page.locator("td", { hasText: "2026-11-01 14:05" }).count()).toBeGreaterThan(0);
    expect(await page.getByLabel("ID", { exact: true }).isDisabled()).toBe(true);
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
      { ...made, name: "Fall cohort", isMain: false, filters: { owner_member_id: "m1" } },
      { ...made, table: "huntr.members", name: "People", isMain: true, columns: null },
    ];
    const scene = await stage.open("import", script({ importForm: () => ({ ...FORM, sheets }) }));
    const { page } = scene;
    await page.getByText('"Our jobs" is brought up to date.').waitFor();
    await page.getByText(/^2 of \d+$/).waitFor();
    expect(await page.getByLabel("Delete them").isChecked()).toBe(true);
    await page.getByText("First 10 rows").waitFor();
    await scene.picture("import-refresh");
    const name = page.getByLabel("Sheet");
    await name.fill("People");
    await page.getByText('"People" holds something other than Huntr Jobs.').waitFor();
    await scene.picture("import-other-sheet");
    expect(await isOff(scene)).toBe(true);
    await name.fill("");
    await page.getByText("Give the sheet a name.").waitFor();
    await name.fill("Fall cohort");
    await page.getByText('"Fall cohort" is brought up to date.').waitFor();
    await openPart(scene, "Filters");
    const owner = page.getByLabel("Owner member ID");
    expect(await owner.inputValue()).toBe("m1");
    await owner.fill("");
    await page.getByText('"Fall cohort" was filled with filters, and now gets all rows.').waitFor();
    await owner.fill("m2");
    await page.getByText("Rows that the filters now leave out count as gone.").waitFor();
    await page.getByLabel("Mark them").check();
    await press(scene, "Import");
    await expect.poll(() => scene.callsOf("startRun").length).toBe(1);
    expect(specsOf(scene, "startRun")).toEqual([
      {
        kind: "import",
        table: "huntr.jobs",
        sheet: "Fall cohort",
        filters: { owner_member_id: "m2" },
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
    expect(await scene.page.locator("table").count()).toBe(0);
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
    await scene.page.waitForTimeout(100);
    expect(await scene.page.getByText("of 99 rows").count()).toBe(0);
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
    expect(scene.callsOf("startRun").length).toBe(1);
    answer(RUN);
    await scene.page.getByText("The connection to Google was lost.").waitFor();
    await scene.picture("import-progress-failed");
    await press(scene, "Try again");
    await expect.poll(() => scene.callsOf("showProgress").length).toBe(2);
  });
});
