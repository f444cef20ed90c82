import fc from "fast-check";
import { expect, test } from "vitest";
import { bytesIn, cutByBytes } from "../../src/core/bytes.ts";
import { StoreFullFault } from "../../src/core/errors.ts";
import { PropertySpace } from "../../src/gas/property-space.ts";
import { DyingProperties, Killed } from "./dying-properties.ts";

const MINUTE_MS = 60_000;
/** The person's own store, and those of two files beside it. */
const FILES = ["", "one", "two"] as const;

let nowMs = Date.parse("2026-11-16T09:00:00Z");

/** What an execution has of a store: nothing of what another one knew. */
function execution(properties: DyingProperties): PropertySpace {
  return new PropertySpace(properties, {
    nowMs: () => nowMs,
    random: Math.random,
    fullFault: () => new StoreFullFault(true),
  });
}

const storeIn = (space: PropertySpace, file: string) => (file ? space.fileStore(file) : space.store());
const long = (text: string, bytes: number) => text.repeat(Math.ceil(bytes / Buffer.byteLength(text)));

test("bytes are counted and cut as UTF-8 has them, and no letter is cut in two", () => {
  const texts = fc.string({ unit: "binary", maxLength: 60 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 20 }), (text, most) => {
      expect(bytesIn(text)).toBe(Buffer.byteLength(text));
      const pieces = cutByBytes(text, most);
      expect(pieces.join("")).toBe(text);
      for (const piece of pieces) {
        expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(most);
        expect(Buffer.from(piece).toString()).toBe(piece);
      }
    }),
  );
  // Half a letter alone counts as what it is kept as.
  expect(bytesIn("\ud83d")).toBe(Buffer.byteLength("\ud83d"));
});

test("a value that fits into a property costs one call and is kept as it is", () => {
  const properties = new DyingProperties();
  const store = execution(properties).fileStore("one");
  store.set("run.1", "small");
  expect(store.get("run.1")).toBe("small");
  expect(properties.calls).toBe(2);
  expect([...properties.kept]).toEqual([["file.one.run.1", "small"]]);
});

test("a value of 60 KB is set in two calls, read in two, and read with all others in one", () => {
  const properties = new DyingProperties();
  const value = long("卒業予定 😀 graduation date; ", 60_000);
  const store = execution(properties).store();
  store.set("small", "s");
  store.set("large", value);
  expect(properties.calls).toBe(3);
  expect(store.get("large")).toBe(value);
  expect(properties.calls).toBe(5);
  expect(execution(properties).store().getAll()).toEqual({ small: "s", large: value });
  expect(properties.calls).toBe(6);
});

test("a value that looks like the head of one in parts is a value like any other", () => {
  const properties = new DyingProperties();
  execution(properties).store().set("large", long("x", 20_000));
  const head = properties.kept.get("large") ?? "";
  const store = execution(properties).store();
  store.set("other", head);
  expect(store.get("other")).toBe(head);
  expect(store.getAll().other).toBe(head);
});

test("parts of a file are neither another file's nor the person's own", () => {
  const properties = new DyingProperties();
  const space = execution(properties);
  for (const file of FILES) storeIn(space, file).set("table.1", long(`${file}. `, 30_000));
  for (const file of FILES)
    expect(storeIn(execution(properties), file).getAll()).toEqual({ "table.1": long(`${file}. `, 30_000) });
});

test("what was killed is swept away later, and not while whoever writes may still be at it", () => {
  const properties = new DyingProperties();
  const write = (value: string) => execution(properties).store().set("large", value);
  const old = long("old ", 20_000);
  write(old);
  const whole = properties.kept.size;
  // After its parts, before its head.
  properties.diesAfter = 1;
  properties.isDone = false;
  expect(() => write(long("new ", 40_000))).toThrow(Killed);
  properties.diesAfter = Number.POSITIVE_INFINITY;
  const left = properties.kept.size;
  expect(left).toBeGreaterThan(whole);
  const look = () => {
    const store = execution(properties).store();
    expect(store.getAll().large).toBe(old);
    store.set("small", "s");
    store.remove("small");
  };
  nowMs += 5 * MINUTE_MS;
  look();
  expect(properties.kept.size).toBe(left);
  nowMs += 20 * MINUTE_MS;
  look();
  expect(properties.kept.size).toBe(whole);
});

test("what finds no room is refused with a sentence, and all that was there stays", () => {
  const properties = new DyingProperties();
  const store = execution(properties).store();
  for (let n = 0; n < 9; n++) store.set(`run.${n}`, long(`${n}`, 52_000));
  const before = store.getAll();
  expect(() => store.set("run.3", long("new ", 60_000))).toThrow(/500 KB.*start this again/);
  expect(execution(properties).store().getAll()).toEqual(before);
  // Small ones that others have filled the rest with.
  expect(() => {
    for (let n = 0; ; n++) store.set(`small.${n}`, "s".repeat(5_000));
  }).toThrow(StoreFullFault);
});

