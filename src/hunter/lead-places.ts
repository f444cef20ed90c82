import { addressIn } from "../core/addresses.ts";
import { ChoiceList, joinChoices } from "../core/choices.ts";
import type { Client } from "../core/client.ts";
import { ApiError, assertInput } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import { textIn } from "../core/names.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { idOf, type PushWorld, recordNamed, type Values } from "../core/push.ts";
import { leads } from "./leads.ts";
import { leadsLists } from "./leads-lists.ts";
import { tags } from "./newer-lists.ts";
import { isFiller } from "./people.ts";
import { listIn, singleIn } from "./records.ts";

const LISTS = "leads_list_ids";
const TAGS = "tags";

/** Of newer accounts: several names in one cell. */
export const PLACE_FIELDS: readonly string[] = [LISTS, TAGS];

/** A lead that is there is looked for on each list, at 15 requests a second: so many fit well into a slice. */
const MOST_LISTS = 200;

/** Where leads are put in newer accounts: on several lists, and under tags. */
export interface LeadPlaces {
  /** What goes out by field, as `OpenPush.sent`. @throws InputError for a list or a tag that there is not */
  sent(values: Values): { readonly [field: string]: string };
  /** Of the body, what puts the lead on the lists of its row and takes it off none; nothing where it is on all of them. */
  listsFor(values: Values): JsonObject;
  /** Puts the row's tags on, each once however often it is asked for. @param id of the lead, "" where it was not told. */
  putTags(values: Values, id: string): void;
}

/** @throws InputError, or ApiError for an account of old, which has neither and would take no notice of them. */
export function leadPlaces({ client, read, fields }: PushWorld): LeadPlaces {
  const has = (name: string) => fields.indexOf(name) >= 0;
  assertInput(!has(LISTS) || !has("leads_list_id"), "Give one leads list, or several: not both.");
  const known: { readonly [field: string]: readonly JsonObject[] } = {
    [TAGS]: has(TAGS) || has(LISTS) ? read(tags.table) : [],
    [LISTS]: has(LISTS) ? read(leadsLists.table) : [],
  };
  const named = (values: Values, field: string): JsonObject[] => namedIn(values, field, known[field] ?? []);
  const idsOf = (values: Values, field: string) => named(values, field).map(({ id = null }) => id);
  const numberOf = (email: string) =>
    fieldAt(client.get(`${leads.path}/exist`, { email: addressIn(email) }).body, "data", "id");

  return {
    sent: (values) => {
      const texts: { [field: string]: string } = {};
      for (const field of PLACE_FIELDS) {
        const names = named(values, field).map((one) => textIn(one, "name"));
        if (names.length > 0) texts[field] = joinChoices(names);
      }
      return texts;
    },
    listsFor: (values) => {
      const wanted = idsOf(values, LISTS);
      if (wanted.length === 0) return {};
      const id = idOf(values);
      const email =
        id === "" ? addressIn(values.email) : singleIn(client.get(`${leads.path}/${id}`).body)[0]?.email;
      if (id === "" && !numberOf(String(email))) return { [LISTS]: wanted };
      const own = listsWith(client, known[LISTS] ?? [], String(email));
      const more = wanted.filter((one) => own.indexOf(one) < 0);
      return more.length > 0 ? { [LISTS]: own.concat(more) } : {};
    },
    putTags: (values, id) => {
      const wanted = idsOf(values, TAGS);
      if (wanted.length === 0) return;
      const lead = id || numberOf(String(values.email));
      if (!lead) throw new ApiError("Hunter", "try-later", NOT_YET);
      for (const tag of wanted) client.send("POST", `${leads.path}/${lead}/tags`, {}, { tag_id: tag });
    },
  };
}

/** A lead shows one of its lists: each list is asked whether it is there (docs/apis.md, U35). */
function listsWith(client: Client, lists: readonly JsonObject[], email: string): Json[] {
  assertInput(
    lists.length <= MOST_LISTS,
    `Hunter has ${lists.length} leads lists, too many to see on which of them the lead is. Put it on more of them there.`,
  );
  const outcomes = client.getAll(
    lists.map(({ id }) => ({ path: leads.path, query: { email, leads_list_id: Number(id), limit: 1 } })),
  );
  return lists.flatMap(({ id = null }, i) => {
    const outcome = outcomes[i];
    if (!outcome?.ok) throw outcome?.error;
    return listIn("leads")(outcome.body).length > 0 ? [id] : [];
  });
}

const NOT_YET = "Hunter is still saving the lead, whose tags wait until it is there. Go on in a few minutes.";

/** @throws InputError for a name that there is not, or that several have */
function namedIn(values: Values, field: string, records: readonly JsonObject[]): JsonObject[] {
  const text = String(values[field] ?? "").trim();
  if (text === "" || isFiller(text)) return [];
  const what = field === LISTS ? "leads list" : "tag";
  // By names alone: a cell for a tag "+1" holds the number 1, which may be the number of another.
  const { known, unknown } = new ChoiceList(records.map((record) => textIn(record, "name"))).read(text);
  assertInput(unknown.length === 0, `Hunter has no ${what} "${unknown[0]}". Make it there first.`);
  const found = new Set<JsonObject>();
  for (const name of known) {
    const record = recordNamed(records, name, `${what}s`);
    if (record) found.add(record);
  }
  return [...found];
}
