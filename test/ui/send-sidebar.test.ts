import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recognisedInputs } from "../../src/hunter/recognition.ts";
import type { PushPlan, RunView, SendForm, SendRecord } from "../../src/ui/calls.ts";
import { recognised } from "../../src/ui/sidebar/send/fields.ts";
import { must } from "../rig.ts";
import { Fault, never, type Scene, type Script, type Stage, setStage } from "./sidebar-stage.ts";

const FIELDS: readonly SendRecord[] = [
  {
    id: "f1",
    name: "Cohort",
    fieldType: "MULTIPLE_CHOICE",
    choices: ["YVR-001", "TRT-001", "<i>Evening</i>"],
  },
  { id: "f2", name: "Graduation date", fieldType: "DATE" },
  { id: "f3", name: "Target salary", fieldType: "NUMBER" },
  { id: "f4", name: "Programme", fieldType: "TEXT" },
];
const TEMPLATES: readonly SendRecord[] = [
  { id: "t1", name: "Web Design" },
  { id: "t2", name: "Data Science", isDefault: true },
];
const LISTS: readonly SendRecord[] = [
  { id: 1, name: "Career fair", leads_count: 12 },
  { id: 2, name: "Alumni", leads_count: 0 },
];
const ATTRIBUTES: readonly SendRecord[] = [{ id: 7, label: "Customer ID", slug: "customer_id" }];
const CAMPAIGNS: readonly SendRecord[] = [
  { id: 11, name: "Spring outreach", started: true, paused: false, archived: false },
  { id: 12, name: "Summer outreach", started: false, archived: false },
  { id: 13, name: "Long ago", started: true, archived: true },
];

const RECORDS: { readonly [push: string]: SendForm["records"] } = {
  "huntr.invitations": { "huntr.member-fields": FIELDS, "huntr.board-templates": TEMPLATES },
  "huntr.member-fields": { "huntr.member-fields": FIELDS },
  "hunter.leads": { "hunter.custom-attributes": ATTRIBUTES, "hunter.leads-lists": LISTS },
  "hunter.recipients": { "hunter.campaigns": CAMPAIGNS },
  "hunter.recipients.cancel": { "hunter.campaigns": CAMPAIGNS },
};

const ROWS: SendForm["rows"] = { all: 64, hidden: [], selected: [], failed: [], undoable: [] };

function formOf(push: string, change: Partial<SendForm> = {}): SendForm {
  const { headers = ["E-mail", "Board template", "Cohort", "Graduation date", "Town"] } = change;
  return {
    push,
    lacking: [],
    hasKey: true,
    sheet: { id: 3, name: "People" },
    sheets: ["People", "Huntr Members"],
    headers,
    twins: {},
    samples: { "E-mail": ["ada@new.example", "grace@new.example"], Town: ["Paris"] },
    recognised: recognisedInputs(headers, []),
    rows: ROWS,
    problems: [],
    records: RECORDS[push] ?? {},
    ...change,
  };
}

const PLAN: PushPlan = {
  send: 58,
  done: 0,
  skipped: 0,
  failed: 0,
  hidden: 0,
  problems: [],
  changes: [],
  hints: [],
  rows: "2–59",
  checked: "d1",
};
const RUN: RunView = {
  id: "r1",
  kind: "push",
  what: "Invitations from People",
  unit: "rows",
  status: "queued",
  done: 0,
  total: null,
  note: null,
  error: null,
  sheet: { id: 3, name: "People" },
  startedMs: 0,
  finishedMs: null,
  counts: { invited: 0, skipped: 0, failed: 0 },
  isMine: true,
};
const ENDED: RunView = {
  ...RUN,
  status: "done",
  done: 58,
  total: 58,
  counts: { invited: 56, skipped: 0, failed: 2 },
  finishedMs: 60_000,
};

function script(push: string, change: Script = {}, form: Partial<SendForm> = {}): Script {
  let run = RUN;
  return {
    sendForm: (asked, sheet) => {
      const now = formOf(asked || push, form);
      return sheet === "" ? now : { ...now, sheet: { id: 3, name: sheet } };
    },
    previewPush: () => PLAN,
    startRun: () => run,
    listRuns: () => [run],
    advanceRun: () => {
      run = ENDED;
      return run;
    },
    openSheet: () => ({ tables: [], timeZone: "Etc/UTC", myName: "", consentUrl: null }),
    ...change,
  };
}

