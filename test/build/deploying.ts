import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deploy, type Wanted } from "../../scripts/deploy/deploy.mjs";
import { addonDist } from "../addon.ts";
import { must } from "../rig.ts";
import { type GoogleImitation, imitateGoogle, type ScriptFile } from "./google-imitation.ts";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const ENDING: Record<ScriptFile["type"], string> = { SERVER_JS: ".js", HTML: ".html", JSON: ".json" };
const LOGIN = {
  tokens: {
    default: { type: "authorized_user", client_id: "id", client_secret: "secret", refresh_token: "refresh" },
  },
};

/** Somebody's machine with a fresh copy of the project, and the Google that it reaches. */
export interface Machine {
  readonly google: GoogleImitation;
  /** The project's folder: its settings and dist/ only. */
  readonly root: string;
  /** Its folder for what goes again. */
  readonly temporary: string;
  /** `npx clasp login`, consented to. */
  logIn(): void;
  /** `npm run deploy`. @returns what it says, or its refusal */
  deploy(wanted?: Wanted, env?: NodeJS.ProcessEnv): Promise<{ said: string[]; refusal: string | null }>;
  close(): void;
}

export async function freshMachine(): Promise<Machine> {
  const google = await imitateGoogle();
  const folder = mkdtempSync(join(tmpdir(), "huntsheet-"));
  const [root, home, temporary] = [join(folder, "project"), join(folder, "home"), join(folder, "temporary")];
  for (const path of [root, home, `${temporary}-there`]) mkdirSync(path);
  // A link, as it is on a Mac.
  symlinkSync(`${temporary}-there`, temporary, "junction");
  writeFileSync(join(root, ".clasp.json"), readFileSync(new URL("../../.clasp.json", import.meta.url)));
  writeFileSync(join(folder, "authority.pem"), google.authority);
  return {
    google,
    root,
    temporary,
    logIn: () => writeFileSync(join(home, ".clasprc.json"), JSON.stringify(LOGIN)),
    deploy: async (wanted = {}, env = {}) => {
      const said: string[] = [];
      const refusal = await deploy(wanted, {
        root,
        home,
        temporary,
        make: built,
        say: (line) => said.push(line),
        // Only what is named here reaches clasp: no login and no proxy of the machine that the test runs on.
        env: {
          PATH: process.env.PATH,
          HOME: home,
          USERPROFILE: home,
          HTTPS_PROXY: google.proxy,
          NODE_EXTRA_CA_CERTS: join(folder, "authority.pem"),
          ...env,
        },
      }).then(
        () => null,
        (error: Error) => error.message,
      );
      return { said, refusal };
    },
    close: () => {
      google.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the build would write: both variants are built once for all tests. */
async function built({ outDir, addon }: { outDir: string; addon: boolean }): Promise<void> {
  const folder = await folderOf(addon ? "addon" : "bound");
  rmSync(outDir, { recursive: true, force: true });
  cpSync(folder, outDir, { recursive: true });
}

function folderOf(variant: "bound" | "addon"): Promise<string> {
  return variant === "bound" ? Promise.resolve(DIST) : addonDist();
}

/** A variant as a script holds it. */
export async function filesOf(variant: "bound" | "addon"): Promise<ScriptFile[]> {
  const folder = await folderOf(variant);
  return readdirSync(folder).map((file) => {
    const [name = "", ending = ""] = file.split(".");
    const type = (Object.keys(ENDING) as ScriptFile["type"][]).find((one) => ENDING[one] === `.${ending}`);
    return { name, type: must(type), source: readFileSync(join(folder, file), "utf8") };
  });
}

/** A script's files as they would lie in a folder, by name. */
export const byName = (files: readonly ScriptFile[]): Record<string, string> =>
  Object.fromEntries(files.map((file) => [file.name + ENDING[file.type], file.source]));
