import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Fault, type HuntrServer, startHuntr } from "../../../local/apis/index.ts";
import { askHuntr } from "./ask.ts";

let huntr: HuntrServer;
beforeAll(async () => {
  huntr = await startHuntr({ size: { jobs: 50, members: 12, employers: 20 }, requestsPerSecond: null });
});
beforeEach(() => {
  huntr.faults.clear();
  huntr.restore(undefined);
});
afterAll(() => huntr.close());

const invite = () =>
  askHuntr(huntr, "organization-invitations", { method: "POST", body: { email: "x@mail.example" } });
const arrived = () => huntr.data.invitations.some((invitation) => invitation.toEmail === "x@mail.example");

test.each<[Fault["effect"], boolean]>([
  [{ kind: "drop", when: "before" }, false],
  [{ kind: "drop", when: "after" }, true],
])("dropped: %j", async (effect, acted) => {
  huntr.faults.add({ effect });
  await expect(invite()).rejects.toThrow();
  expect(arrived()).toBe(acted);
  expect(huntr.requests.at(-1)?.status).toBe(0);
});

test.each<[Fault["effect"], boolean]>([
  [{ kind: "status", status: 503, body: { message: "later" } }, false],
  [{ kind: "status", status: 502, after: true }, true],
])("answered with a status: %j", async (effect, acted) => {
  huntr.faults.add({ effect });
  expect((await invite()).status).toBe(effect.kind === "status" ? effect.status : 0);
  expect(arrived()).toBe(acted);
});

test("a web page in place of JSON", async () => {
  huntr.faults.add({ effect: { kind: "html" } });
  const { status, body } = await askHuntr(huntr, "jobs");
  expect([status, String(body).startsWith("<!DOCTYPE html>")]).toEqual([200, true]);
});

test("JSON that breaks off", async () => {
  huntr.faults.add({ effect: { kind: "cut" } });
  await expect(askHuntr(huntr, "jobs")).rejects.toThrow(SyntaxError);
});

test("a cursor that comes again", async () => {
  huntr.faults.add({ effect: { kind: "repeat-cursor" }, when: (call) => call.query.has("next") });
  const first = await askHuntr(huntr, "jobs?limit=10");
  const second = await askHuntr(huntr, `jobs?limit=10&next=${first.body.next}`);
  expect(second.body.next).toBe(first.body.next);
});

test("a delay, and an answer of the test's own", async () => {
  huntr.faults.add({ effect: { kind: "delay", ms: 60 } });
  huntr.faults.add({ effect: { kind: "change", change: (reply) => ({ ...reply, body: { data: [] } }) } });
  const started = performance.now();
  expect((await askHuntr(huntr, "jobs")).body.data).toHaveLength(50);
  expect(performance.now() - started).toBeGreaterThan(50);
  expect((await askHuntr(huntr, "jobs")).body).toEqual({ data: [] });
});

test("faults strike the request they were meant for, as often as they were meant to", async () => {
  const number = huntr.requests.length;
  huntr.faults.add({ effect: { kind: "status", status: 500 }, at: number + 2 });
  huntr.faults.add({
    effect: { kind: "status", status: 504 },
    when: (call) => call.path === "/org/employers",
    times: 2,
  });
  expect(huntr.faults.pending).toBe(3);
  const statuses = [];
  for (const path of ["jobs", "jobs", "jobs", "employers", "jobs", "employers", "employers"]) {
    statuses.push((await askHuntr(huntr, path)).status);
  }
  expect(statuses).toEqual([200, 500, 200, 504, 200, 504, 200]);
});

test("held: the real answer comes once the test lets it go", async () => {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  huntr.faults.add({ effect: { kind: "hold", until } });
  const held = askHuntr(huntr, "jobs");
  expect((await askHuntr(huntr, "employers")).status).toBe(200);
  expect(huntr.requests.at(-2)?.status).toBe(0);
  letGo();
  expect((await held).body.data).toHaveLength(50);
});

test("a connection that nobody uses stays open: it would be closed just when a busy process sends on it", async () => {
  // Node announces after how many idle seconds it closes a connection, if it does.
  expect((await askHuntr(huntr, "members")).headers.get("keep-alive")).toBe(null);
});