const specsOf = ({ callsOf }: Scene, name: "startRun" | "previewPush") =>
  callsOf(name).map(([text]) => JSON.parse(String(text)) as unknown);
const press = ({ page }: Scene, name: string | RegExp) =>
  page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name }).click();
const list = ({ page }: Scene, name: string) => page.getByRole("combobox", { name, exact: true });
const openPart = ({ page }: Scene, name: string) => page.locator("summary", { hasText: name }).click();
const note = ({ page }: Scene, text: string | RegExp) => page.getByText(text).first().waitFor();

describe("columns are recognised", () => {
  test.each<[string, readonly string[], { readonly [field: string]: string }]>([
    [
      "huntr.invitations",
      ["Courriel", "Nom du tableau", "Modèle", "cohort"],
      { email: "Courriel", boardName: "Nom du tableau", boardTemplateId: "Modèle", Cohort: "cohort" },
    ],
    ["huntr.invitations", ["Personal e-mail", "E-Mail"], { email: "E-Mail" }],
    ["huntr.member-fields", ["ID", "Email", "Programme"], { email: "Email", Programme: "Programme" }],
    [
      "huntr.member-fields",
      ["ID", "Email", "Programme", "Member fields in Huntr"],
      { id: "ID", email: "Email", Programme: "Programme" },
    ],
    [
      "hunter.leads",
      ["ID", "E-Mail-Adresse", "Vorname", "Nachname", "Firma", "Land", "Notes", "Customer ID"],
      {
        email: "E-Mail-Adresse",
        first_name: "Vorname",
        last_name: "Nachname",
        company: "Firma",
        country_code: "Land",
        "custom_attributes[customer_id]": "Customer ID",
      },
    ],
    [
      "hunter.leads",
      [
        "Correo",
        "Nombre",
        "Apellidos",
        "Sitio web",
        "Empresa",
        "Puesto",
        "Company size",
        "Last contacted at",
      ],
      {
        email: "Correo",
        first_name: "Nombre",
        last_name: "Apellidos",
        website: "Sitio web",
        company: "Empresa",
        position: "Puesto",
        company_size: "Company size",
      },
    ],
    [
      "hunter.leads",
      [
        "First Name",
        "Last Name",
        "Title",
        "Email",
        "Contact Owner",
        "Stage",
        "Last Contacted",
        "# Employees",
        "Person Linkedin Url",
        "Company Linkedin Url",
        "Website",
        "Secondary Email",
        "Apollo Contact Id",
        "Job ID",
        "Job URL",
        "Email Status",
      ],
      {
        first_name: "First Name",
        last_name: "Last Name",
        position: "Title",
        email: "Email",
        company_size: "# Employees",
        linkedin_url: "Person Linkedin Url",
        website: "Website",
      },
    ],
    ["hunter.recipients", ["Lead ID", "Mail"], { emails: "Mail", lead_ids: "Lead ID" }],
    ["hunter.leads.delete", ["ID", "Town"], {}],
  ])("%s: %j", (push, headers, found) => {
    expect(recognised(formOf(push, { headers }))).toEqual(found);
  });
});

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

