import { spawn } from "node:child_process";
import { createRequire } from "node:module";

/**
 * @typedef {{ status: number; out: string; complaint: string; madeIds: string[] }} ClaspEnd
 *   out: what it printed; complaint: why it failed; madeIds: of the files that it made in Drive, in order
 */

/**
 * Runs the clasp that this project pins.
 * @param {readonly string[]} args
 * @param {{ cwd: string; env: NodeJS.ProcessEnv; tellMade?: boolean }} o tellMade: fills madeIds
 * @returns {Promise<ClaspEnd>}
 */
export function clasp(args, { cwd, env, tellMade = false }) {
  const program = createRequire(import.meta.url).resolve("@google/clasp");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd,
      // What it made before it failed, clasp 3.4 tells nowhere else.
      env: tellMade ? { ...env, DEBUG: "clasp:core" } : env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let notes = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      notes += text;
    });
    child.on("error", reject);
    child.on("close", (status) => {
      const made = [...notes.matchAll(/clasp:core Created (?:container|script) (\S+)/g)];
      resolve({
        status: status ?? 1,
        out,
        // What stands above it are notes about its requests, with the login in them: they are never shown.
        complaint: notes.trim().split("\n").at(-1)?.trim() ?? "",
        madeIds: made.map(([, id = ""]) => id),
      });
    });
  });
}
