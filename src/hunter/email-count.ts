import { columnsOf, numberAt, textAt } from "../core/columns.ts";
import { answeredAt, foundIf, keyOf, slim, tidy } from "./inputs.ts";
import { SINGLE } from "./listing.ts";
import type { Lookup } from "./lookup.ts";
import { placeOf } from "./places.ts";

/** As they stand in the text, for email-count. */
const DEPARTMENTS =
  "executive it finance management sales legal support hr marketing communication education design health operations";
const SENIORITIES = "junior senior executive";

const sketches = () => [
  numberAt("total", "How many addresses Hunter knows there."),
  numberAt("personal_emails", "Of these, how many are a person's."),
  numberAt("generic_emails", "Of these, how many are a role's, such as info@."),
  ...DEPARTMENTS.split(" ").map((name) => numberAt(`department.${name}`, `In the department ${name}.`)),
  ...SENIORITIES.split(" ").map((name) => numberAt(`seniority.${name}`, `Of the seniority ${name}.`)),
  textAt("status", "found, or not found."),
  answeredAt("looked_up_at"),
];

const columns = columnsOf("total", sketches);

/** U4: free, and without a key. */
export const emailCount: Lookup = {
  ...SINGLE,
  name: "count",
  table: "hunter.email-count",
  title: "Email count",
  help: "How many addresses of a domain Hunter knows.",
  path: "email-count",
  key: "domain",
  filters: [
    { name: "type", kind: "text", help: "Whose addresses are counted.", choices: ["personal", "generic"] },
  ],
  get columns() {
    return columns();
  },
  inputs: ["domain", "company", "type"],
  needs: [["domain", "company"]],
  credit: null,
  question: (inputs) => {
    const place = placeOf(inputs);
    const type = tidy(inputs.type).toLowerCase();
    if (!place) return null;
    const query = type === "" ? place : { ...place, type };
    return { key: keyOf(query), query };
  },
  record: (data) => foundIf(Number(data.total) > 0, slim(data)),
};
