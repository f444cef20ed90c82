import { describe, expect, test } from "vitest";
import { chosenColumns, columnsOf, textAt } from "../../src/core/columns.ts";
import { jobs } from "../../src/huntr/jobs.ts";

test("a name that is shown by default and that no column has stops whoever wrote the entry", () => {
  const sketches = () => [textAt("id", ""), textAt("fullName", "")];
  const columns = columnsOf("full_name id", sketches);
  expect(columns().map(({ name }) => name)).toEqual(["full_name", "id"]);
  expect(columns(), "the same ones each time").toBe(columns());
  expect(columnsOf("id full_nam  fullName", sketches)).toThrow(
    "Shown by default, and no column: full_nam, , fullName.",
  );
});

describe("chosenColumns", () => {
  const own = columnsOf("cohort", () => [textAt("cohort", "")])();
  const names = (wanted: string[] | undefined, options = {}) =>
    chosenColumns(jobs, wanted, own, options).map(({ name }) => name);

  test("by default those marked so and all own ones, the time of creation last", () => {
    const chosen = names(undefined);
    expect(chosen.slice(0, 4)).toEqual(["id", "title", "employer", "employer_domain"]);
    expect(chosen.slice(-3)).toEqual(["interviews", "cohort", "created_at"]);
    expect(names([])).toEqual(chosen);
  });

  test.each<[string, string[], string[]]>([
    ["in the order asked for, with the key first", ["stage", "title"], ["id", "stage", "title"]],
    ["the key once, and first", ["title", "id"], ["id", "title"]],
    ["twice asked for is once given", ["title", "Title"], ["id", "title"]],
    ["by header, in any case", ["EMPLOYER DOMAIN", " id "], ["id", "employer_domain"]],
    ["as the API writes it", ["createdAt"], ["id", "created_at"]],
    ["own ones", ["Cohort"], ["id", "cohort"]],
  ])("%s", (_, wanted, expected) => {
    expect(names(wanted)).toEqual(expected);
  });

  test("* is everything, also behind others", () => {
    expect(names(["*"])).toHaveLength(jobs.columns.length + 1);
    expect(names(["*", "title"])).toHaveLength(jobs.columns.length + 1);
    expect(names(["title", "*"], { withKey: false })[0]).toBe("title");
  });

  test("without the key where nobody looks rows up", () => {
    expect(names(["title"], { withKey: false })).toEqual(["title"]);
  });

  test.each([
    ["employr", "Huntr Jobs has no column 'employr'. Did you mean employer? Use * for all columns."],
    ["domain", "Huntr Jobs has no column 'domain'. Did you mean employer_domain? Use * for all columns."],
  ])("an unknown name (%s) is an error that helps", (wanted, sentence) => {
    expect(() => names([wanted])).toThrow(sentence);
  });

  test("without a near name all are told", () => {
    expect(() => names(["zzzzzz"])).toThrow(
      /^Huntr Jobs has no column 'zzzzzz'\. It has: id, title, employer, /,
    );
  });
});
