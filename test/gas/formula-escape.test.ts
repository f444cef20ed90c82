import { expect, test } from "vitest";
import { literalText } from "../../src/gas/formula-escape.ts";

test.each([
  ["Software Engineer", "Software Engineer"],
  ["Élodie", "Élodie"],
  ["", ""],
  ["=1+1", "'=1+1"],
  ["+1 555 0100", "'+1 555 0100"],
  ["-1", "'-1"],
  ["@x", "'@x"],
  ["00123", "'00123"],
  ["1/2", "'1/2"],
  ["TRUE", "'TRUE"],
  [" true ", "' true "],
  ["Vero", "'Vero"],
  ["falsch", "'falsch"],
  ["ONWAAR", "'ONWAAR"],
  ["YANLIŞ", "'YANLIŞ"],
  ["Veronica", "Veronica"],
  ["Vero Moda", "Vero Moda"],
  ["Jan 5, 2026", "'Jan 5, 2026"],
  ["'quoted'", "''quoted'"],
  ["$90k", "'$90k"],
  ["日本", "'日本"],
])("facts 5.2: %j is typed as %j", (text, typed) => {
  expect(literalText(text)).toBe(typed);
});

test("facts 1.5: an apostrophe never makes a text longer than a cell can be", () => {
  for (const start of ["=", "'", "1", "a"])
    expect(literalText(start + "x".repeat(49_999)).length).toBeLessThanOrEqual(50_000);
});
