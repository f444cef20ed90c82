import { addressIn, addressKey, isAddress } from "../core/addresses.ts";
import type { Client } from "../core/client.ts";
import { assertInput } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import { meantBy, nameWithId, textIn } from "../core/names.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import {
  allOf,
  calledAs,
  failed,
  idOf,
  onlyFields,
  type Push,
  type PushWorld,
  recordNamed,
  type Values,
} from "../core/push.ts";
import { CLAIMED, refusals } from "./claimed.ts";
import { customAttributes } from "./custom-attributes.ts";
import { industries } from "./industries.ts";
import { laterIf } from "./later.ts";
import { leadPlaces, PLACE_FIELDS } from "./lead-places.ts";
import { leads } from "./leads.ts";
import { leadsLists } from "./leads-lists.ts";
import { isFiller, isPlaceholder } from "./people.ts";
import { listIn, singleIn } from "./records.ts";

const KEYS = ["id", "email"];
/** The number of the lead that an earlier outcome of the row says was created. */
const MADE = "made";

/** What U8 to U10 take, but for the custom attributes. */
const FIELD_NAMES =
  "id email first_name last_name position company company_industry company_size confidence_score website country_code linkedin_url phone_number twitter notes source leads_list_id";
const FIELDS = FIELD_NAMES.split(" ");

/** ISO 3166-1 alpha-2, in pairs of letters. */
const COUNTRIES =
  "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/** U9, and U10 for rows with an id: creates the lead or brings it up to date. Safe to repeat. */
export const leadPush: Push = {
  name: "hunter.leads",
  api: "hunter",
  title: "Leads",
  noun: "lead",
  verb: "saved",
  perCall: 1,
  keys: KEYS,
  kinds: { id: "id", confidence_score: "percent" },
  resends: "chosen",
  refusals,
  open: (world) => {
    const { client, read, fields, constants, hasOptedOut } = world;
    const slugs = slugsIn(world);
    const lists = fields.indexOf("leads_list_id") < 0 ? [] : read(leadsLists.table);
    onlyFields(
      fields.filter((name) => name.indexOf("custom_attributes[") !== 0),
      FIELDS.concat(PLACE_FIELDS),
      "A lead",
    );
    const places = leadPlaces(world);

    /** What is blank stays as it is in Hunter, and so does what a cell says nothing of. A constant is meant as it is. */
    const isLeftOut = (values: Values, name: string) => {
      const text = textOf(values, name);
      return text !== "" && text !== String(constants[name] ?? "").trim() && saysNothing(name, text, lists);
    };
    function bodyOf(values: Values): JsonObject {
      const body: JsonObject = {};
      allOf(FIELDS, (name) => {
        const text = textOf(values, name);
        if (text !== "" && name !== "id" && !isLeftOut(values, name)) body[name] = checked(name, text, lists);
      });
      const own: JsonObject = Object.create(null);
      for (const { name, slug } of slugs) {
        const text = textOf(values, name);
        if (text !== "") own[slug] = text;
      }
      if (Object.keys(own).length > 0) body.custom_attributes = own;
      return body;
    }
    return {
      check: (values) => {
        bodyOf(values);
        places.sent(values);
        return hasOptedOut(addressKey(values.email)) ? CLAIMED : idFault(values);
      },
      sent: (values) => ({ ...textsOf(bodyOf(values), values, lists), ...places.sent(values) }),
      hint: (values) => {
        const { company_industry } = bodyOf(values);
        const left = FIELDS.filter((name) => isLeftOut(values, name));
        const hints = left.map((name) => `${name} is left out: "${textOf(values, name)}" says nothing`);
        if (company_industry && !recommended(String(company_industry)))
          hints.push(`"${String(company_industry)}" is no industry that Hunter recommends`);
        return hints.join("; ") || null;
      },
      send: ([values = {}]) => {
        const id = idOf(values);
        const path = id === "" ? leads.path : `${leads.path}/${id}`;
        const sent = { ...bodyOf(values), ...places.listsFor(values) };
        const { status, body } = client.send("PUT", path, {}, sent);
        // It may come without a body (docs/apis.md).
        const number = id || String(fieldAt(body, "data", "id") ?? "");
        places.putTags(values, number);
        // What may have been there before is not to be taken back.
        const is = id !== "" || status === 200 ? "updated" : status === 201 ? "created" : "saved";
        return [`done (lead ${number && `${number} `}${is}${laterIf(status)})`];
      },
      arrived: () => null,
    };
  },
};

