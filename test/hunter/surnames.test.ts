import { describe, expect, test } from "vitest";
import { lookups } from "../../src/hunter/lookups.ts";

const keyOf = (names: Record<string, string>) =>
  lookups.find.question({ domain: "a.example", ...names })?.key;

describe("what is in capitals behind a comma", () => {
  test.each([
    ["Van Buren, TJ", "tj van buren"],
    ["De la Cruz, JP", "jp de la cruz"],
    ["von Trapp, MARIA", "maria von trapp"],
    ["von Trapp, MARIA, MBA", "maria von trapp"],
    ["Dr. Van Buren, TJ", "tj van buren"],
    ["St. John, TJ", "tj st. john"],
    ["O'Brien, TJ", "tj o'brien"],
    ["Lee, TJ", "tj lee"],
    ["Lee, ANN, CPHR", "ann lee"],
    ["Gore, Al", "al gore"],
    ["Lee, ANN MARIE", "ann marie lee"],
    ["VAN BUREN, TJ", "tj van buren"],
    ["al Rashid, Ahmed", "ahmed al rashid"],
    ["Al-Rashid, Ahmed", "ahmed al-rashid"],
    ["AL LEE, Ann", "ann al lee"],
  ])("is a given name: %s", (full_name, whole) => {
    expect(keyOf({ full_name })).toBe(`domain=a.example; full_name=${whole}`);
  });

  test.each([
    "Ann Lee, MD",
    "Ann Lee, CPHR, SHRM-CP",
    "ANN LEE, CPHR",
    "Ann Lee, SHRM-SCP CPHR",
    "Ann Lee, PhD, CISSP, PMP",
    "Ann Lee CPHR",
    "Dr. Ann Lee, LCSW",
    "Ann Lee, MSW, MBA",
    "Ann Lee, B.Ed.",
    "Ann Lee, M.Eng., PMP",
    "Ann Lee, MA, PE",
  ])("is a degree: %s", (full_name) => {
    expect(keyOf({ full_name })).toBe("domain=a.example; full_name=ann lee");
  });

  test.each([
    "Lee Smith, ANN",
    "Lee Smith, Ann",
    "García Vega, JOSÉ",
    "García Vega, JOSÉ, PhD",
    "García Vega, José",
    "Lee Smith, ANN MARIE",
    "LEE SMITH, ANN",
    "Nguyen Thi, MAI",
    "Nguyen Thi, Ba",
    "García Vega, Ma.",
    "Santos Silva, JP",
    "Ann Lee, IBM",
    "Ann Lee, SAP, MBA",
    "Al Lee, Acme",
    "Al Lee,Acme",
    "Al Lee, ACME",
    "Al O'Brien, Stripe",
    "Al Lee, Acme, MBA",
    "Al Lee, Bo Roe",
  ])("is neither for sure, and nobody is asked: %s", (full_name) => {
    expect(() => keyOf({ full_name })).toThrow(`"${full_name}" names several people, or more`);
  });
});

describe("a surname of several words", () => {
  test.each<Record<string, string>>([
    { full_name: "Van Buren, MD" },
    { full_name: "Van Buren, PhD" },
    { full_name: "Van Buren MD" },
    { full_name: "De la Cruz, CPHR" },
    { full_name: "De la Cruz, JR" },
    { full_name: "von Trapp, MBA" },
    { full_name: "Dr. Van Buren" },
    { full_name: "van Beethoven" },
    { full_name: "de la Cruz" },
    { full_name: "Van Buren, Dr." },
    { first_name: "Van Buren, MD" },
    { first_name: "N/A", last_name: "von Trapp" },
    { last_name: "Van Buren" },
  ])("is bought alone by nobody: %j", (names) => {
    const text = Object.values(names).at(-1);
    expect(() => keyOf(names)).toThrow(
      `"${text}" may be a last name alone: write the first name in a column of its own.`,
    );
  });

  test.each<[Record<string, string>, string]>([
    [{ first_name: "Ann", last_name: "van Buren, PhD" }, "ann van buren"],
    [{ first_name: "TJ", last_name: "Van Buren, MD" }, "tj van buren"],
    [{ first_name: "Al", last_name: "Al Gore" }, "al gore"],
    [{ full_name: "Al Gore" }, "al gore"],
    [{ full_name: "Al Gore (he/him)" }, "al gore"],
    [{ full_name: "van nguyen" }, "van nguyen"],
    [{ full_name: "Ludwig van Beethoven, PhD" }, "ludwig van beethoven"],
    [{ full_name: "Dr. Maria von Trapp" }, "maria von trapp"],
  ])("is asked with its given name: %j", (names, whole) => {
    expect(keyOf(names)).toBe(`domain=a.example; full_name=${whole}`);
  });
});
