import { expect, test } from "vitest";
import { freshFile, json, KEYS, openHost, startServers, value } from "../rig.ts";

test("a refused key takes no other's place; one that works does", async () => {
  const servers = await startServers({ huntr: { size: { jobs: 1, members: 1 } } });
  const host = await openHost(await freshFile(servers.routes), servers.routes);
  const replace = (key: string) =>
    json<{ test: { ok: boolean; isRefused?: true; sentence: string } }>(
      host.rpc("replaceKey", ["huntr", key]),
    );
  const works = async () => (await json<{ ok: boolean }>(host.rpc("testKey", ["huntr"]))).ok;
  const refused = await replace("wrong-sentinel-5d11");
  expect(refused.test).toMatchObject({ ok: false, isRefused: true });
  expect(refused.test.sentence).not.toMatch(/Set up|sentinel/);
  expect(await works()).toBe(true);
  expect((await replace(`Bearer ${KEYS.huntr}`)).test.ok).toBe(true);
  await expect(value(host.rpc("replaceKey", ["huntr", "  "]))).rejects.toThrow("There is no key");
  expect(await works()).toBe(true);
  await host.close();
  await servers.close();
});
