import { at, type ColumnSketch, timeAt } from "../core/columns.ts";
import { readToEnd } from "../core/listing.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { actions } from "./actions.ts";
import { createdFromId, linkedId } from "./nested.ts";

/** What is told of a thing, as endings of types of action, when it is not as of a note. */
interface Told {
  /** How the types begin; the thing's name in capitals unless given. */
  readonly of?: string;
  readonly later?: readonly string[];
  readonly gone?: readonly string[];
}

/**
 * What appears only inside actions (docs/apis.md, H16): the newest action on one is its record, and a deletion takes it
 * away for good. The listing is of the actions that created them; with each batch, what changed and deleted any of it is
 * read: nothing that is older than the batch's oldest. So nothing need be remembered from one batch to the next. The last
 * one brings those too whose creation was never recorded.
 */
export function gathered(
  thing: string,
  { of = thing.toUpperCase(), later = ["UPDATED"], gone = ["DELETED"] }: Told = {},
): NonNullable<Resource["read"]> {
  const idOf = linkedId(thing).value;
  const type = (what: string) => ({ action_type: `${of}_${what}` });
  return (readOn, listing, filters, place) => {
    const page = readOn(listing, { ...filters, ...type("CREATED") }, place);
    const isEnd = page.next === null;
    if (!isEnd && page.records.length === 0) return page;
    // A thing of the right age may well be changed or deleted later than `created_before`.
    const { created_after, created_before, ...others } = filters;
    const after = isEnd ? created_after : secondBefore(page.records);
    const bounds = after === undefined ? others : { ...others, created_after: after };
    const told = (types: readonly string[]) =>
      inOrder(types.flatMap((what) => readToEnd(readOn, actions, { ...bounds, ...type(what) })));
    const newest = new Map(page.records.map((action) => [idOf(action), action]));
    const isWhole = isEnd && created_after === undefined && created_before === undefined;
    for (const action of told(later)) {
      const id = idOf(action);
      if (isWhole || newest.has(id)) newest.set(id, action);
    }
    for (const action of told(gone)) newest.delete(idOf(action));
    return { ...page, records: [...newest.values()] };
  };
}

/** The oldest first. Windows of time come in no order. A listing's own is that of its ids: `next` is one of them. */
export function inOrder(told: readonly JsonObject[]): JsonObject[] {
  return [...told].sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
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
