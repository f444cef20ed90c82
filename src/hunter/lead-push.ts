import type { Client } from "../core/client.ts";
import { must } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import {
  CLAIMED,
  failed,
  idOf,
  isAddress,
  onlyFields,
  type Push,
  recordNamed,
  sameKey,
  type Values,
} from "../core/push.ts";
import { customAttributes } from "./custom-attributes.ts";
import { industries } from "./industries.ts";
import { leads } from "./leads.ts";
import { leadsLists } from "./leads-lists.ts";
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
  resends: "chosen",
  open: ({ client, read, fields, dayOf, isClaimed }) => {
    const attributes = fields.flatMap((name) => {
      const wanted = /^custom_attributes\[(.+)\]$/.exec(name)?.[1];
      return wanted === undefined ? [] : [{ name, wanted }];
    });
    const known = attributes.length > 0 ? read(customAttributes.table) : [];
    const slugs = attributes.map(({ name, wanted }) => ({ name, slug: slugOf(known, wanted) }));
    const lists = fields.indexOf("leads_list_id") < 0 ? [] : read(leadsLists.table);
    onlyFields(
      fields.filter((name) => name.indexOf("custom_attributes[") !== 0),
      FIELDS,
      "A lead",
    );

    function bodyOf(values: Values): JsonObject {
      const body: JsonObject = {};
      const textOf = (name: string) => {
        const cell = values[name] ?? "";
        return cell instanceof Date ? dayOf(cell) : String(cell).trim();
      };
      for (const name of FIELDS) {
        const text = textOf(name);
        // What is blank stays as it is in Hunter.
        if (text !== "" && name !== "id") body[name] = checked(name, text, lists);
      }
      const own: JsonObject = {};
      for (const { name, slug } of slugs) {
        const text = textOf(name);
        if (text !== "") own[slug] = text;
      }
      if (Object.keys(own).length > 0) body.custom_attributes = own;
      return body;
    }
    return {
      check: (values) => {
        bodyOf(values);
        return isClaimed(sameKey(values.email)) ? CLAIMED : idFault(values);
      },
      hint: ({ company_industry = "" }) => {
        const text = String(company_industry).trim();
        return text === "" || recommended(text) ? null : `"${text}" is no industry that Hunter recommends`;
      },
      send: ([values = {}]) => {
        const id = idOf(values);
        const path = id === "" ? leads.path : `${leads.path}/${id}`;
        const { status, body } = client.send("PUT", path, {}, bodyOf(values));
        // A 204 has no body (api/README).
        const number = id || String(fieldAt(body, "data", "id") ?? "");
        return [`done (lead ${number && `${number} `}${status === 201 ? "created" : "updated"})`];
      },
      arrived: () => null,
    };
  },
};

/** U11. What is deleted is kept in a sheet first, from which it can be saved again. */
export const leadDeletion: Push = {
  name: "hunter.leads.delete",
  api: "hunter",
  title: "Deletion of leads",
  noun: "deletion",
  verb: "deleted",
  perCall: 1,
  keys: KEYS,
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
      const email = sameKey(values.email);
      const key = keyOf(values);
      let lead = found.get(key);
      if (lead === undefined) {
        lead = leadNamed(client, key);
        found.set(key, lead);
      }
      const is = String(lead?.email);
      must(
        !lead || email === "" || sameKey(is) === email,
        key === made
          ? `lead ${made} was made from this row as ${is}. Put that address back, or delete a lead by its ID.`
          : `lead ${key} is ${is}, not ${email}. Mend the row, then delete again.`,
      );
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
      check: idFault,
      kept: (rows) => rows.flatMap(toDelete),
      send: ([values = {}]) => {
        const lead = leadOf(values);
        if (!lead) return ["skipped: Hunter has no such lead"];
        client.send("DELETE", `${leads.path}/${String(lead.id)}`);
        // Another row may name it in another way.
        found.forEach((one, key) => {
          if (one?.id === lead.id) found.set(key, null);
        });
        return [`done (deletion of lead ${String(lead.id)})`];
      },
      arrived: (values) => (leadNamed(client, keyOf(values)) ? null : "done (deletion)"),
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
  return found.find((lead) => isId || String(lead.email).toLowerCase() === key.toLowerCase()) ?? null;
}

function idFault(values: Values): string | null {
  const id = idOf(values);
  return id === "" || /^\d+$/.test(id) ? null : `failed: "${id}" is no number of a lead`;
}

/** By which a lead that is to be deleted is found. */
function keyOf(values: Values): string {
  return idOf(values) || String(values[MADE] ?? "") || String(values.email).trim();
}

/** @throws InputError for what Hunter would not take. */
function checked(name: string, text: string, lists: readonly JsonObject[]): Json {
  switch (name) {
    case "email":
      must(isAddress(text), `"${text}" is no e-mail address`);
      return text.normalize("NFC");
    case "confidence_score": {
      const score = Number(text);
      must(
        score % 1 === 0 && score >= 0 && score <= 100,
        `"${text}" is no confidence score: it is a whole number from 0 to 100`,
      );
      return score;
    }
    case "company_industry":
      return recommended(text) ?? text;
    case "country_code": {
      const code = text.toUpperCase();
      must(
        /^[A-Z]{2}$/.test(code) && new RegExp(`^(..)*${code}`).test(COUNTRIES),
        `"${text}" is no country code: it is two letters, such as US`,
      );
      return code;
    }
    case "leads_list_id": {
      const list = recordNamed(lists, text);
      must(list, `Hunter has no leads list "${text}"`);
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
  const found = recordNamed(attributes, wanted, "slug", "label");
  const names = attributes.map(({ slug }) => String(slug)).join(", ");
  must(found, `Hunter has no custom attribute "${wanted}". It has: ${names}. Make it there first.`);
  return String(found.slug);
}
