import { columnsOf, field } from "../core/columns.ts";
import { InputError } from "../core/errors.ts";
import { VERIFIER_PATH } from "./api.ts";
import { answeredAt, short, slim, tidy } from "./inputs.ts";
import type { Lookup } from "./lookups.ts";
import { singleIn } from "./records.ts";

const sketches = [
  field("text", "valid, invalid, accept_all, webmail, disposable, unknown, claimed or pending.", "status"),
  field("number", "Deliverability, from 0 to 100.", "score"),
  field("text", "The address that was verified.", "email"),
  field("boolean", "Whether the address is well-formed.", "regexp"),
  field("boolean", "Whether the address looks made by a machine.", "gibberish"),
  field("boolean", "Whether it is from a service for throw-away addresses.", "disposable"),
  field("boolean", "Whether it is from a webmail service.", "webmail"),
  field("boolean", "Whether the domain takes mail.", "mx_records"),
  field("boolean", "Whether the mail server could be reached.", "smtp_server"),
  field("boolean", "Whether the address does not bounce.", "smtp_check"),
  field("boolean", "Whether the server takes any address, so that the check may be wrong.", "accept_all"),
  field("boolean", "Whether the server prevented the check.", "block"),
  field("number", "On how many web pages Hunter found the address (20 at most).", "sources"),
  field("text", "Deprecated by Hunter: see status.", "result"),
  answeredAt("verified_at"),
];

/** U3. Hunter's six statuses are valid, invalid, accept_all, webmail, disposable and unknown (api/README). */
export const verifier: Lookup = {
  name: "verify",
  table: "hunter.email-verifier",
  api: "hunter",
  title: "Email verification",
  help: "Whether mail to an address would arrive.",
  path: VERIFIER_PATH,
  paging: { style: "single" },
  records: singleIn,
  key: "email",
  filters: [],
  columns: columnsOf(["status"], sketches),
  inputs: ["email"],
  needs: [["email"]],
  credit: "verifications",
  question: ({ email = "" }) => {
    const address = addressIn(tidy(email)).toLowerCase();
    if (address === "") return null;
    if (!isAddress(address)) throw new InputError(`"${short(address)}" is no e-mail address.`);
    return { key: address, query: { email: address }, group: address.slice(address.lastIndexOf("@") + 1) };
  },
  record: (data) => ({ ...slim(data), status: String(data.status ?? "unknown") }),
  cost: ({ status, isRefused }) => (isRefused || status === "unknown" || status === "claimed" ? 0 : 1),
};

/** Of "Ann Lee <ann@one.com>" and of "mailto:ann@one.com?subject=…" the address. */
function addressIn(text: string): string {
  const [, inBrackets = text] = /<([^<>]+)>$/.exec(text) ?? [];
  return /^mailto:/i.test(inBrackets) ? inBrackets.slice(7).replace(/\?.*$/, "") : inBrackets;
}

/** As much of the form as can be told without asking. */
export function isAddress(text: string): boolean {
  return text.length <= 200 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}
