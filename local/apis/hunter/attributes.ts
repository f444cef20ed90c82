import { plainLetters } from "../data/people.ts";
import type { Call, Reply } from "../wire/call.ts";
import { bodyOf, idOf, notFound, refuse } from "./refusals.ts";
import type { CustomAttribute } from "./shapes.ts";
import type { Store } from "./store.ts";

/** U12, GET leads_custom_attributes: all of them, the latest first. */
export function listAttributes(store: Store): Reply {
  const all = store.attributes.all();
  return { status: 200, body: { data: { leads_custom_attributes: all }, meta: { total: all.length } } };
}

/** U13, GET leads_custom_attributes/ID. */
export function oneAttribute(id: string, store: Store): Reply {
  return { status: 200, body: { data: store.attributes.get(idOf(id)) ?? notFound() } };
}

/** U14, POST leads_custom_attributes. */
export function createAttribute(call: Call, store: Store): Reply {
  const label = labelOf(call, store, undefined);
  return { status: 201, body: { data: store.attributes.add((id) => ({ id, label, slug: slugOf(label) })) } };
}

/** U15, PUT leads_custom_attributes/ID. The slug stays, so that leads keep their values. */
export function updateAttribute(call: Call, id: string, store: Store, status: 200 | 204): Reply {
  const attribute = store.attributes.get(idOf(id)) ?? notFound();
  const changed = { ...attribute, label: labelOf(call, store, attribute) };
  store.attributes.put(changed);
  return status === 204 ? { status } : { status, body: { data: changed } };
}

/** U16, DELETE leads_custom_attributes/ID. */
export function deleteAttribute(id: string, store: Store): Reply {
  return store.attributes.remove(idOf(id)) ? { status: 204 } : notFound();
}

/** `Customer ID` → `customer_id`. */
function slugOf(label: string): string {
  return label.split(/\s+/).map(plainLetters).filter(Boolean).join("_");
}

function labelOf(call: Call, store: Store, own: CustomAttribute | undefined): string {
  const { label } = bodyOf(call);
  if (typeof label !== "string" || label.trim() === "") {
    refuse(400, "wrong_params", "You are missing the label parameter");
  }
  const taken = store.attributes
    .all()
    .some((entry) => entry.id !== own?.id && entry.label.toLowerCase() === label.toLowerCase());
  return taken ? refuse(422, "duplicate_label", "Label has already been taken") : label;
}
