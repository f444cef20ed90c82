import { addressIn, addressKey, isAddress } from "../core/addresses.ts";
import { booleanAt, columnsOf, numberAt, textAt } from "../core/columns.ts";
import { assertInput } from "../core/errors.ts";
import { answeredAt, short, slim, tidy } from "./inputs.ts";
import { SINGLE } from "./listing.ts";
import type { Lookup } from "./lookup.ts";
import { VERIFIER_PATH } from "./paths.ts";

const sketches = () => [
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

const columns = columnsOf("status", sketches);

/** U3. Hunter's six statuses are valid, invalid, accept_all, webmail, disposable and unknown (docs/apis.md). */
export const verifier: Lookup = {
  ...SINGLE,
  name: "verify",
  table: "hunter.email-verifier",
  title: "Email verification",
  help: "Whether mail to an address would arrive.",
  path: VERIFIER_PATH,
  key: "email",
  filters: [],
  get columns() {
    return columns();
  },
  inputs: ["email"],
  needs: [["email"]],
  credit: "verifications",
  question: ({ email = "" }) => {
    const address = addressIn(tidy(email)).toLowerCase();
    if (address === "") return null;
    assertInput(isAddress(address), `"${short(address)}" is no e-mail address.`);
    const key = addressKey(address);
    return { key, query: { email: address }, group: key.slice(key.lastIndexOf("@") + 1) };
  },
  record: (data) => ({ ...slim(data), status: String(data.status ?? "unknown") }),
};