test("what Google refuses for another reason is told as it is", () => {
  const properties = new DyingProperties();
  properties.setProperty = () => {
    throw new Error("Service invoked too many times for one day: properties.");
  };
  expect(() => execution(properties).store().set("a", "b")).toThrow("too many times");
});

test("the day on which something was last kept for a file is noted without a further call, once a day", () => {
  const properties = new DyingProperties();
  const one = execution(properties).fileStore("one");
  one.getAll();
  one.set("run.1", "a");
  one.set("run.1", "b");
  expect(properties.calls).toBe(3);
  const firstMs = nowMs;
  expect(execution(properties).files()).toMatchObject([{ id: "one", seenMs: firstMs }]);
  nowMs += 25 * 60 * MINUTE_MS;
  one.set("run.1", "c");
  expect(execution(properties).files()).toMatchObject([{ id: "one", seenMs: nowMs }]);
  // A note is none of its days.
  nowMs += 25 * 60 * MINUTE_MS;
  execution(properties).setNote("one", "missed", "1 2");
  const [file] = execution(properties).files();
  expect(file).toMatchObject({ seenMs: nowMs - 25 * 60 * MINUTE_MS });
  expect(file?.noteOf("missed")).toBe("1 2");
});

test("all that is kept for a file is purged together, parts included, and nothing of another's", () => {
  const properties = new DyingProperties();
  const space = execution(properties);
  for (const file of FILES) storeIn(space, file).set("table.1", long("x", 30_000));
  execution(properties).purgeFile("one");
  expect([...properties.kept.keys()].filter((name) => name.includes("one"))).toEqual([]);
  for (const file of ["", "two"])
    expect(storeIn(execution(properties), file).get("table.1")).toBe(long("x", 30_000));
});

const letters = fc.constantFrom("a", "é", "漢", "😀", '"', "\n");
const change = fc.record({
  at: fc.constantFrom(...FILES),
  name: fc.constantFrom("run.1", "table.2", "me"),
  letter: letters,
  bytes: fc.oneof(fc.nat(200), fc.nat(60_000), fc.integer({ min: 8_990, max: 9_230 })),
  isRemoval: fc.boolean(),
  /** In another execution than the change before. */
  isAnew: fc.boolean(),
  /** Reads all, the one value, or nothing before it writes. */
  look: fc.constantFrom("all", "one", "none"),
  kill: fc.option(fc.record({ after: fc.nat(14), isDone: fc.boolean() })),
  minutes: fc.constantFrom(0, 1, 20),
});

test.each([
  ["an empty store", 0],
  ["a store that is nearly full", 400_000],
])(
  "%s: whatever is set, removed and killed, each value is the last or the one before, and room tells no lies",
  (_, filledBytes) => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 25 }), (changes) => {
        const properties = new DyingProperties();
        for (let n = 0; n * 9_000 < filledBytes; n++) properties.kept.set(`filler.${n}`, "f".repeat(8_990));
        const known = new Map<string, string | null>();
        let space = execution(properties);
        changes.forEach(({ at, name, letter, bytes, isRemoval, isAnew, look, kill, minutes }, n) => {
          nowMs += minutes * MINUTE_MS;
          if (isAnew) space = execution(properties);
          const store = storeIn(space, at);
          if (look === "all") store.getAll();
          if (look === "one") store.get(name);
          const full = at + name;
          const before = known.get(full) ?? null;
          const after = isRemoval ? null : long(`${n}${letter}`, bytes);
          properties.diesAfter = kill ? kill.after : Number.POSITIVE_INFINITY;
          properties.isDone = kill?.isDone ?? true;
          let possible = [after];
          let room = 0;
          try {
            // Told before it is needed, in this execution.
            room = store.room();
            if (after === null) store.remove(name);
            else store.set(name, after);
          } catch (error) {
            if (error instanceof Killed) {
              possible = [before, after];
              space = execution(properties);
            } else {
              expect(error).toBeInstanceOf(StoreFullFault);
              expect(Buffer.byteLength(after ?? "")).toBeGreaterThan(room);
              possible = [before];
            }
          }
          properties.diesAfter = Number.POSITIVE_INFINITY;
          const now = storeIn(execution(properties), at).getAll()[name] ?? null;
          expect(possible).toContain(now);
          expect(storeIn(execution(properties), at).get(name)).toBe(now);
          known.set(full, now);
        });
        for (const file of FILES) {
          const all = storeIn(execution(properties), file).getAll();
          for (const name of ["run.1", "table.2", "me"])
            expect(all[name] ?? null).toBe(known.get(file + name) ?? null);
        }
        // Nothing that was killed or replaced stays for good.
        nowMs += 20 * MINUTE_MS;
        const last = execution(properties).store();
        last.getAll();
        last.set("last", "");
        const inParts = [...known.values()].filter((value) => value !== null && bytesIn(value) > 9_000);
        const parts = [...properties.kept.keys()].filter((name) => name.includes("~"));
        expect(new Set(parts.map((name) => name.replace(/\.\d+$/, ""))).size).toBe(inParts.length);
      }),
      { numRuns: filledBytes > 0 ? 50 : 150 },
    );
  },
);