/** The custom attributes among the fields. @throws InputError for one that there is not */
function slugsIn({ fields, read }: PushWorld): { readonly name: string; readonly slug: string }[] {
  const attributes = fields.flatMap((name) => {
    const wanted = /^custom_attributes\[(.+)\]$/.exec(name)?.[1];
    return wanted === undefined ? [] : [{ name, wanted }];
  });
  const known = attributes.length > 0 ? read(customAttributes.table) : [];
  return attributes.map(({ name, wanted }) => ({ name, slug: slugOf(known, wanted) }));
}

function textOf(values: Values, name: string): string {
  return String(values[name] ?? "").trim();
}

/** Whether a cell only fills its place. What Hunter may know by that very name is meant: NO is Norway. */
function saysNothing(name: string, text: string, lists: readonly JsonObject[]): boolean {
  switch (name) {
    case "id":
    case "email":
    case "notes":
      return false;
    case "first_name":
    case "last_name":
    case "company":
      return isPlaceholder(text);
    case "country_code":
      return isFiller(text) && !/^[a-z]{2}$/i.test(text);
    case "company_industry":
      return isFiller(text) && !recommended(text);
    case "leads_list_id":
      return isFiller(text) && !recordNamed(lists, text, "leads lists");
    default:
      return isFiller(text);
  }
}

/** What the body holds, as Check shows it. */
function textsOf(
  body: JsonObject,
  values: Values,
  lists: readonly JsonObject[],
): { readonly [field: string]: string } {
  const texts: { [field: string]: string } = {};
  for (const name of FIELDS) if (typeof body[name] === "string") texts[name] = body[name];
  const list = lists.find(({ id }) => id === body.leads_list_id);
  if (list) texts.leads_list_id = calledAs(list, String(values.leads_list_id).trim());
  return texts;
}

/** @throws InputError when a lead has another address than its row. */
function mustBe({ email: held }: JsonObject, key: string, made: string, email: string): void {
  const is = String(held);
  assertInput(
    email === "" || addressKey(is) === email,
    key === made
      ? `lead ${made} was made from this row as ${is}. Put that address back, or delete a lead by its ID.`
      : `lead ${key} is ${is}, not ${email}. Mend the row, then delete again.`,
  );
}

/** "deletes ada@one.example (lead 12)" */
function deletionText({ id = "", email = "" }: Values): string {
  const [address, number] = [addressIn(email), String(id).trim()];
  return `deletes ${address && number ? `${address} (lead ${number})` : address || `lead ${number}`}`;
}

