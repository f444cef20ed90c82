import { booleanAt, columnsOf, numberAt, textAt } from "../core/columns.ts";
import { must } from "../core/errors.ts";
import { VERIFIER_PATH } from "./api.ts";
import { answeredAt, short, slim, tidy } from "./inputs.ts";
import { SINGLE } from "./listing.ts";
import type { Lookup } from "./lookups.ts";

const sketches = [
  textAt("status", "valid, invalid, accept_all, webmail, disposable, unknown, claimed or pending."),
  numberAt("score", "Deliverability, from 0 to 100."),
  textAt("email", "The address that was verified."),
  booleanAt("regexp", "Whether the address is well-formed."),
  booleanAt("gibberish", "Whether the address looks made by a machine."),
  booleanAt("disposable", "Whether it is from a service for throw-away addresses."),
  booleanAt("webmail", "Whether it is from a webmail service."),
  booleanAt("mx_records", "Whether the domain takes mail."),
  booleanAt("smtp_server", "Whether the mail server could be reached."),
  booleanAt("smtp_check", "Whether the address does not bounce."),
  booleanAt("accept_all", "Whether the server takes any address, so that the check may be wrong."),
  booleanAt("block", "Whether the server prevented the check."),
  numberAt("sources", "On how many web pages Hunter found the address (20 at most)."),
  textAt("result", "Deprecated by Hunter: see status."),
  answeredAt("verified_at"),
];

/** U3. Hunter's six statuses are valid, invalid, accept_all, webmail, disposable and unknown (api/README). */
export const verifier: Lookup = {
  ...SINGLE,
  name: "verify",
  table: "hunter.email-verifier",
  title: "Email verification",
  help: "Whether mail to an address would arrive.",
  path: VERIFIER_PATH,
  key: "email",
  filters: [],
  columns: columnsOf("status", sketches),
  inputs: ["email"],
  needs: [["email"]],
  credit: "verifications",
  question: ({ email = "" }) => {
    const address = addressIn(email);
    if (address === "") return null;
    must(isAddress(address), `"${short(address)}" is no e-mail address.`);
    return { key: address, query: { email: address }, group: address.slice(address.lastIndexOf("@") + 1) };
  },
  record: (data) => ({ ...slim(data), status: String(data.status ?? "unknown") }),
  cost: ({ status, isRefused }) => (isRefused || status === "unknown" || status === "claimed" ? 0 : 1),
};

/** In lower case, of "Ann Lee <ann@one.com>", of "mailto:ann@one.com?subject=…" and of "ann@one.com;" the address. */
export function addressIn(text: string): string {
  const bare = tidy(text)
    .toLowerCase()
    .replace(/[;,.]+$/, "");
  const [, address = bare] = /<([^<>]+)>$/.exec(bare) ?? [];
  return address.replace(/^mailto:([^?]*).*/, "$1");
}

/** As much of the form as can be told without asking. */
export function isAddress(text: string): boolean {
  return text.length <= 200 && /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/.test(text);
}
