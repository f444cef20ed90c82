import { expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { freshFile, openHost } from "../rig.ts";

test("facts 6.1: a key that no header can hold is refused once, not asked again in the hope that it passes", async () => {
  const before = await openHost(await freshFile({}), {});
  await before.rpc("saveKeys", [JSON.stringify({ huntr: "ab-cd" })]);
  // As versions kept it that took a key as it was pasted.
  const file: BookFile = JSON.parse(JSON.stringify(before.save()).replaceAll("ab-cd", "ab\u200bcd"));
  await before.close();
  const host = await openHost(file, {});
  const tested = await host.rpc("testKey", ["huntr"]);
  expect(tested.ok && JSON.parse(String(tested.value))).toMatchObject({ ok: false });
  expect(JSON.stringify(tested)).not.toContain("ab\u200bcd");
  expect(tested.serviceCalls.find(({ name }) => name === "UrlFetchApp.fetch")?.count).toBe(1);
  expect(tested.requests).toEqual([]);
  await host.close();
});
