import type { Client } from "./client.ts";
import { assertInput } from "./errors.ts";
import { readWhole } from "./listing.ts";
import type { Json } from "./ports.ts";
import { recordNamed } from "./push.ts";
import type { Resource } from "./resource.ts";

/**
 * The id of the record of a listing that a person means by a name: the one of exactly that name first.
 * @throws InputError when there is none, or when it may be several; ApiError
 */
export function idNamed(wanted: string, entry: Resource, client: Client): Json {
  const what = entry.table.replace(/^\w+\./, "").replace(/-/g, " ");
  // A job post has a title.
  const called = readWhole(client, entry).map((record) => ({
    ...record,
    name: record.name ?? record.title ?? null,
  }));
  const found = recordNamed(called, wanted, what);
  assertInput(found?.id, `${client.api.name} has no ${what.slice(0, -1)} "${wanted}".`);
  return found.id;
}
