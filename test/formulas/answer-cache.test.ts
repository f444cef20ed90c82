import { expect, test } from "vitest";
import type { Cache } from "../../src/core/ports.ts";
import { cachedAnswer } from "../../src/formulas/answer-cache.ts";

test("an emoji that lies where an answer is cut into parts comes back whole", () => {
  const kept: Record<string, string> = {};
  const cache: Cache = {
    getAll: (names) =>
      Object.fromEntries(names.flatMap((name) => (name in kept ? [[name, kept[name]]] : []))) as Record<
        string,
        string
      >,
    // As Google's does: text is kept as UTF-8, which has no half of a character.
    putAll: (values) => {
      for (const [name, value] of Object.entries(values))
        kept[name] = Buffer.from(value, "utf8").toString("utf8");
    },
    remove: () => {},
  };
  const texts = [0, 1].map((shift) => [`${"x".repeat(shift)}${"\u{1F393}".repeat(40_000)}`]);
  for (const cells of [texts]) {
    cachedAnswer(
      cache,
      "question",
      () => "stamp",
      () => cells,
    );
    expect(
      cachedAnswer(
        cache,
        "question",
        () => "other",
        () => [["asked again"]],
      ),
    ).toEqual(cells);
  }
});
