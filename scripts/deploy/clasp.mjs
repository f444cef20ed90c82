import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * The rootDir must be said: without it clasp 3.4 takes the project's own folder, and its manifest overwrites ours.
 * In dist/ it overwrites what the next build makes again.
 */
export const CREATE_SCRIPT = [
  "create-script",
  "--type",
  "sheets",
  "--title",
  "Huntsheet",
  "--rootDir",
  "dist",
];

/** Without --force, and without a terminal to ask on, clasp skips the push and reports success. */
export const PUSH = ["push", "--force"];

/**
 * Runs the clasp that this project pins.
 * @param {readonly string[]} args
 * @param {{ root: string; env?: NodeJS.ProcessEnv; show?: boolean }} o root: the folder of .clasp.json; show: print
 *   what it says as it says it
 * @returns {Promise<{ status: number; said: string }>}
 */
export function clasp(args, { root, env = process.env, show = false }) {
  const program = createRequire(import.meta.url).resolve("@google/clasp");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const [stream, own] of /** @type {const} */ ([
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]))
      stream.setEncoding("utf8").on("data", (text) => {
        said += text;
        if (show) own.write(text);
      });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status: status ?? 1, said }));
  });
}

/**
 * What somebody has to do once before a push can work.
 * @param {{ root: string; home?: string; env?: NodeJS.ProcessEnv }} o
 * @returns {string | null} the words, or null when all is there
 */
export function firstToDo({ root, home = homedir(), env = process.env }) {
  const login = env.clasp_config_auth ?? join(home, ".clasprc.json");
  if (!existsSync(login))
    return "Nobody has logged in to Google here yet. Run `npx clasp login`, then `npm run deploy` again.";
  const settings = join(root, ".clasp.json");
  const { scriptId } = existsSync(settings) ? JSON.parse(readFileSync(settings, "utf8")) : {};
  if (!scriptId)
    return [
      "No spreadsheet has been created for Huntsheet yet. Run this once, then `npm run deploy` again:",
      `  npx clasp ${CREATE_SCRIPT.join(" ")}`,
      "It makes a new spreadsheet with an empty script, writes the script's id to .clasp.json and Google's own",
      "manifest over dist/appsscript.json; the deploy builds dist/ again before it pushes.",
    ].join("\n");
  return null;
}

/**
 * What to do after a push that failed, from clasp's own words.
 * @param {string} said
 */
export function afterFailure(said) {
  if (/credential|invalid_grant|invalid_rapt|unauthenticated|reauth/i.test(said))
    return "Google does not accept the stored login. Run `npx clasp login`, then `npm run deploy` again.";
  if (/Apps Script API/i.test(said))
    return "The Apps Script API is off for this account. Turn it on at https://script.google.com/home/usersettings, then `npm run deploy` again.";
  return "Nothing was pushed. clasp says why above.";
}
