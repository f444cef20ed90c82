import { expect, test } from "vitest";
import { hostOn, outcomeOf, told } from "./fixture.ts";

const THROTTLED = "Exception: There are too many LockService operations against the same script.";
const LOCK = "var lock = LockService.getScriptLock(); ";

test.each([
  ["tryLock", "Lock.tryLock", `${LOCK} lock.tryLock(1000);`],
  ["waitLock", "Lock.waitLock", `${LOCK} lock.waitLock(1000);`],
  ["releaseLock", "Lock.releaseLock", `${LOCK} lock.tryLock(0); lock.releaseLock();`],
])("facts 9.1: %s is throttled by throwing, at once", async (_, call, body) => {
  const fault = { call, message: THROTTLED.slice("Exception: ".length) };
  expect(await outcomeOf(body, { faults: [fault] })).toBe(THROTTLED);
});

test("facts 9.1: one execution alone is not throttled, many at once are", async () => {
  const host = await hostOn(`function work() { ${LOCK}
    for (var i = 0; i < 5; i += 1) { lock.tryLock(30000); lock.releaseLock(); } return "done"; }`);
  const crowd = (size: number) =>
    Promise.all(
      Array.from({ length: size }, async () => told(await host.call("work", [], { entry: "menu" }))),
    );
  expect(new Set(await crowd(1))).toEqual(new Set(["done"]));
  await host.advance(10_000);
  expect(new Set(await crowd(20))).toEqual(new Set(["done", THROTTLED]));
});

test("facts 9.1: a lock whose release threw is held until the execution ends", async () => {
  const faults = [{ call: "Lock.releaseLock", message: "x" }];
  const body = `${LOCK} lock.tryLock(0); try { lock.releaseLock(); } catch (e) {} return lock.hasLock();`;
  expect(await outcomeOf(body, { faults })).toBe(true);
});

test("lockRefusedShare: of many operations about that share throws, the same ones each time", async () => {
  const body = `${LOCK} var bad = []; for (var i = 0; i < 200; i += 1) try { lock.tryLock(0); } catch (e) { bad.push(i); } return bad;`;
  const twice = [
    await outcomeOf(body, { switches: { lockRefusedShare: 0.3 } }),
    await outcomeOf(body, { switches: { lockRefusedShare: 0.3 } }),
  ];
  expect(twice[0]).toEqual(twice[1]);
  expect((twice[0] as number[]).length).toBeGreaterThan(40);
  expect((twice[0] as number[]).length).toBeLessThan(80);
});
