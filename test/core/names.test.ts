import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alike, importFunctionName, meantBy, nearNames, snakeCase } from "../../src/core/names.ts";
import { ownColumnNamer } from "../../src/core/own-columns.ts";
import { recordNamed } from "../../src/core/push.ts";

test.each([
  ["Huntr Jobs", "importHuntrJobs"],
  ["Huntr Member Fields", "importHuntrMemberFields"],
  ["Hunter Leads", "importHunterLeads"],
])("%s is imported by %s", (title, name) => {
  expect(importFunctionName(title)).toBe(name);
});

test.each([
  ["Graduation Date", "graduation_date"],
  ["givenName", "given_name"],
  ["  GPA (4.0 scale)! ", "gpa_4_0_scale"],
  ["Größe", "größe"],
  ["Город", "город"],
  ["!!!", ""],
])("snake_case of %j is %j", (words, expected) => {
  expect(snakeCase(words)).toBe(expected);
});

test.each([
  ["titel", ["title"]],
  ["owner_mail", ["owner_email"]],
  ["nothing like it", []],
])("near %s are %j", (name, expected) => {
  expect(nearNames(name, ["title", "owner_email", "stage"])).toEqual(expected);
});

describe("own columns", () => {
  test("never share a name or a header with another", () => {
    const nameOf = ownColumnNamer(["id", "email", "created_at"], "member field");
    expect(
      ["Cohort", "cohort", "COHORT ", "Email", "Created At", "ID", "Removed", "?"].map((label) =>
        nameOf(label, label),
      ),
    ).toEqual([
      { name: "cohort", header: "Cohort" },
      { name: "cohort_2", header: "cohort (member field)" },
      { name: "cohort_3", header: "COHORT (member field 2)" },
      { name: "email_2", header: "Email (member field)" },
      { name: "created_at_2", header: "Created At (member field)" },
      { name: "id_2", header: "ID (member field)" },
      { name: "removed", header: "Removed (member field)" },
      { name: "member_field", header: "?" },
    ]);
  });
});

describe("what a person means by a name", () => {
  const lists = [
    { id: 2026, name: "Partners" },
    { id: 2, name: "partners" },
    { id: 3, name: "2026" },
    { id: 4, name: "Job fair" },
    { id: 5, name: "Twins" },
    { id: 6, name: "Twins" },
    { id: 7, name: " Spaced " },
    { id: 8, name: "e\u0301cole" },
    { id: 9, name: "Solo" },
    { id: 10, name: null },
    { id: 11, name: "Solo (ID 9)" },
  ];

  test.each<[string, number | null | RegExp]>([
    ["partners", 2],
    ["Partners", 2026],
    [
      "PARTNERS",
      /^"PARTNERS" may be several leads lists: "Partners \(ID 2026\)", "partners \(ID 2\)"\. Write one/,
    ],
    ["Partners (ID 2026)", 2026],
    ["2026", 3],
    ["2", 2],
    ["JOB  FAIR ", 4],
    ["Job\u00a0fair\u200b", 4],
    ["Twins", /"Twins \(ID 5\)", "Twins \(ID 6\)"/],
    ["twins (id 6)", 6],
    ["spaced", 7],
    ["École", 8],
    ["Solo (ID 9)", 11],
    ["null", null],
    ["undefined", null],
    [" ", null],
    ["Job", null],
  ])("%j is %s", (wanted, expected) => {
    const meant = () => recordNamed(lists, wanted, "leads lists")?.id ?? null;
    if (expected instanceof RegExp) expect(meant).toThrow(expected);
    else expect(meant()).toBe(expected);
  });

  test("is never anything else than the one of exactly that name, or the only one that is alike", () => {
    const word = fc.stringMatching(/^[abAB \u00e4]{0,3}$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 8 }), word, (names, wanted) => {
        const near = names.filter((name) => alike(name) === alike(wanted));
        let meant: string | undefined = "several";
        try {
          meant = meantBy(wanted, names, "names", (name) => name);
        } catch {
          expect(near.length).toBeGreaterThan(1);
        }
        if (alike(wanted) === "") expect(meant).toBeUndefined();
        else if (names.includes(wanted)) expect(meant).toBe(wanted);
        else if (near.length > 1) expect(meant).toBe("several");
        else expect(meant).toBe(near[0]);
      }),
    );
  });
});
