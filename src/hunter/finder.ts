import { booleanAt, columnsOf, dateAt, numberAt, textAt } from "../core/columns.ts";
import { assertInput } from "../core/errors.ts";
import { answeredAt, foundIf, keyOf, slim, tidy } from "./inputs.ts";
import { SINGLE } from "./listing.ts";
import type { Lookup } from "./lookup.ts";
import { personIn } from "./people.ts";
import { placeOf } from "./places.ts";

const sketches = () => [
  textAt("email", "The most likely address."),
  textAt("status", "found, not found or claimed."),
  numberAt("score", "How likely the address is right, from 0 to 100."),
  textAt("domain", "Domain of the address."),
  booleanAt("accept_all", "Whether the server takes any address."),
  textAt("first_name", "First name."),
  textAt("last_name", "Last name."),
  textAt("position", "Position in the company."),
  textAt("twitter", "Name on Twitter."),
  textAt("linkedin_url", "Profile on LinkedIn."),
  textAt("phone_number", "Phone number."),
  textAt("company", "Company."),
  numberAt("sources", "On how many web pages Hunter found the address (20 at most)."),
  textAt("verification.status", "What a recent verification of the address came to."),
  dateAt("verification.date", "The day of that verification."),
  answeredAt("looked_up_at"),
];

const columns = columnsOf("email", sketches);

/** U2: a found address costs one search. */
export const emailFinder: Lookup = {
  ...SINGLE,
  name: "find",
  table: "hunter.email-finder",
  title: "Email finder",
  help: "The most likely address of a person at a company.",
  path: "email-finder",
  key: "email",
  filters: [],
  get columns() {
    return columns();
  },
  inputs: ["domain", "company", "first_name", "last_name", "full_name"],
  needs: [
    ["domain", "company"],
    ["full_name", "first_name"],
  ],
  credit: "searches",
  question: (inputs) => {
    const { first_name: first = "", last_name: last = "", full_name: full = "" } = inputs;
    const place = placeOf(inputs);
    if (!place && tidy(first + last + full) === "") return null;
    assertInput(place, "There is no domain or company in this row.");
    const { whole, parts } = personIn({ first, last, full });
    // In parts or not, it is the same person.
    return {
      key: keyOf({ ...place, full_name: whole }),
      query: { ...place, ...(parts ?? { full_name: whole }) },
    };
  },
  record: (data) => foundIf(typeof data.email === "string" && data.email !== "", slim(data)),
};