describe("send rows", () => {
  test("while Google has not answered: says what it waits for", async () => {
    const scene = await stage.open("send", { sendForm: () => never });
    await note(scene, "Looking at the sheet…");
    await scene.picture("send-loading");
  });

  test("without a key: the way to Set up, and nothing to fill in", async () => {
    const scene = await stage.open(
      "send",
      script("hunter.leads", { showSetup: () => undefined }, { hasKey: false, records: {} }),
    );
    await note(scene, "There is no key for Hunter yet. Paste yours, then come back.");
    await scene.picture("send-no-key");
    await press(scene, "Set up");
    await expect.poll(() => scene.callsOf("showSetup").length).toBe(1);
    await expect.poll(() => scene.page.getByLabel("Sheet").count()).toBe(0);
  });

  test("a sheet without rows, and no campaign: says so, and Check stays off", async () => {
    const scene = await stage.open(
      "send",
      script(
        "hunter.recipients",
        {},
        { rows: { ...ROWS, all: 0 }, records: { "hunter.campaigns": [must(CAMPAIGNS[2])] } },
      ),
    );
    await note(scene, '"People" has no rows below its headers yet.');
    await note(scene, "Hunter has no campaign that is open.");
    await scene.picture("send-empty");
    await expect
      .poll(() => scene.page.getByRole("button", { name: "Check" }).getAttribute("aria-disabled"))
      .toBe("true");
  });

  test("an API that refuses: its sentence, and Try again", async () => {
    let isFirst = true;
    const scene = await stage.open(
      "send",
      script("huntr.invitations", {
        sendForm: () => {
          if (!isFirst) return formOf("huntr.invitations");
          isFirst = false;
          return new Fault("Huntr refused the access token while reading member fields.");
        },
      }),
    );
    await note(scene, "Huntr refused the access token while reading member fields.");
    await scene.picture("send-refused");
    await press(scene, "Try again");
    await scene.page.getByRole("heading", { name: "Invite people" }).waitFor();
    expect(scene.complaints).toEqual([]);
  });

  test("invitations: columns from the headers, constants with the control of their type, and what cannot be taken back", async () => {
    const plan: PushPlan = {
      ...PLAN,
      skipped: 2,
      failed: 30,
      problems: [
        { row: 4, outcome: "skipped: already invited" },
        { row: 9, outcome: 'failed: "Nite" is no choice of Cohort; there are "YVR-001", "TRT-001"' },
      ],
    };
    const scene = await stage.open("send", script("huntr.invitations", { previewPush: () => plan }));
    await list(scene, "Board template").selectOption({ label: "The same for all" });
    const template = list(scene, "Board template for all");
    await expect
      .poll(() => template.locator("option").allTextContents())
      .toEqual(["Choose", "Web Design", "Data Science (default)"]);
    await note(scene, "Choose what Board template is to be.");
    await template.selectOption("t2");
    await list(scene, "Target salary").selectOption("same");
    await scene.page.getByLabel("Target salary for all").fill("60000");
    await list(scene, "Graduation date").selectOption("same");
    await scene.page.getByLabel("Graduation date for all").fill("2027-06-15");
    await note(scene, "Columns that are not sent: Board template, Graduation date, Town.");
    await scene.picture("send-invitations");
    await press(scene, "Check");
    await note(scene, "58 to invite, 2 to skip, 30 with a fault");
    await note(scene, "58 people get an e-mail from Huntr now. It cannot be taken back.");
    await note(scene, "And 30 more.");
    await note(scene, "Huntr has no call that adds one to a field");
    await expect.poll(() => scene.page.evaluate("document.activeElement.tagName")).toBe("H2");
    await scene.picture("send-invitations-checked");
    await press(scene, "Row 9");
    await expect.poll(() => scene.callsOf("openSheet")).toEqual([[3, 9]]);
    await expect.poll(() => scene.callsOf("startRun")).toEqual([]);
    await press(scene, "Invite 58 people");
    await note(scene, '58 rows in "People"');
    await note(scene, "56 invited, 2 failed");
    expect(specsOf(scene, "startRun")).toEqual([
      { ...Object(specsOf(scene, "previewPush")[0]), checked: "d1" },
    ]);
    expect(specsOf(scene, "previewPush")).toEqual([
      {
        kind: "push",
        push: "huntr.invitations",
        sheet: "People",
        map: { email: "E-mail", Cohort: "Cohort" },
        constants: { boardTemplateId: "t2", "Graduation date": "2027-06-15", "Target salary": "60000" },
      },
    ]);
    expect(scene.complaints).toEqual([]);
  });

  test.each([
    "huntr.invitations",
    "huntr.member-fields",
    "hunter.leads",
    "hunter.recipients",
    "hunter.leads.delete",
  ])("%s: two columns of a header are a question, and nothing is checked meanwhile", async (push) => {
    const twins = {
      "E-mail": [
        { column: "A", values: ["ada@new.example", "grace@new.example"] },
        { column: "F", values: ["ada@home.example"] },
      ],
    };
    let change: Partial<SendForm> = { twins };
    const scene = await stage.open("send", script(push, { sendForm: () => formOf(push, change) }));
    const go = scene.page.getByRole("button", { name: "Check", exact: true });
    if (push === "hunter.recipients") await list(scene, "Campaign").selectOption("12");
    if (push === "huntr.member-fields") await list(scene, "Cohort").selectOption("column:Cohort");
    await note(
      scene,
      'Which "E-mail" is meant? Columns A and F are both called so. Rename one of them, then choose Read again.',
    );
    await expect
      .poll(async () => (await scene.page.locator(".first-values").allTextContents()).slice(0, 2))
      .toEqual(["Column A: ada@new.example · grace@new.example", "Column F: ada@home.example"]);
    await expect.poll(() => go.getAttribute("aria-disabled")).toBe("true");
    if (push === "huntr.invitations") await scene.picture("send-twins");
    change = {};
    await press(scene, "Read again");
    await expect.poll(() => go.getAttribute("aria-disabled")).not.toBe("true");
    expect([scene.callsOf("previewPush"), scene.complaints]).toEqual([[], []]);
  });

  test.each<[string, string, string, readonly SendRecord[], readonly string[]]>([
    [
      "huntr.invitations",
      "Board template",
      "huntr.board-templates",
      ["School", "school", "Work"].map((name, i) => ({ id: `t${i}`, name })),
      ["School (ID t0)", "school (ID t1)", "Work"],
    ],
    [
      "hunter.leads",
      "Leads list",
      "hunter.leads-lists",
      ["Twins", "Twins", " twins ", "Other"].map((name, id) => ({ id, name, leads_count: 0 })),
      ["Twins (ID 0)", "Twins (ID 1)", " twins  (ID 2)", "Other"],
    ],
    [
      "hunter.recipients",
      "Campaign",
      "hunter.campaigns",
      ["Fair", "FAIR", "Other"].map((name, id) => ({ id, name, started: true, archived: false })),
      ["Fair (running) (ID 0)", "FAIR (running) (ID 1)", "Other (running)"],
    ],
  ])("%s: what has one name among %ss is told apart by its ID", async (push, label, table, records, said) => {
    const all = { ...RECORDS[push], [table]: records };
    const scene = await stage.open("send", script(push, {}, { records: all }));
    if (push === "hunter.leads") await openPart(scene, "What is sent");
    if (push !== "hunter.recipients") await list(scene, label).selectOption({ label: "The same for all" });
    const choices = list(scene, push === "hunter.recipients" ? label : `${label} for all`);
    await expect.poll(async () => (await choices.locator("option").allTextContents()).slice(1)).toEqual(said);
  });

  test("another sheet is shown, and its columns are taken; another push keeps the sheet", async () => {
    const scene = await stage.open(
      "send",
      script("huntr.invitations", {
        sendForm: (push, sheet) =>
          sheet === "Huntr Members"
            ? formOf(push, { sheet: { id: 9, name: sheet }, headers: ["ID", "Email"] })
            : formOf(push || "huntr.invitations"),
      }),
    );
    await list(scene, "Sheet").selectOption("Huntr Members");
    await expect.poll(() => scene.callsOf("openSheet")).toEqual([[9]]);
    await expect.poll(() => list(scene, "E-mail").inputValue()).toBe("column:Email");
    await list(scene, "What to do").selectOption({ label: "Send member field changes" });
    await expect
      .poll(() => scene.callsOf("sendForm").at(-1))
      .toEqual(["huntr.member-fields", "Huntr Members"]);
    await note(scene, "Choose the columns of the member fields that are to change.");
    await scene.picture("send-member-fields");
  });

  test("nothing to send: no button that sends", async () => {
    const scene = await stage.open(
      "send",
      script("huntr.invitations", { previewPush: () => ({ ...PLAN, send: 0, done: 64 }) }),
    );
    await press(scene, "Check");
    await note(scene, "There is nothing to send.");
    await note(scene, "64 done before");
    await scene.picture("send-nothing");
    await expect.poll(() => scene.page.getByRole("button").allTextContents()).toEqual(["Back"]);
    await press(scene, "Back");
    await scene.page.getByRole("button", { name: "Check" }).waitFor();
  });

  test("member fields: before and after of what changes", async () => {
    const changes = [
      { row: 2, change: 'Cohort: "YVR-001" → "TRT-001"' },
      { row: 5, change: 'Programme: "iOS" → "<b>Web</b>"; Target salary: "" → "60000"' },
    ];
    const scene = await stage.open(
      "send",
      script("huntr.member-fields", {
        previewPush: () => ({
          ...PLAN,
          send: 2,
          changes,
          failed: 1,
          problems: [{ row: 7, outcome: "failed: conflict: Cohort changed in Huntr" }],
        }),
      }),
    );
    await note(scene, "All rows (64)");
    await press(scene, "Check");
    for (const { change } of changes) await note(scene, change);
    await note(scene, "Huntr keeps no earlier values");
    await scene.picture("send-member-fields-checked");
    await scene.page.getByRole("button", { name: "Change 2 people" }).waitFor();
  });

  test("leads: what is odd is said before it is sent, and where leads go that are on no list", async () => {
    const scene = await stage.open(
      "send",
      script("hunter.leads", {
        previewPush: () => ({
          ...PLAN,
          hints: [{ row: 4, hint: '"Tech" is no industry that Hunter recommends' }],
        }),
      }),
    );
    await openPart(scene, "What is sent");
    await note(scene, "Hunter puts new leads on the list that was made last.");
    await list(scene, "Industry").selectOption("same");
    await expect.poll(() => scene.page.locator("datalist option").count()).toBe(23);
    await scene.page.getByLabel("Industry for all").fill("Technology");
    await scene.picture("send-leads-fields");
    await press(scene, "Check");
    await note(scene, '"Tech" is no industry that Hunter recommends');
    await scene.picture("send-hints");
    await press(scene, "Row 4");
    await expect.poll(() => scene.callsOf("openSheet")).toEqual([[3, 4]]);
  });

  test("selected rows are those selected when Check is pressed", async () => {
    let selected: number[] = [];
    const scene = await stage.open(
      "send",
      script("hunter.leads.delete", {
        sendForm: () => formOf("hunter.leads.delete", { rows: { ...ROWS, selected } }),
        previewPush: () => ({ ...PLAN, send: 2 }),
      }),
    );
    await press(scene, "Check");
    await note(scene, 'Select rows of "People" first.');
    await scene.picture("send-none-selected");
    await expect.poll(() => scene.callsOf("previewPush")).toEqual([]);
    selected = [3, 4];
    await press(scene, "Check");
    await note(
      scene,
      '2 leads will be deleted in Hunter; they are kept in the sheet "Huntsheet deleted leads".',
    );
    await expect
      .poll(() => scene.page.getByRole("button", { name: "Delete 2 leads" }).getAttribute("class"))
      .toContain("danger");
    await scene.picture("send-delete-checked");
    expect(specsOf(scene, "previewPush")).toEqual([
      {
        kind: "push",
        push: "hunter.leads.delete",
        sheet: "People",
        map: { email: "E-mail" },
        rows: [3, 4],
      },
    ]);
  });

  test("a campaign that is running warns that mail may leave at once; one that is archived is not offered", async () => {
    const scene = await stage.open("send", script("hunter.recipients"));
    await list(scene, "Campaign").waitFor();
    await expect
      .poll(() => list(scene, "Campaign").locator("option").allTextContents())
      .toEqual(["Choose", "Spring outreach (running)", "Summer outreach"]);
    await note(scene, "Choose what Campaign is to be.");
    await list(scene, "Campaign").selectOption("11");
    await press(scene, "Check");
    await note(scene, "The campaign is running: mail may leave at once");
    await scene.picture("send-recipients-checked");
    await press(scene, "Back");
    await list(scene, "Campaign").selectOption("12");
    await press(scene, "Check");
    await note(scene, "no mail leaves before it is started in Hunter");
  });

  test("a list and an attribute that are missing are made from here, and used", async () => {
    let records = must(RECORDS["hunter.leads"]);
    const scene = await stage.open(
      "send",
      script("hunter.leads", {
        sendForm: () => formOf("hunter.leads", { headers: ["E-mail", "Town"], records }),
        changeRecord: (table, _, text) => {
          const made = { id: 3, slug: "town", ...(JSON.parse(text) as object) };
          records = { ...records, [table]: [...must(records[table]), made] };
          return must(records[table]);
        },
      }),
    );
    await openPart(scene, "Leads lists");
    await press(scene, "New leads list…");
    await scene.page.keyboard.type("Alumni");
    await note(scene, "There is a leads list of this name.");
    await scene.page.getByLabel("Name of the new leads list").fill("Fair 2027");
    await note(scene, "It is made in your Hunter account, for everybody who uses it.");
    await scene.picture("send-new-list");
    await press(scene, "Make it in Hunter");
    await scene.page.getByRole("button", { name: "Rename Fair 2027" }).waitFor();
    await openPart(scene, "Custom attributes");
    await press(scene, "New custom attribute…");
    await expect
      .poll(() => scene.page.getByLabel("Name of the new custom attribute").inputValue())
      .toBe("Town");
    await press(scene, "Make it in Hunter");
    await openPart(scene, "What is sent");
    await list(scene, "Town").waitFor();
    await scene.picture("send-leads");
    await press(scene, "Check");
    await note(scene, "58 leads are saved in Hunter now.");
    expect(specsOf(scene, "previewPush")).toEqual([
      {
        kind: "push",
        push: "hunter.leads",
        sheet: "People",
        map: { email: "E-mail", "custom_attributes[town]": "Town" },
        constants: { leads_list_id: "3" },
      },
    ]);
    await expect
      .poll(() => scene.callsOf("changeRecord").map(([table, id]) => [table, id]))
      .toEqual([
        ["hunter.leads-lists", ""],
        ["hunter.custom-attributes", ""],
      ]);
    expect(scene.complaints).toEqual([]);
  });

  test("lists are renamed and deleted; deleting asks, and says how many leads hang on it", async () => {
    const scene = await stage.open(
      "send",
      script("hunter.leads", {
        changeRecord: (_, id, text) =>
          text === "null"
            ? LISTS.filter((record) => String(record.id) !== id)
            : LISTS.map((record) =>
                String(record.id) === id ? { ...record, ...(JSON.parse(text) as object) } : record,
              ),
        previewImport: () => ({ ownColumns: [], names: [], rows: [], total: 12 }),
      }),
    );
    await openPart(scene, "Leads lists");
    const focused = () =>
      scene.page.evaluate<string>(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName",
      );
    await press(scene, "Rename Alumni");
    await expect.poll(() => focused()).toBe("New name of Alumni");
    await scene.page.keyboard.press("Escape");
    await expect.poll(() => focused()).toBe("Rename Alumni");
    await scene.page.keyboard.press("Enter");
    await scene.page.keyboard.press("ControlOrMeta+A");
    await scene.page.keyboard.type("Graduates");
    await scene.page.keyboard.press("Enter");
    await expect.poll(focused).toBe("Rename Graduates");
    await expect.poll(() => scene.callsOf("previewPush")).toEqual([]);
    await press(scene, "Delete Career fair…");
    await note(scene, 'Delete the leads list "Career fair"? 12 leads are on it. It cannot be taken back.');
    await scene.picture("send-delete-list");
    await expect.poll(() => scene.callsOf("changeRecord")).toHaveLength(1);
    await press(scene, "Delete it");
    await expect.poll(focused).toBe("Your leads lists");
    await expect.poll(() => scene.callsOf("changeRecord")[1]).toEqual(["hunter.leads-lists", "1", "null"]);
    const [spec] = must(scene.callsOf("previewImport")[0]);
    expect(JSON.parse(String(spec))).toMatchObject({ table: "hunter.leads", filters: { leads_list_id: 1 } });
  });

  test("a member field is made with its choices, and the page says what Huntr has no call for", async () => {
    const scene = await stage.open(
      "send",
      script("huntr.invitations", {
        changeRecord: (_, __, text) => [...FIELDS, { id: "f9", ...(JSON.parse(text) as object) }],
      }),
    );
    await press(scene, "New member field…");
    await scene.page.getByLabel("Name of the new member field").fill("Town");
    await list(scene, "Type").selectOption({ label: "Choices" });
    await scene.page.getByLabel("Choices, one a line").fill("Paris\n\n Lyon\nParis");
    await note(scene, "Huntr has no call that renames or deletes a field, or adds a choice to it.");
    await scene.picture("send-new-field");
    await press(scene, "Make it in Huntr");
    await list(scene, "Town").waitFor();
    expect(JSON.parse(String(must(scene.callsOf("changeRecord")[0])[2]))).toEqual({
      name: "Town",
      fieldType: "MULTIPLE_CHOICE",
      choices: ["Paris", "Lyon"],
    });
  });

  test("after sending: the failed again, and what can be taken back", async () => {
    const rows = { ...ROWS, failed: [5, 6], undoable: [2, 3, 4].map((row) => ({ row, campaign: "" })) };
    const problems = [
      { row: 5, outcome: 'failed: "Xx" is no country code: it is two letters, such as US' },
      { row: 6, outcome: 'failed: Hunter has no leads list "Fair"' },
    ];
    const scene = await stage.open("send", script("hunter.leads", {}, { rows, problems }));
    await press(scene, "Check");
    await press(scene, "Save 58 leads");
    await scene.page.getByRole("button", { name: "Send the failed again (2)" }).waitFor();
    await note(scene, 'failed: Hunter has no leads list "Fair"');
    await press(scene, "Row 6");
    await expect.poll(() => scene.callsOf("openSheet")).toEqual([[3, 6]]);
    await scene.picture("send-ended");
    await press(scene, "Send the failed again (2)");
    await scene.page.getByRole("button", { name: "Save 58 leads" }).waitFor();
    expect(specsOf(scene, "previewPush")[1]).toMatchObject({ push: "hunter.leads", rows: [5, 6] });
    await press(scene, "Save 58 leads");
    await press(scene, "Delete the created ones (3)");
    await scene.page.getByRole("button", { name: "Delete 58 leads" }).waitFor();
    expect(specsOf(scene, "previewPush")[2]).toEqual({
      kind: "push",
      push: "hunter.leads.delete",
      sheet: "People",
      map: { email: "E-mail" },
      rows: [2, 3, 4],
    });
  });

  test("recipients are taken back from the campaign that they were added to", async () => {
    const scene = await stage.open(
      "send",
      script(
        "hunter.recipients",
        {},
        {
          rows: {
            ...ROWS,
            hidden: [4, 9],
            undoable: [2, 3, 4].map((row) => ({ row, campaign: row === 4 ? "11" : "12" })),
          },
        },
      ),
    );
    await list(scene, "Campaign").selectOption("12");
    await note(scene, "2 hidden rows are left out. What only a filter view hides counts as shown.");
    await note(scene, "All rows not done yet (of 62)");
    await scene.picture("send-hidden-rows");
    await scene.page.getByLabel("Include hidden rows").check();
    await note(scene, "2 hidden rows are taken along.");
    await note(scene, "All rows not done yet (of 64)");
    await press(scene, "Check");
    await note(scene, "Rows 2–59");
    await press(scene, "Add 58 people");
    await press(scene, "Cancel for the added ones (2)");
    await note(scene, 'What "Summer outreach" has scheduled for 58 people is cancelled.');
    expect(specsOf(scene, "previewPush")[1]).toEqual({
      kind: "push",
      push: "hunter.recipients.cancel",
      sheet: "People",
      map: { emails: "E-mail" },
      constants: { campaign_id: "12" },
      rows: [2, 3],
      hidden: true,
    });
  });

  test("a send that stops says why and goes on from here; pause and cancel are there", async () => {
    const stopped: RunView = {
      ...RUN,
      status: "stopped",
      done: 7,
      total: 58,
      error: "Huntr refused the access token while writing to organization invitations.",
    };
    const scene = await stage.open(
      "send",
      script("huntr.invitations", {
        listRuns: () => [stopped],
        goOnRun: () => ({ ...stopped, status: "running", error: null }),
        advanceRun: () => never,
      }),
    );
    await press(scene, "Check");
    await press(scene, "Invite 58 people");
    await note(scene, "Huntr refused the access token while writing to organization invitations.");
    await scene.picture("send-stopped");
    await press(scene, /^Resume/);
    await scene.page.getByRole("button", { name: /Pause/ }).waitFor();
    await scene.page.getByRole("button", { name: /^Cancel/ }).waitFor();
    await scene.picture("send-running");
  });

  test("several choices are ticked for all, and stand in no drop-down of the template", async () => {
    const skills = {
      id: "f5",
      name: "Skills",
      fieldType: "MULTIPLE_SELECT",
      choices: ["Sales, EMEA", "<b>Design</b>", "Data"],
    };
    const records = { "huntr.member-fields": [...FIELDS, skills], "huntr.board-templates": TEMPLATES };
    const made = { templateSheet: () => ({ sheet: "Invitations" }) };
    const scene = await stage.open("send", script("huntr.invitations", made, { records }));
    const { page } = scene;
    await page.getByLabel("Skills", { exact: true }).selectOption({ label: "The same for all" });
    await scene.page.getByText("Choose what Skills is to be.").waitFor();
    const choices = page.getByRole("group", { name: "Skills for all" });
    await choices.getByLabel("Data").check();
    await choices.getByLabel("<b>Design</b>").check();
    await choices.getByLabel("Sales, EMEA").check();
    await choices.getByLabel("<b>Design</b>").uncheck();
    await expect.poll(() => choices.getByLabel("Data").isChecked()).toBe(true);
    await scene.picture("send-several");
    await press(scene, "Check");
    await expect.poll(() => specsOf(scene, "previewPush").length).toBe(1);
    expect(specsOf(scene, "previewPush")[0]).toMatchObject({ constants: { Skills: '"Sales, EMEA", Data' } });
    await press(scene, "Back");
    await press(scene, "Make a template sheet to fill in");
    await expect.poll(() => scene.callsOf("templateSheet").length).toBe(1);
    const template = JSON.parse(String(must(scene.callsOf("templateSheet")[0])[0]));
    expect(template.columns.at(-1)).toEqual({ header: "Skills", kind: "text", choices: [] });
    expect(template.example).toMatch(/ \| "Sales, EMEA", <b>Design<\/b>$/);
  });

  test.each([
    [FIELDS, ["Text", "Number", "Date", "Choices"]],
    [
      [{ id: "f5", name: "Skills", fieldType: "MULTIPLE_SELECT", choices: ["A"] }],
      ["Text", "Number", "Date", "One choice", "Several choices"],
    ],
  ])("a new member field is of several choices where Huntr has such: %#", async (fields, types) => {
    const records = { "huntr.member-fields": fields, "huntr.board-templates": TEMPLATES };
    const scene = await stage.open("send", script("huntr.invitations", {}, { records }));
    await press(scene, "New member field…");
    await expect.poll(() => scene.page.getByLabel("Type").locator("option").allInnerTexts()).toEqual(types);
  });

  test("the template sheet has a column for each field, names to choose among, and an example above", async () => {
    let sheet = "People";
    const scene = await stage.open(
      "send",
      script("huntr.invitations", {
        templateSheet: () => {
          sheet = "Invitations";
          return { sheet };
        },
      }),
    );
    await press(scene, "Make a template sheet to fill in");
    await expect.poll(() => scene.callsOf("sendForm").at(-1)).toEqual(["huntr.invitations", "Invitations"]);
    expect(JSON.parse(String(must(scene.callsOf("templateSheet")[0])[0]))).toEqual({
      name: "Invitations",
      example:
        "Example, never sent: ada@school.example | Ada's job search | Data Science | YVR-001 | 2027-06-15 | 42 | text",
      columns: [
        { header: "E-mail", kind: "text", choices: [] },
        { header: "Board name", kind: "text", choices: [] },
        { header: "Board template", kind: "text", choices: ["Web Design", "Data Science"] },
        { header: "Cohort", kind: "text", choices: ["YVR-001", "TRT-001", "<i>Evening</i>"] },
        { header: "Graduation date", kind: "date", choices: [] },
        { header: "Target salary", kind: "number", choices: [] },
        { header: "Programme", kind: "text", choices: [] },
      ],
    });
  });
});
