import type { Client } from "./client.ts";
import type { ErrorKind } from "./errors.ts";
import { isJsonObject } from "./json.ts";
import type { JsonObject } from "./ports.ts";
import type { Column, Resource } from "./resource.ts";

/**
 * As many records as are completed before they are written: at 20 requests a second that is 3 s, or 5 where there are two
 * requests for each, well within a slice. What a stop costs is read again.
 */
const AT_ONCE = 50;

/** Who may not read one is told so: its cells are not empty for want of anything to say. */
const ABSENT: readonly ErrorKind[] = ["not-found", "gone"];

/**
 * The entry as it is read for some columns: where one of them wants more than the listing tells, each page is completed
 * by a request for each record, side by side.
 */
export function detailedFor(entry: Resource, columns: readonly Column[], client: Client): Resource {
  const wanted = [...new Set(columns.flatMap(({ details }) => details ?? []))];
  if (wanted.length === 0) return entry;
  const complete = (records: readonly JsonObject[]) => {
    const requests = wanted.flatMap(({ path }) => records.map((record) => ({ path: path(record) })));
    const outcomes = client.getAll(requests);
    return records.map((record, i) =>
      wanted.reduce((known, { into, untold = [] }, d) => {
        const outcome = outcomes[d * records.length + i];
        if (!outcome?.ok) {
          if (outcome && !ABSENT.concat(untold).includes(outcome.error.kind)) throw outcome.error;
          return known;
        }
        const { data = outcome.body } = isJsonObject(outcome.body) ? outcome.body : {};
        return isJsonObject(data) ? into(known, data) : known;
      }, record),
    );
  };
  const { paging } = entry;
  return {
    ...entry,
    ...("limit" in paging ? { paging: { ...paging, limit: Math.min(paging.limit, AT_ONCE) } } : {}),
    read: (readOn, listing, filters, place) => {
      const page = readOn(listing, filters, place);
      return { ...page, records: complete(page.records) };
    },
  };
}