/** U11. What is deleted is kept in a sheet first, from which it can be saved again. */
export const leadDeletion: Push = {
  name: "hunter.leads.delete",
  api: "hunter",
  title: "Deletion of leads",
  noun: "deletion",
  verb: "deleted",
  perCall: 1,
  keys: KEYS,
  kinds: { id: "id" },
  made: { field: MADE, words: /lead (\d+) created/ },
  keeps: { table: leads.table, sheet: "Huntsheet deleted leads" },
  open: ({ client, fields }) => {
    onlyFields(fields, KEYS, "A lead that is deleted");
    const found = new Map<string, JsonObject | null>();
    /**
     * The row's lead, null when there is none. Where one was made from the row it is that one: by now another address
     * may stand there, and with it another lead.
     * @throws InputError when the row says two things.
     */
    function leadOf(values: Values): JsonObject | null {
      const made = String(values[MADE] ?? "");
      const email = addressKey(values.email);
      const key = keyOf(values);
      let lead = found.get(key);
      if (lead === undefined) {
        lead = leadNamed(client, key);
        found.set(key, lead);
      }
      if (lead) mustBe(lead, key, made, email);
      return lead;
    }
    function toDelete(values: Values): JsonObject[] {
      try {
        const lead = leadOf(values);
        return lead ? [lead] : [];
      } catch (error) {
        // The row fails, when it comes to be sent.
        failed(error);
        return [];
      }
    }
    return {
      check: (values) => {
        // Beside an ID as well.
        addressIn(values.email);
        return idFault(values);
      },
      sent: ({ email = "" }) => ({ email: addressIn(email) }),
      describe: deletionText,
      kept: (rows) => rows.flatMap(toDelete),
      send: ([values = {}]) => {
        const lead = leadOf(values);
        if (!lead) return ["skipped: Hunter has no such lead"];
        const { status } = client.send("DELETE", `${leads.path}/${String(lead.id)}`);
        // Another row may name it in another way.
        found.forEach((one, key) => {
          if (one?.id === lead.id) found.set(key, null);
        });
        return [`done (deletion of lead ${String(lead.id)}${laterIf(status)})`];
      },
      arrived: (values) => {
        try {
          return leadNamed(client, keyOf(values)) ? null : "done (deletion)";
        } catch (error) {
          // Somebody made several addresses of it meanwhile.
          return failed(error);
        }
      },
    };
  },
};

/** By id, or by address. */
function leadNamed(client: Client, key: string): JsonObject | null {
  const isId = /^\d+$/.test(key);
  const request = isId ? { path: `${leads.path}/${key}` } : { path: leads.path, query: { email: key } };
  const outcome = client.getAll([request])[0];
  if (!outcome?.ok) {
    if (outcome?.error.kind === "not-found" || outcome?.error.kind === "gone") return null;
    throw outcome?.error;
  }
  const found = isId ? singleIn(outcome.body) : listIn("leads")(outcome.body);
  return found.find((lead) => isId || addressKey(lead.email) === addressKey(key)) ?? null;
}

function idFault(values: Values): string | null {
  const id = idOf(values);
  return id === "" || /^\d+$/.test(id) ? null : `failed: "${id}" is no number of a lead`;
}

/** By which a lead that is to be deleted is found. */
function keyOf(values: Values): string {
  return idOf(values) || String(values[MADE] ?? "") || addressIn(values.email);
}

/** @throws InputError for what Hunter would not take. */
function checked(name: string, text: string, lists: readonly JsonObject[]): Json {
  switch (name) {
    case "email":
      assertInput(isAddress(addressIn(text)), `"${text}" is no e-mail address`);
      return addressIn(text);
    case "confidence_score": {
      const score = Number(text);
      assertInput(
        score % 1 === 0 && score >= 0 && score <= 100,
        `"${text}" is no confidence score: it is a whole number from 0 to 100`,
      );
      return score;
    }
    case "company_industry":
      return recommended(text) ?? text;
    case "country_code": {
      const code = text.toUpperCase();
      assertInput(
        /^[A-Z]{2}$/.test(code) && new RegExp(`^(..)*${code}`).test(COUNTRIES),
        `"${text}" is no country code: it is two letters, such as US`,
      );
      return code;
    }
    case "leads_list_id": {
      const list = recordNamed(lists, text, "leads lists");
      assertInput(list, `Hunter has no leads list "${text}"`);
      return list.id as Json;
    }
    default:
      return text;
  }
}

function recommended(industry: string): string | undefined {
  return industries.find((one) => one.toLowerCase() === industry.toLowerCase());
}

/** By slug or by label. @throws InputError */
function slugOf(attributes: readonly JsonObject[], wanted: string): string {
  const found = meantBy(
    wanted,
    attributes,
    "custom attributes",
    (one) => textIn(one, "slug"),
    (one) => textIn(one, "label"),
    (one) => nameWithId(one, "slug", "label"),
  );
  const names = attributes.map(({ slug }) => String(slug)).join(", ");
  assertInput(found, `Hunter has no custom attribute "${wanted}". It has: ${names}. Make it there first.`);
  return String(found.slug);
}
