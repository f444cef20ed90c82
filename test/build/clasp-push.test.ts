import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { build } from "../../scripts/build/build.mjs";
import { afterFailure, CREATE_SCRIPT, clasp, firstToDo, PUSH } from "../../scripts/deploy/clasp.mjs";
import { type GoogleImitation, imitateGoogle, NEW_SCRIPT_ID, type ScriptFile } from "./google-imitation.ts";

const LOGIN = JSON.stringify({
  tokens: {
    default: { type: "authorized_user", client_id: "id", client_secret: "secret", refresh_token: "refresh" },
  },
});
const ENDING: Record<ScriptFile["type"], string> = { SERVER_JS: ".js", HTML: ".html", JSON: ".json" };

let google: GoogleImitation;
let root: string;
let home: string;

beforeEach(async () => {
  google = await imitateGoogle();
  const folder = mkdtempSync(join(tmpdir(), "huntsheet-"));
  root = join(folder, "project");
  home = join(folder, "home");
  mkdirSync(root);
  mkdirSync(home);
  writeFileSync(join(root, ".clasp.json"), readFileSync(new URL("../../.clasp.json", import.meta.url)));
  writeFileSync(join(folder, "authority.pem"), google.authority);
});

afterEach(() => {
  google.close();
  rmSync(join(root, ".."), { recursive: true, force: true });
});

/** Only what is named here reaches clasp: no login and no proxy of the machine that the test runs on. */
const runClasp = (args: readonly string[]) =>
  clasp(args, {
    root,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      USERPROFILE: home,
      HTTPS_PROXY: google.proxy,
      NODE_EXTRA_CA_CERTS: join(root, "../authority.pem"),
    },
  });

const logIn = () => writeFileSync(join(home, ".clasprc.json"), LOGIN);
const useScript = () =>
  writeFileSync(join(root, ".clasp.json"), JSON.stringify({ rootDir: "dist", scriptId: NEW_SCRIPT_ID }));

it("deploy: what arrives at Google is dist, byte for byte", async () => {
  logIn();
  useScript();
  const dist = join(root, "dist");
  await build({ outDir: dist });
  const { status, said } = await runClasp(PUSH);
  expect({ status, said }).toMatchObject({ status: 0 });
  const arrived = Object.fromEntries(
    google.files().map((file) => [file.name + ENDING[file.type], file.source]),
  );
  const built = readdirSync(dist).sort();
  expect(Object.keys(arrived).sort()).toEqual(built);
  for (const name of built)
    expect(Buffer.from(arrived[name] ?? "").equals(readFileSync(join(dist, name))), name).toBe(true);
  expect(google.requests.at(-1)).toBe(`PUT script.googleapis.com/v1/projects/${NEW_SCRIPT_ID}/content`);
});

it("deploy: the command that it names creates a script whose push goes from dist", async () => {
  logIn();
  expect(firstToDo({ root, home, env: {} })).toContain(`npx clasp ${CREATE_SCRIPT.join(" ")}\n`);
  const { status, said } = await runClasp(CREATE_SCRIPT);
  expect({ status, said }).toMatchObject({ status: 0 });
  expect(JSON.parse(readFileSync(join(root, ".clasp.json"), "utf8"))).toMatchObject({
    scriptId: NEW_SCRIPT_ID,
    rootDir: "dist",
  });
  // Google's manifest lands where the next build makes ours again, and nowhere else.
  expect(readdirSync(root).sort()).toEqual([".clasp.json", "dist"]);
  expect(firstToDo({ root, home, env: {} })).toBeNull();
});

it("deploy: says so when nobody has logged in", async () => {
  useScript();
  expect(firstToDo({ root, home, env: {} })).toBe(
    "Nobody has logged in to Google here yet. Run `npx clasp login`, then `npm run deploy` again.",
  );
  mkdirSync(join(root, "dist"));
  writeFileSync(join(root, "dist/appsscript.json"), "{}");
  const { status, said } = await runClasp(PUSH);
  expect(status).not.toBe(0);
  expect(afterFailure(said)).toBe(
    "Google does not accept the stored login. Run `npx clasp login`, then `npm run deploy` again.",
  );
});
