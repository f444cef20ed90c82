import { describe, expect, test } from "vitest";
import { hunterResources } from "../../src/hunter/resources.ts";
import { huntrResources } from "../../src/huntr/resources.ts";

const entries = [...huntrResources, ...hunterResources];

describe.each(entries.map((entry) => ({ table: entry.table, entry })))("entry $table", ({ entry }) => {
  test("names and headers of columns are there once", () => {
    for (const of of [
      entry.columns.map(({ name }) => name),
      entry.columns.map(({ header }) => header.toLowerCase()),
    ]) {
      expect(new Set(of).size).toBe(of.length);
    }
  });

  test("column names are snake_case, their help is a sentence", () => {
    for (const { name, help } of entry.columns) {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(help).toMatch(/^[A-Za-z].*\.$/);
    }
  });

  test("times end in _at, or are named by the API", () => {
    const others = entry.columns.filter(
      ({ name, kind }) => (kind === "time" || kind === "date") && !/_at$|_date$/.test(name),
    );
    expect(
      others.map(({ name }) => name).filter((name) => !/^date$|^stage_since$|(^|_)deadline$/.test(name)),
    ).toEqual([]);
  });

  test("the key is one of the columns, shown by default, and headed ID where it is an id", () => {
    const key = entry.columns.find(({ name }) => name === entry.key);
    if (entry.paging.style === "single") expect(key).toBeDefined();
    else expect(key).toMatchObject({ name: "id", header: "ID", byDefault: true });
  });

  test("its table name says its API, and its filters help", () => {
    expect(entry.table).toMatch(new RegExp(`^${entry.api}\\.[a-z]+(-[a-z]+)*$`));
    for (const { help } of entry.filters) expect(help).toMatch(/\.$/);
  });
});

test("jobs show by default what a career team asks for", () => {
  const jobs = huntrResources.find(({ table }) => table === "huntr.jobs");
  expect(
    jobs?.columns.filter(({ byDefault }) => byDefault).map(({ name, header }) => `${name}: ${header}`),
  ).toEqual([
    "id: ID",
    "title: Title",
    "employer: Employer",
    "employer_domain: Employer domain",
    "stage: Stage",
    "stage_type: Stage type",
    "owner: Owner",
    "owner_email: Owner email",
    "salary: Salary",
    "url: URL",
    "location: Location",
    "deadline: Deadline",
    "applied_at: Applied at",
    "first_interview_at: First interview at",
    "offer_at: Offer at",
    "accepted_at: Accepted at",
    "interviews: Interviews",
    "created_at: Created at",
  ]);
});
