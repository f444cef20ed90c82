import type { Call, Reply } from "../wire/call.ts";
import { showListedLead } from "./leads.ts";
import { bodyOf, idOf, notFound, pageNumber, refuse } from "./refusals.ts";
import { hunterTime, type ListRecord } from "./shapes.ts";
import type { Store } from "./store.ts";

const PAGE = { most: 100, usual: 20, furthest: 1_000_000 };

export function showList(store: Store, { id, name, created_at }: ListRecord) {
  return { id, name, leads_count: store.leadsCount(id), created_at };
}

/** U17 (first half), GET leads_lists. */
export function listLists(call: Call, store: Store, name: "leads_lists" | "leads-lists"): Reply {
  const limit = pageNumber(call, "limit", 1, PAGE.most, PAGE.usual);
  const offset = pageNumber(call, "offset", 0, PAGE.furthest, 0);
  const all = store.lists.all();
  const lists = all.slice(offset, offset + limit).map((list) => showList(store, list));
  return {
    status: 200,
    body: { data: { [name]: lists }, meta: { total: all.length, params: { limit, offset } } },
  };
}

/** GET leads_lists/ID: the list, and a page of its leads. */
export function oneList(call: Call, id: string, store: Store): Reply {
  const list = store.lists.get(idOf(id)) ?? notFound();
  const limit = pageNumber(call, "limit", 1, PAGE.most, PAGE.usual);
  const offset = pageNumber(call, "offset", 0, PAGE.furthest, 0);
  const page = store.leadsOf(list.id).slice(offset, offset + limit);
  const data = { ...showList(store, list), leads: page.map((lead) => showListedLead(store, lead)) };
  return { status: 200, body: { data, meta: { params: { limit, offset, leads_list_id: list.id } } } };
}

/** POST leads_lists. */
export function createList(call: Call, store: Store): Reply {
  const name = nameOf(call);
  const list = store.lists.add((id) => ({ id, name, created_at: hunterTime(call.atMs) }));
  return { status: 201, body: { data: showList(store, list) } };
}

/** PUT leads_lists/ID. */
export function updateList(call: Call, id: string, store: Store, status: 200 | 204): Reply {
  const list = { ...(store.lists.get(idOf(id)) ?? notFound()), name: nameOf(call) };
  store.lists.put(list);
  return status === 204 ? { status } : { status, body: { data: showList(store, list) } };
}

/**
 * DELETE leads_lists/ID. Its leads stay, in no list: the text does not say that they go.
 * @param most leads that are dealt with at once: of more, Hunter says that it does it later
 */
export function deleteList(id: string, store: Store, most: number): Reply {
  const listId = idOf(id);
  const leads = store.leadsOf(listId);
  if (!store.lists.remove(listId)) notFound();
  for (const lead of leads) store.leads.put({ ...lead, leads_list_id: null });
  return { status: leads.length > most ? 202 : 204 };
}

function nameOf(call: Call): string {
  const { name } = bodyOf(call);
  if (typeof name !== "string" || name.trim() === "")
    refuse(400, "wrong_params", "You are missing the name parameter");
  return name;
}
