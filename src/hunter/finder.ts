import { columnsOf, field } from "../core/columns.ts";
import { InputError } from "../core/errors.ts";
import { answeredAt, foundIf, keyOf, placeOf, slim, tidy } from "./inputs.ts";
import type { Lookup } from "./lookups.ts";
import { singleIn } from "./records.ts";

const sketches = [
  field("text", "The most likely address.", "email"),
  field("text", "found, not found or claimed.", "status"),
  field("number", "How likely the address is right, from 0 to 100.", "score"),
  field("text", "Domain of the address.", "domain"),
  field("boolean", "Whether the server takes any address.", "accept_all"),
  field("text", "First name.", "first_name"),
  field("text", "Last name.", "last_name"),
  field("text", "Position in the company.", "position"),
  field("text", "Name on Twitter.", "twitter"),
  field("text", "Profile on LinkedIn.", "linkedin_url"),
  field("text", "Phone number.", "phone_number"),
  field("text", "Company.", "company"),
  field("number", "On how many web pages Hunter found the address (20 at most).", "sources"),
  field("text", "What a recent verification of the address came to.", "verification", "status"),
  field("date", "The day of that verification.", "verification", "date"),
  answeredAt("looked_up_at"),
];

/** U2: a found address costs one search. */
export const emailFinder: Lookup = {
  name: "find",
  table: "hunter.email-finder",
  api: "hunter",
  title: "Email finder",
  help: "The most likely address of a person at a company.",
  path: "email-finder",
  paging: { style: "single" },
  records: singleIn,
  key: "email",
  filters: [],
  columns: columnsOf(["email"], sketches),
  inputs: ["domain", "company", "first_name", "last_name", "full_name"],
  needs: [
    ["domain", "company"],
    ["full_name", "first_name"],
  ],
  credit: "searches",
  question: (inputs) => {
    const [first, last, full] = [inputs.first_name, inputs.last_name, inputs.full_name].map(tidy) as [
      string,
      string,
      string,
    ];
    const place = placeOf(inputs);
    if (!place && first + last + full === "") return null;
    if (!place) throw new InputError("There is no domain or company in this row.");
    const isParted = first !== "" && last !== "";
    // A whole name is often all that a column of first names holds.
    const whole = isParted ? `${first} ${last}` : full || first || last;
    if (whole.indexOf(" ") < 0)
      throw new InputError("Hunter needs a first and a last name to find an address.");
    // In parts or not, it is the same person.
    const key = keyOf({ ...place, full_name: whole });
    return {
      key,
      query: isParted ? { ...place, first_name: first, last_name: last } : { ...place, full_name: whole },
    };
  },
  record: (data) => foundIf(typeof data.email === "string" && data.email !== "", slim(data)),
  cost: ({ status }) => (status === "found" ? 1 : 0),
};
