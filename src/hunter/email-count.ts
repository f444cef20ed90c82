import { columnsOf, field } from "../core/columns.ts";
import { answeredAt, foundIf, keyOf, placeOf, slim, tidy } from "./inputs.ts";
import type { Lookup } from "./lookups.ts";
import { singleIn } from "./records.ts";

/** As they stand in the text, for email-count. */
const DEPARTMENTS =
  "executive it finance management sales legal support hr marketing communication education design health operations";
const SENIORITIES = "junior senior executive";

const sketches = [
  field("number", "How many addresses Hunter knows there.", "total"),
  field("number", "Of these, how many are a person's.", "personal_emails"),
  field("number", "Of these, how many are a role's, such as info@.", "generic_emails"),
  ...DEPARTMENTS.split(" ").map((name) => field("number", `In the department ${name}.`, "department", name)),
  ...SENIORITIES.split(" ").map((name) => field("number", `Of the seniority ${name}.`, "seniority", name)),
  field("text", "found, or not found.", "status"),
  answeredAt("looked_up_at"),
];

/** U4: free, and without a key. */
export const emailCount: Lookup = {
  name: "count",
  table: "hunter.email-count",
  api: "hunter",
  title: "Email count",
  help: "How many addresses of a domain Hunter knows.",
  path: "email-count",
  paging: { style: "single" },
  records: singleIn,
  key: "domain",
  filters: [
    { name: "type", kind: "text", help: "Whose addresses are counted.", choices: ["personal", "generic"] },
  ],
  columns: columnsOf(["total"], sketches),
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
  cost: () => 0,
};
