import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type BookFile, newBookFile } from "../../../local/runtime/book-file.ts";
import { type CallOptions, Host, type HostOptions } from "../../../local/runtime/host.ts";
import type { Execution } from "../../../local/runtime/report.ts";

export const OWNER = "olga@example.com";
export const COLLEAGUE = "carl@example.com";
/** A Monday, nine o'clock in UTC. */
export const START_MS = Date.parse("2026-11-16T09:00:00Z");
const AUTH = "https://www.googleapis.com/auth/";

export const manifest = {
  timeZone: "Etc/UTC",
  runtimeVersion: "V8",
  oauthScopes: [
    "spreadsheets.currentonly",
    "script.external_request",
    "script.container.ui",
    "script.scriptapp",
    "userinfo.email",
  ].map((scope) => AUTH + scope),
  urlFetchWhitelist: ["https://api.huntr.co/", "https://api.hunter.io/"],
};

/** Writes a small add-on into a folder of its own. */
export function writeAddon(
  code: string,
  o: { manifest?: object; html?: Record<string, string> } = {},
): string {
  const dist = mkdtempSync(join(tmpdir(), "stand-in-"));
  writeFileSync(join(dist, "Code.js"), code);
  writeFileSync(join(dist, "appsscript.json"), JSON.stringify({ ...manifest, ...o.manifest }));
  for (const [name, text] of Object.entries(o.html ?? {})) writeFileSync(join(dist, `${name}.html`), text);
  return dist;
}

export function newFile(): BookFile {
  return newBookFile({ owner: OWNER, nowMs: START_MS });
}

/** A host on a small add-on, closed after the test that asks for it. */
export async function hostOn(
  code: string,
  o: Partial<HostOptions> & { manifest?: object; html?: Record<string, string> } = {},
): Promise<Host> {
  const { manifest: manifestChange, html, ...options } = o;
  const dist = writeAddon(code, {
    ...(manifestChange && { manifest: manifestChange }),
    ...(html && { html }),
  });
  const host = await Host.open({ dist, book: newFile(), ...options });
  onTestFinished(() => host.close());
  return host;
}

/** Runs `body` as a menu function of a fresh host; gives what it returned or the text of what it threw. */
export async function outcomeOf(
  body: string,
  o: Parameters<typeof hostOn>[1] & { call?: Partial<CallOptions> } = {},
): Promise<unknown> {
  const { call, ...rest } = o;
  const host = await hostOn(`function main(e) { ${body} }`, rest);
  return told(await host.call("main", [], { entry: "menu", ...call }));
}

/** The value, "Name: message", or "killed: why". */
export function told(execution: Execution): unknown {
  if (execution.ok) return execution.value;
  return "killed" in execution
    ? `killed: ${execution.killed}`
    : `${execution.error.name}: ${execution.error.message}`;
}
