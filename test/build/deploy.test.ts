import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { byName, filesOf, freshMachine, type Machine } from "./deploying.ts";
import { fault, type Refusal } from "./google-imitation.ts";

/** clasp takes 2 s to start, alone on a machine; a test starts it up to three times. */
vi.setConfig({ testTimeout: 240_000 });

let machine: Machine;

beforeEach(async () => {
  machine = await freshMachine();
});

afterEach(() => machine.close());
afterAll(() => vi.resetConfig());

const settings = (name = ".clasp.json") => readFileSync(join(machine.root, name), "utf8");
const UNTOUCHED = readFileSync(new URL("../../.clasp.json", import.meta.url), "utf8");

it("the variant for publishing: a script and settings of its own", async () => {
  const { google, logIn, deploy } = machine;
  logIn();
  const { said, refusal } = await deploy({ addon: true, isNew: true });
  expect(refusal).toBeNull();
  const { scriptId } = JSON.parse(settings(".clasp.addon.json"));
  const arrived = byName(google.files(scriptId));
  expect(JSON.parse(arrived["appsscript.json"] ?? "").oauthScopes).toContain(
    "https://www.googleapis.com/auth/spreadsheets",
  );
  // Nobody but the publisher can change this one's script.
  expect(arrived["setup.html"]).not.toContain("can change the script");
  expect(said[0]).toContain("Pushing the variant for publishing to ");
  expect(settings()).toBe(UNTOUCHED);
});

it("neither variant overwrites the other, nor anything the code of somebody else", async () => {
  const { google, logIn, deploy } = machine;
  logIn();
  const [bound, addon] = [
    google.openScript(await filesOf("bound")),
    google.openScript(await filesOf("addon")),
  ];
  const before = [google.files(bound), google.files(addon)];
  expect((await deploy({ addon: true, script: bound })).refusal).toBe(
    `The script at https://script.google.com/d/${bound}/edit holds the script of one spreadsheet, which the variant for publishing would overwrite. Nothing was pushed. \`npm run deploy -- --script ID\` is the command for it.`,
  );
  expect((await deploy({ script: addon })).refusal).toBe(
    `The script at https://script.google.com/d/${addon}/edit holds the variant for publishing, which the script of one spreadsheet would overwrite. Nothing was pushed. \`npm run deploy -- --addon --script ID\` is the command for it.`,
  );
  const own = google.openScript([
    { name: "appsscript", type: "JSON", source: "{}" },
    { name: "Macros", type: "SERVER_JS", source: "function tidy() { SpreadsheetApp.getActive(); }" },
  ]);
  expect((await deploy({ script: own })).refusal).toContain(
    "holds code that is not Huntsheet's (Macros.js), which would be lost. Nothing was pushed.",
  );
  expect([google.files(bound), google.files(addon)]).toEqual(before);
  expect(google.files(own)).toHaveLength(2);
  expect(settings()).toBe(UNTOUCHED);
});

const API_OFF = fault(
  403,
  "User has not enabled the Apps Script API. Enable it by visiting https://script.google.com/home/usersettings then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.",
  "PERMISSION_DENIED",
);
const expired: Refusal = {
  status: 400,
  body: { error: "invalid_grant", error_description: "Token has been expired or revoked." },
};
const ON =
  "Switch it on at https://script.google.com/home/usersettings, wait a few minutes, then run the same command again.";
const LOG_IN =
  "Google does not accept the stored login any more. Run `npx clasp login`, then run the same command again.";
const OWN_FAULT = "Google had a fault of its own. Wait some minutes, then run the same command again.";
const BINNED = 'The "Huntsheet" that had been made for it is in the bin of your Drive.';
const UNKNOWN = "Google knows no such script for the account that is logged in.";

