import { ApiError } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import { type Place, readToEnd } from "../core/listing.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { leadsLists } from "./leads-lists.ts";

/** Enough for one write: what is read is not held back for longer. */
const PAGES_PER_BATCH = 5;

/**
 * Reads leads, list by list once there are more than an offset reaches (api/README): in the order of the lists' ids, so
 * that a list which comes or goes meanwhile moves none of the others. Leads in no list cannot be asked for; when the
 * lists hold fewer than there are, these are sought among the newest, as far as the offset reaches.
 * @throws ApiError when one list alone, or what is in none, is out of reach.
 */
export const readLeads: NonNullable<Resource["read"]> = (readOn, listing, filters, place) => {
  const { paging } = listing;
  if (paging.style !== "offset" || filters.leads_list_id !== undefined)
    return readOn(listing, filters, place);
  const reach = paging.maxOffset + paging.limit;
  const endless = { ...listing, paging: { ...paging, maxOffset: Number.POSITIVE_INFINITY } };
  const isPastReach = (next: Place | null) => Number(next?.offset ?? 0) > paging.maxOffset;

  if (place.list === undefined) {
    const page = readOn(endless, filters, place);
    const isBeyond = isPastReach(page.next) || (page.total ?? 0) > reach;
    return isBeyond ? { ...page, next: { list: 0, listed: 0 } } : page;
  }

  let listed = Number(place.listed);
  if (typeof place.list === "number") {
    const records: JsonObject[] = [];
    const ids = readToEnd(readOn, leadsLists, {}).map(({ id }) => Number(id));
    for (const list of ids.sort((a, b) => a - b)) {
      if (list < place.list) continue;
      let at: Place | null = list === place.list && isJsonObject(place.at) ? place.at : {};
      while (at !== null) {
        const page = readOn(listing, { ...filters, leads_list_id: list }, at);
        for (const lead of page.records) records.push(lead);
        at = page.next;
        if (at === null) listed += page.total ?? 0;
        if (records.length >= PAGES_PER_BATCH * paging.limit) {
          const next: Place = at === null ? { list: list + 1, listed } : { list, listed, at };
          return { records, next, total: null };
        }
      }
    }
    return { records, next: { list: null, listed }, total: null };
  }

  const page = readOn(endless, filters, isJsonObject(place.at) ? place.at : {});
  const records = page.records.filter((lead) => !isJsonObject(lead.leads_list));
  const total = page.total ?? 0;
  if (!place.at && listed >= total) return { ...page, records: [], next: null };
  listed += records.length;
  if (page.next !== null && !isPastReach(page.next))
    return { ...page, records, next: { list: null, listed, at: page.next } };
  if (listed >= total) return { ...page, records, next: null };
  const sentence = `Hunter lists no more than ${reach.toLocaleString("en-US")} leads, and ${total - listed} beyond these are in no leads list. Put them into a list in Hunter, then import again.`;
  throw new ApiError("Hunter", "bad-request", sentence);
};
