import { afterAll, beforeAll, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { freshFile, grid, json, must, openHost, type Servers, settle, start, startServers } from "../rig.ts";

/** More leads than an offset reaches. 101,300 of them would take 40 s: so many are told of, and the last pages are few. */
const LEADS = 3_300;
const TOLD_OF = 98_000;

let servers: Servers;
let file: BookFile;

beforeAll(async () => {
  servers = await startServers({ hunter: { size: { leads: LEADS }, rateLimits: false } });
  file = await freshFile(servers.routes);
  servers.hunter.faults.add({
    // All leads together, and those of the first list.
    when: ({ path, query }) => path.endsWith("/leads") && ["1", null].includes(query.get("leads_list_id")),
    times: Number.POSITIVE_INFINITY,
    effect: {
      kind: "change",
      change: (reply) => {
        const body = reply.body as { meta: { total: number } };
        return { ...reply, body: { ...body, meta: { ...body.meta, total: body.meta.total + TOLD_OF } } };
      },
    },
  });
});
afterAll(() => servers.close());

test("each lead is there once, read by its list, after an interruption too; the preview tells only what is sure", async () => {
  const host = await openHost(file, servers.routes);
  const spec = { kind: "import", table: "hunter.leads", columns: ["leads_list_id"] };
  try {
    const preview = await json<{ total: number | null }>(host.rpc("previewImport", [JSON.stringify(spec)]));
    // The total may be of the whole team.
    expect(preview.total).toBeNull();
    const { id } = await start(host, spec);
    const before = servers.hunter.requests.length;
    // The person goes away in the middle of a list, and comes back.
    servers.hunter.faults.add({
      when: ({ query }) => query.get("leads_list_id") === "3",
      times: 30,
      effect: { kind: "status", status: 503 },
    });
    expect(must((await settle(host)).find((run) => run.id === id))).toMatchObject({
      status: "done",
      error: null,
      done: LEADS,
    });
    const ids = grid(host, "Hunter Leads")
      .slice(1)
      .map(([key]) => Number(key));
    const up = (a: number, b: number) => a - b;
    expect(ids.sort(up)).toEqual(servers.hunter.data.leads.map((lead) => Number(lead.id)).sort(up));
    const asked = servers.hunter.requests
      .slice(before)
      .map(({ url }) => new URL(url, "http://host").searchParams);
    const lists = new Set(asked.map((query) => query.get("leads_list_id")));
    expect([...lists].sort()).toEqual(["1", "2", "3", "4", "5", "6", null].sort());
    expect(asked.every((query) => Number(query.get("offset") ?? 0) <= 100_000)).toBe(true);
  } finally {
    await host.close();
  }
});
