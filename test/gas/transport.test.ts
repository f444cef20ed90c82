import { expect, test } from "vitest";
import { freshFile, openHost } from "../rig.ts";

test("facts 6.1: a key that no header can hold is refused once, not asked again in the hope that it passes", async () => {
  const host = await openHost(await freshFile({}), {});
  await host.rpc("saveKeys", [JSON.stringify({ huntr: "ab\u200bcd" })]);
  const tested = await host.rpc("testKey", ["huntr"]);
  expect(tested.ok && JSON.parse(String(tested.value))).toMatchObject({ ok: false });
  expect(JSON.stringify(tested)).not.toContain("ab\u200bcd");
  expect(tested.serviceCalls.find(({ name }) => name === "UrlFetchApp.fetch")?.count).toBe(1);
  expect(tested.requests).toEqual([]);
  await host.close();
});
