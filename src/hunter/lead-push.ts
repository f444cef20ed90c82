import type { Client } from "../core/client.ts";
import { InputError } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { isAddress, type Push, type Values } from "../core/push.ts";
import { customAttributes } from "./custom-attributes.ts";
import { leads } from "./leads.ts";
import { leadsLists } from "./leads-lists.ts";
import { listIn, singleIn } from "./records.ts";

/** What U8 to U10 take, but for the custom attributes. */
const FIELDS = [
  "id",
  "email",
  "first_name",
  "last_name",
  "position",
  "company",
  "company_industry",
  "company_size",
  "confidence_score",
  "website",
  "country_code",
  "linkedin_url",
  "phone_number",
  "twitter",
  "notes",
  "source",
  "leads_list_id",
];

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
  keys: ["id", "email"],
  resends: "chosen",
  open: ({ client, read, fields, dayOf }) => {
    const attributes = fields.flatMap((name) => {
      const wanted = /^custom_attributes\[(.+)\]$/.exec(name)?.[1];
      return wanted === undefined ? [] : [{ name, wanted }];
    });
    const known = attributes.length > 0 ? read(customAttributes.table) : [];
    const slugs = attributes.map(({ name, wanted }) => ({ name, slug: slugOf(known, wanted) }));
    const lists = fields.indexOf("leads_list_id") < 0 ? [] : read(leadsLists.table);
    const unknown = fields.find(
      (name) => FIELDS.indexOf(name) < 0 && name.indexOf("custom_attributes[") !== 0,
    );
    if (unknown !== undefined)
      throw new InputError(`A lead has no field "${unknown}". It has: ${FIELDS.join(", ")}.`);

    function bodyOf(values: Values): JsonObject {
      const body: JsonObject = {};
      for (const name of FIELDS) {
        const cell = values[name] ?? "";
        const text = cell instanceof Date ? dayOf(cell) : String(cell).trim();
        // What is blank stays as it is in Hunter.
        if (text !== "" && name !== "id") body[name] = checked(name, text, lists);
      }
      const own: JsonObject = {};
      for (const { name, slug } of slugs) {
        const cell = values[name] ?? "";
        if (cell !== "") own[slug] = cell instanceof Date ? dayOf(cell) : String(cell);
      }
      if (slugs.length > 0 && Object.keys(own).length > 0) body.custom_attributes = own;
      return body;
    }
    return {
      check: (values) => {
        try {
          bodyOf(values);
          const id = idOf(values);
          return id === "" || /^\d+$/.test(id) ? null : `failed: "${id}" is no number of a lead`;
        } catch (error) {
          if (error instanceof InputError) return `failed: ${error.message}`;
          throw error;
        }
      },
      send: ([values = {}]) => {
        const id = idOf(values);
        const path = id === "" ? leads.path : `${leads.path}/${id}`;
        const { status, body } = client.send("PUT", path, {}, bodyOf(values));
        const number = id === "" ? String(fieldAt(body, "data", "id") ?? "") : id;
        return [`done (lead ${number} ${status === 201 ? "created" : "updated"})`];
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
  keys: ["id", "email"],
  keeps: { table: leads.table, sheet: "Huntsheet deleted leads" },
  open: ({ client }) => {
    const found = new Map<string, JsonObject | null>();
    function leadOf(values: Values): JsonObject | null {
      const key = idOf(values) || String(values.email).trim();
      let lead = found.get(key);
      if (lead === undefined) {
        lead = leadNamed(client, key);
        found.set(key, lead);
      }
      return lead;
    }
    return {
      check: (values) => {
        const id = idOf(values);
        return id === "" || /^\d+$/.test(id) ? null : `failed: "${id}" is no number of a lead`;
      },
      kept: (rows) => rows.map(leadOf).filter((lead): lead is JsonObject => lead !== null),
      send: ([values = {}]) => {
        const lead = leadOf(values);
        if (!lead) return ["skipped: Hunter has no such lead"];
        client.send("DELETE", `${leads.path}/${String(lead.id)}`);
        return [`done (deletion of lead ${String(lead.id)})`];
      },
      arrived: (values) => (leadOf(values) ? null : "done (deletion)"),
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

function idOf(values: Values): string {
  return String(values.id ?? "").trim();
}

/** @throws InputError for what Hunter would not take. */
function checked(name: string, text: string, lists: readonly JsonObject[]): Json {
  switch (name) {
    case "email":
      if (!isAddress(text)) throw new InputError(`"${text}" is no e-mail address`);
      return text;
    case "confidence_score": {
      const score = Number(text);
      if (score % 1 === 0 && score >= 0 && score <= 100) return score;
      throw new InputError(`"${text}" is no confidence score: it is a whole number from 0 to 100`);
    }
    case "country_code": {
      const code = text.toUpperCase();
      if (code.length === 2 && COUNTRIES.search(new RegExp(`^(..)*${code.replace(/\W/g, "\\W")}`)) === 0)
        return code;
      throw new InputError(`"${text}" is no country code: it is two letters, such as US`);
    }
    case "leads_list_id": {
      const list = lists.find(
        (one) => String(one.id) === text || String(one.name).toLowerCase() === text.toLowerCase(),
      );
      if (list) return list.id as Json;
      throw new InputError(`Hunter has no leads list "${text}"`);
    }
    default:
      return text;
  }
}

/** By slug or by label. @throws InputError */
function slugOf(attributes: readonly JsonObject[], wanted: string): string {
  const found = attributes.find(
    ({ slug, label }) => slug === wanted || String(label).toLowerCase() === wanted.toLowerCase(),
  );
  if (found) return String(found.slug);
  const names = attributes.map(({ slug }) => String(slug)).join(", ");
  throw new InputError(`Hunter has no custom attribute "${wanted}". It has: ${names}. Make it there first.`);
}
