import { describe, expect, test } from "vitest";
import { importFunctionName, nearNames, snakeCase } from "../../src/core/names.ts";
import { ownColumnNamer } from "../../src/core/own-columns.ts";

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