/** What is refused, where, and what is then read. The numbers are threads of google/clasp. */
const NEW: [report: string, request: string, refusal: Refusal, sentences: string[]][] = [
  ["#1128: the API is off", "POST /v1/projects", API_OFF, [ON, BINNED]],
  [
    "#877: the script is made, and cannot be opened",
    "GET /v1/projects/",
    fault(400, "Internal error encountered."),
    [OWN_FAULT, BINNED, '"A spreadsheet that you have" in docs/install.md'],
  ],
  ["#35: the login was revoked", "POST /token", expired, [LOG_IN, "Nothing was made."]],
  ["no connection", "POST /token", "gone", ["Google could not be reached.", "Nothing was made."]],
  [
    "#21: the push is refused",
    "PUT /v1/projects",
    fault(400, "Request contains an invalid argument."),
    ["Google refused, and said: Request contains an invalid argument. Nothing was pushed.", BINNED],
  ],
];

it.each(NEW)(
  "a new spreadsheet, %s: a sentence, and nothing half-made",
  async (_, request, refusal, sentences) => {
    const { google, logIn, deploy } = machine;
    logIn();
    google.refuse(request, refusal);
    const { refusal: read } = await deploy({ isNew: true });
    for (const sentence of sentences) expect(read).toContain(sentence);
    expect([...google.drive]).toEqual([]);
    expect(settings()).toBe(UNTOUCHED);
    expect(readdirSync(machine.temporary)).toEqual([]);
    expect(read).not.toMatch(/clasp:core|Bearer|refresh/);
  },
);

it("what cannot be taken back is named with its address", async () => {
  const { google, logIn, deploy } = machine;
  logIn();
  google.refuse("POST /v1/projects", API_OFF);
  google.refuse("PATCH /drive", fault(403, "The user does not have sufficient permissions for this file."));
  const { refusal } = await deploy({ isNew: true });
  const [[id] = [""]] = google.drive;
  expect(refusal).toContain(
    `A "Huntsheet" without content is left in your Drive: delete it there, https://drive.google.com/open?id=${id}`,
  );
});

it("a spreadsheet that is there, by another account: it stays as it was", async () => {
  const { google, logIn, deploy } = machine;
  logIn();
  const scriptId = google.openScript();
  const before = google.files(scriptId);
  google.refuse("GET /v1/projects/", fault(403, "The caller does not have permission"));
  const { refusal } = await deploy({ script: scriptId });
  expect(refusal).toContain(UNKNOWN);
  expect(refusal).toContain("Nothing was pushed.");
  expect(google.files(scriptId)).toBe(before);
  expect(settings()).toBe(UNTOUCHED);
});

it.each<[string, () => void, Parameters<Machine["deploy"]>[0], string]>([
  [
    "nobody has logged in",
    () => {},
    { isNew: true },
    "Nobody has logged in to Google here yet. Run `npx clasp login`, then run the same command again.",
  ],
  [
    "no spreadsheet was named",
    () => machine.logIn(),
    {},
    "Make a new one with `npm run deploy -- --new`, or name one that is there with `npm run deploy -- --script ID`; docs/install.md has the steps.",
  ],
  [
    "no script for publishing was named",
    () => machine.logIn(),
    { addon: true },
    "`npm run deploy -- --addon --new`",
  ],
  [
    "the settings are not JSON",
    () => writeFileSync(join(machine.root, ".clasp.json"), "{ scriptId: "),
    {},
    '.clasp.json cannot be read. Put { "rootDir": "dist" } into it',
  ],
  [
    "another spreadsheet is named",
    () => writeFileSync(join(machine.root, ".clasp.json"), JSON.stringify({ scriptId: "1".padEnd(57, "a") })),
    { isNew: true },
    "Take a further copy of this folder for each further spreadsheet; if that script is gone, delete .clasp.json here.",
  ],
  [
    "the spreadsheet's address",
    () => {},
    { script: "https://docs.google.com/spreadsheets/d/1abc/edit" },
    "That is the address of the spreadsheet. The script's id stands in Extensions ▸ Apps Script ▸ Project Settings",
  ],
  [
    "the spreadsheet's id",
    () => {},
    { script: "1".padEnd(44, "x") },
    "is not a script's id, which has some 57 letters and digits",
  ],
])("before anything is asked of Google: %s", async (_, prepare, wanted, sentence) => {
  prepare();
  expect((await machine.deploy(wanted)).refusal).toContain(sentence);
  expect(machine.google.requests).toEqual([]);
  expect(existsSync(join(machine.root, "dist"))).toBe(false);
});
