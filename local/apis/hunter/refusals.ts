import { type Call, isRecord, jsonBody, type Reply } from "../wire/call.ts";

/** A refusal in Hunter's words: its id, and the details that people read. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly id: string,
    readonly details: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
  }
}

export function refuse(
  status: number,
  id: string,
  details: string,
  headers: Record<string, string> = {},
): never {
  throw new Refusal(status, id, details, headers);
}

/** The documented error response. */
export function refusalReply({ status, id, details, headers }: Refusal): Reply {
  return { status, headers, body: { errors: [{ id, code: status, details }] } };
}

/** @throws Refusal 400 when the body is no JSON hash */
export function bodyOf(call: Call): Record<string, unknown> {
  const body = jsonBody(call);
  return isRecord(body) ? body : refuse(400, "wrong_params", "The parameters must be passed as a JSON hash");
}

/** A limit or offset. @throws Refusal 400 pagination_error outside its range */
export function pageNumber(
  call: Call,
  name: "limit" | "offset",
  from: number,
  to: number,
  otherwise: number,
): number {
  const text = call.query.get(name);
  if (text === null || text === "") return otherwise;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  return refuse(400, "pagination_error", `The supplied ${name} must be between ${from} and ${to}`);
}

/** A parameter that takes some of a set of words. @throws Refusal 400 with this id for any other */
export function oneOf(words: readonly string[], value: string, id: string, name: string): string {
  return words.includes(value) ? value : refuse(400, id, `The supplied ${name} is invalid`);
}

/** The number that an address names. @throws Refusal 404 */
export function idOf(segment: string): number {
  return /^\d{1,12}$/.test(segment) ? Number(segment) : notFound();
}

export function notFound(): never {
  refuse(404, "not_found", "The resource you requested could not be found");
}
