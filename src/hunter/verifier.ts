import type { Client, Outcome } from "../core/client.ts";
import { type ColumnSketch, columnsOf, field } from "../core/columns.ts";
import { ApiError } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Column } from "../core/resource.ts";
import { VERIFIER_PATH } from "./api.ts";

/**
 * What a verification came to, as a record for `verificationColumns`. `status` is always there: Hunter's six (valid,
 * invalid, accept_all, webmail, disposable, unknown), `claimed` (and nothing else, for the person asked not to be
 * processed), or `pending` (ask again later; it is counted once).
 */
export type Verification = JsonObject & { readonly status: string };

export type VerifyOutcome =
  | { readonly ok: true; readonly record: Verification }
  | { readonly ok: false; readonly error: ApiError };

const sketches: ColumnSketch[] = [
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
  {
    name: "sources",
    kind: "number",
    help: "On how many web pages Hunter found the address (20 at most).",
    value: (record) => {
      const sources = fieldAt(record, "sources");
      return Array.isArray(sources) ? sources.length : sources;
    },
  },
  field("text", "Deprecated by Hunter: see status.", "result"),
];

export const verificationColumns: readonly Column[] = columnsOf(
  sketches.map(({ name }) => name).filter((name) => name !== "result"),
  sketches,
);

/** @throws ApiError for what is no outcome of a verification: a refused key, a used-up plan, no time left … */
export function verify(client: Client, email: string): Verification {
  const outcome = verifyMany(client, [email])[0];
  if (outcome === undefined) throw new Error("A verification came back without an outcome.");
  if (!outcome.ok) throw outcome.error;
  return outcome.record;
}

/**
 * Verifies addresses side by side, each distinct one once. Addresses of a domain whose daily limit is met are not
 * asked for any more, nor is anything once the plan is used up.
 * @returns one outcome per address, in their order.
 */
export function verifyMany(client: Client, emails: readonly string[]): VerifyOutcome[] {
  const distinct = Array.from(new Set(emails.map(addressOf)));
  const answers = client.getAll(
    distinct.map((email) => ({ path: VERIFIER_PATH, query: { email }, group: domainOf(email) })),
  );
  const byAddress = new Map(distinct.map((email, index) => [email, outcomeOf(client, answers[index])]));
  return emails.map((email) => byAddress.get(addressOf(email)) as VerifyOutcome);
}

/** The same mailbox for Hunter, and for what was paid for. */
export function addressOf(email: string): string {
  return email.trim().toLowerCase();
}

export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf("@") + 1);
}

function outcomeOf(client: Client, answer: Outcome | undefined): VerifyOutcome {
  if (answer?.ok) {
    const data = fieldAt(answer.body, "data");
    const status = fieldAt(data, "status");
    if (isJsonObject(data) && typeof status === "string") return { ok: true, record: { ...data, status } };
    const sentence = "Hunter answered without the outcome of a verification. Try again later.";
    return { ok: false, error: new ApiError(client.api.name, "malformed", sentence) };
  }
  if (answer === undefined) throw new Error("A verification came back without an outcome.");
  const { error } = answer;
  const status = statusOf(error);
  return status === null ? { ok: false, error } : { ok: true, record: { status } };
}

/** The errors that are outcomes all the same (api/README). */
function statusOf({ kind, after }: ApiError): string | null {
  if (kind === "claimed") return "claimed";
  if (kind === "pending" || (kind === "out-of-time" && after === "pending")) return "pending";
  return kind === "try-later" ? "unknown" : null;
}
