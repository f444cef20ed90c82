import { describe, expect, test } from "vitest";
import { placeOf } from "../../src/hunter/inputs.ts";
import { lookups } from "../../src/hunter/lookups.ts";
import { recognisedInputs } from "../../src/hunter/recognition.ts";

describe("columns are recognised", () => {
  test.each<[string, string[], string[][], Record<string, string>]>([
    [
      "English",
      ["First Name", "Last name", "Company", "Website", "E-mail"],
      [["Ann", "Lee", "Acme", "acme.example", "ann@acme.example"]],
      {
        first_name: "First Name",
        last_name: "Last name",
        company: "Company",
        domain: "Website",
        email: "E-mail",
      },
    ],
    [
      "German",
      ["Vorname", "Nachname", "Firma", "Webseite", "E-Mail-Adresse"],
      [["Ann", "Lee", "Acme", "https://www.acme.example/", "ann@acme.example"]],
      {
        first_name: "Vorname",
        last_name: "Nachname",
        company: "Firma",
        domain: "Webseite",
        email: "E-Mail-Adresse",
      },
    ],
    [
      "French",
      ["Prénom", "Nom", "Société", "Courriel"],
      [["Ann", "Lee", "Acme", "ann@acme.example"]],
      { first_name: "Prénom", last_name: "Nom", company: "Société", email: "Courriel" },
    ],
    [
      "Spanish",
      ["Nombre", "Apellidos", "Empresa", "Correo electrónico"],
      [["Ann", "Lee", "Acme", "ann@acme.example"]],
      { first_name: "Nombre", last_name: "Apellidos", company: "Empresa", email: "Correo electrónico" },
    ],
    ["by contents alone", ["A", "B"], [["ann@acme.example", "acme.example"]], { email: "A", domain: "B" }],
    ["a header over something else does not count", ["E-mail"], [["yes"], ["no"]], {}],
    ["a whole name", ["Name", "Employer"], [["Ann Lee", "Acme"]], { full_name: "Name", company: "Employer" }],
    ["blank columns by their headers", ["Email", "Name"], [], { email: "Email", full_name: "Name" }],
  ])("%s", (_, headers, rows, found) => {
    expect(recognisedInputs(headers, rows)).toEqual(found);
  });
});

describe("inputs that mean the same are one question", () => {
  test.each<[Record<string, string>, object | null | string]>([
    [{ domain: "https://www.Stripe.com/jobs?x=1" }, { domain: "stripe.com" }],
    [{ domain: "patrick@stripe.com" }, { domain: "stripe.com" }],
    [{ domain: "Stripe" }, { company: "Stripe" }],
    [{ domain: "", company: " Acme  Inc " }, { company: "Acme Inc" }],
    [{ domain: "acme.example", company: "Other" }, { domain: "acme.example" }],
    [{ domain: "münchen.example" }, { domain: "münchen.example" }],
    [{ domain: "  " }, null],
    [{ domain: "ab" }, "too short for a company"],
    [{ domain: "http://x" }, "is no domain"],
  ])("%j", (inputs, place) => {
    if (typeof place === "string") expect(() => placeOf(inputs)).toThrow(place);
    else expect(placeOf(inputs)).toEqual(place);
  });

  test.each([
    [
      { domain: "REDDIT.com", first_name: "Alexis", last_name: " OHANIAN" },
      "domain=reddit.com; full_name=alexis ohanian",
    ],
    [{ company: "Reddit", first_name: "Alexis Ohanian" }, "company=reddit; full_name=alexis ohanian"],
  ])("find %j", (inputs, key) => {
    expect(lookups.find.question(inputs)?.key).toBe(key);
  });

  test("of a domain search, how many are wanted is no other question", () => {
    const [few, all] = ["10", ""].map((limit) =>
      lookups.domain.question({ domain: "a.example", department: "hr, IT", limit }),
    );
    expect([few?.key, all?.key]).toEqual(Array(2).fill("domain=a.example; department=hr,it"));
  });
});
