import { describe, expect, test } from "vitest";
import { keyFor, saveKey } from "../../src/core/keys.ts";

/** A person's own store, in memory. */
function ports() {
  const kept = new Map<string, string>();
  return {
    sharedStore: null,
    userStore: {
      get: (name: string) => kept.get(name) ?? null,
      set: (name: string, value: string) => void kept.set(name, value),
      remove: (name: string) => void kept.delete(name),
      getAll: () => Object.fromEntries(kept),
      room: () => 9_000,
    },
  };
}

describe("a pasted key", () => {
  test.each([
    "T1-key_x.9=",
    "  T1-key_x.9=\n",
    "\u200bT1-key_x.9=",
    "T1-\u00adkey_x.9=\ufeff",
    "\u202aT1-key_x.9=\u202c",
    "\u00a0T1-key_x.9=\u00a0",
    "“T1-key_x.9=”",
    "‘T1-key_x.9=’",
    '"T1-key_x.9="',
    "«T1-key_x.9=»",
    "T1-key\r\n_x.9=",
    "T1-key _x.9=",
    "Bearer T1-key_x.9=",
    "bearer\u00a0T1-key_x.9=",
    "Authorization: Bearer T1-key_x.9=",
    '"Authorization": "Bearer T1-key_x.9="',
    "curl -H 'Authorization: Bearer T1-key_x.9='",
    "X-API-KEY: T1-key_x.9=",
    '"api_key": "T1-key_x.9="',
    "https://api.hunter.io/v2/account?api_key=T1-key_x.9=",
    "Ｔ１-key_x.9=",
  ])("%j is cleaned", (pasted) => {
    const own = ports();
    saveKey("hunter", pasted, own);
    expect(keyFor("hunter", own)).toBe("T1-key_x.9=");
  });

  test("the trial key stays what it is", () => {
    const own = ports();
    saveKey("hunter", "test-api-key", own);
    expect(keyFor("hunter", own)).toBe("test-api-key");
  });

  test.each([
    ["clé-123", 'A key has no "é" in it'],
    ["T1•••9f", 'A key has no "•" in it'],
    ["T1–9f", 'A key has no "–" in it'],
    ["T1🔑", 'A key has no "🔑" in it'],
    ["Bearer", "There is no key in what was pasted."],
    ["Authorization: Bearer ", "There is no key in what was pasted."],
    ["“”", "There is no key in what was pasted."],
    ["\u200b\u200b", "There is no key in what was pasted."],
  ])("%j is told by what is wrong with it", (pasted, sentence) => {
    const own = ports();
    saveKey("hunter", "before", own);
    expect(() => saveKey("hunter", pasted, own)).toThrow(sentence);
    expect(keyFor("hunter", own)).toBe("before");
  });
});
