import { ApiError } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import { isPagingFault, readToEnd } from "../core/listing.ts";
import type { Page, PageCursor } from "../core/page.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { leadsLists } from "./leads-lists.ts";

const NOTHING_MORE: Page = { records: [], next: null, total: null };

/** Null where the plan's offsets reach less far than the text's. */
function orRefused(read: () => Page, maxOffset: number): Page | null {
  try {
    const page = read();
    const offset = Number(page.next?.offset ?? 0);
    // Where no more than these can match, no page behind the last one is missed.
    const isAll = offset > maxOffset && offset >= (page.most ?? Number.POSITIVE_INFINITY);
    return isAll ? { ...page, next: null } : page;
  } catch (error) {
    if (isPagingFault(error)) return null;
    throw error;
  }
}

/** Enough for one write: what is read is not held back for longer. */
const PAGES_PER_BATCH = 5;

/**
 * Reads leads, list by list once there are more than an offset reaches: in the order of the lists' ids, so
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
  const isPastReach = (next: PageCursor | null) => Number(next?.offset ?? 0) > paging.maxOffset;
  const readFar = (at: PageCursor) => orRefused(() => readOn(endless, filters, at), paging.maxOffset);

  if (place.list === undefined) {
    const page = readFar(place);
    // What is told of how many there are may be of the whole team: it spares requests, and decides nothing.
    const isFull = page?.records.length === Number(place.limit ?? paging.limit);
    const isBeyond = !page || isPastReach(page.next) || (isFull && (page.most ?? 0) > reach);
    return isBeyond ? { records: [], total: null, ...page, next: { list: 0, listed: 0 } } : page;
  }

  let listed = Number(place.listed);
  if (typeof place.list === "number") {
    const records: JsonObject[] = [];
    const ids = readToEnd(readOn, leadsLists, {}).map(({ id }) => Number(id));
    for (const list of ids.sort((a, b) => a - b)) {
      if (list < place.list) continue;
      let at: PageCursor | null = list === place.list && isJsonObject(place.at) ? place.at : {};
      while (at !== null) {
        const page = readOn(listing, { ...filters, leads_list_id: list }, at);
        for (const lead of page.records) {
          records.push(lead);
          // What is in several lists counts where it says that it belongs.
          if (Number(fieldAt(lead, "leads_list", "id") ?? list) === list) listed++;
        }
        at = page.next;
        if (records.length >= PAGES_PER_BATCH * paging.limit) {
          const next: PageCursor = at === null ? { list: list + 1, listed } : { list, listed, at };
          return { records, next, total: null };
        }
      }
    }
    return { records, next: { list: null, listed }, total: null };
  }

  const at = isJsonObject(place.at) ? place.at : {};
  const page = readFar(at);
  const known = page ? page.most : at.total;
  const most = typeof known === "number" ? known : Number.POSITIVE_INFINITY;
  if (!place.at && listed >= most) return NOTHING_MORE;
  const records = (page?.records ?? []).filter((lead) => !isJsonObject(lead.leads_list));
  listed += records.length;
  const next = page && !isPastReach(page.next) ? page.next : null;
  if (next) return { records, next: { list: null, listed, at: next }, total: null };
  if (page?.next === null || listed >= most) return { ...NOTHING_MORE, records };
  const beyond =
    most === Number.POSITIVE_INFINITY
      ? "does not say whether any beyond these"
      : `up to ${(most - listed).toLocaleString("en-US")} beyond these`;
  const sentence = `Hunter lists no more than ${reach.toLocaleString("en-US")} leads, and ${beyond} are in no leads list. Put them into a list in Hunter, then import again.`;
  throw new ApiError("Hunter", "bad-request", sentence);
};
