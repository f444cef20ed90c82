import { at, type ColumnSketch, timeAt } from "../core/columns.ts";
import { readToEnd } from "../core/listing.ts";
import { FIRST_CURSOR, type PageCursor } from "../core/page.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { actions } from "./actions.ts";
import { createdFromId, linkedId } from "./nested.ts";

/** What is told of a thing, as endings of types of action. */
interface Told {
  /** How the types begin; the thing's name in capitals unless given. */
  readonly of?: string;
  /** Each thing was told of by one of these at least, but for what was never recorded. */
  readonly first?: readonly string[];
  readonly later?: readonly string[];
  readonly gone?: readonly string[];
}

/**
 * What appears only inside actions (docs/apis.md, H16): the newest action on one is its record, and a deletion takes it
 * away for good. The listing is of the actions that told of them first, a type after the other; with each batch, what
 * changed and deleted any of it is read: nothing that is older than the batch's oldest. So nothing need be remembered
 * from one batch to the next. The last one brings those too whose creation was never recorded.
 */
export function gathered(
  thing: string,
  { of = thing.toUpperCase(), first = ["CREATED"], later = ["UPDATED"], gone = ["DELETED"] }: Told = {},
): NonNullable<Resource["read"]> {
  const idOf = linkedId(thing).value;
  const type = (what = "") => ({ action_type: `${of}_${what}` });
  return (readOn, listing, filters, place) => {
    const nth = Number(place.nth ?? 0);
    const at = nth === 0 ? place : ((place.at ?? FIRST_CURSOR) as PageCursor);
    const page = readOn(listing, { ...filters, ...type(first[nth]) }, at);
    const isEnd = page.next === null && nth + 1 === first.length;
    const next = page.next === null ? { nth: nth + 1 } : nth === 0 ? page.next : { nth, at: page.next };
    const isOne = first.length === 1;
    const read = { ...page, next: isEnd ? null : next };
    if (page.records.length === 0 && !(isEnd && isOne)) return read;
    // A thing of the right age may well be changed or deleted later than `created_before`.
    const { created_after, created_before, ...others } = filters;
    const after = isEnd && isOne ? created_after : secondBefore(page.records);
    const bounds = after === undefined ? others : { ...others, created_after: after };
    const told = (types: readonly string[]) =>
      types.flatMap((what) => readToEnd(readOn, actions, { ...bounds, ...type(what) }));
    // Windows of time come in no order. A listing's own is that of its ids: `next` is one of them.
    const changes = told(later).sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
    const newest = new Map(page.records.map((action) => [idOf(action), action]));
    const isWhole = isEnd && isOne && created_after === undefined && created_before === undefined;
    for (const action of changes) {
      const id = idOf(action);
      if (isWhole || newest.has(id)) newest.set(id, action);
    }
    for (const action of told(gone)) newest.delete(idOf(action));
    return { ...read, records: [...newest.values()] };
  };
}

/** Undefined when not all of them tell. The text does not say whether a bound includes its own second. */
function secondBefore(records: readonly JsonObject[]): number | undefined {
  const oldest = Math.min(...records.map(({ createdAt }) => (typeof createdAt === "number" ? createdAt : 0)));
  return oldest > 0 ? oldest - 1 : undefined;
}

/** When it was last written, and when first: that action may be unrecorded, but an id begins with its second. */
export function timeColumns(thing: string): ColumnSketch[] {
  return [
    timeAt("updatedAt", "When it was written, or last changed.", at("date")),
    timeAt("createdAt", "When it was created.", createdFromId(linkedId(thing).value)),
  ];
}
