import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host } from "../../local/runtime/host.ts";
import type { WebhooksState } from "../../src/runs/bell/set-up.ts";
import { json, must } from "../rig.ts";

/** What the tests of webhooks share. */

export const MINUTE_MS = 60_000;

export function stateOf(host: Host): Promise<WebhooksState> {
  return json<WebhooksState>(host.rpc("webhooksState", []));
}

/** Switches webhooks on. @returns the secret that the address ends with. */
export async function switchOn(host: Host): Promise<string> {
  const { query } = await json<WebhooksState>(host.rpc("setWebhooks", [true]));
  return must(/^k=([0-9a-f]{32})$/.exec(must(query))?.[1]);
}

/** The trigger of each minute. */
export const minutely = (host: Host) =>
  must(host.triggers().find((trigger) => trigger.function === "continueRuns"));

/** The bundle with a function beside it that rings many bells in one execution: thousands of executions take minutes. */
export async function distWithMany(): Promise<string> {
  const dist = await mkdtemp(join(tmpdir(), "many-bells-"));
  cpSync(fileURLToPath(new URL("../../dist/", import.meta.url)), dist, { recursive: true });
  const code = join(dist, "Code.js");
  writeFileSync(code, `${readFileSync(code, "utf8")}\n${MANY}`);
  return dist;
}

const MANY = `
function manyBells(count, events) {
  const words = {};
  for (let i = 0; i < count; i++) {
    const { body, times = 1, ...event } = events[i % events.length];
    if (body !== undefined) event.postData = { contents: body.repeat(times) };
    const word = doPost(event).getContent();
    words[word] = (words[word] || 0) + 1;
  }
  return JSON.stringify(words);
}`;
