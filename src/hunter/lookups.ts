import { assertInput } from "../core/errors.ts";
import type { Json } from "../core/ports.ts";
import { domainSearch } from "./domain-search.ts";
import { emailCount } from "./email-count.ts";
import { combined, company, domainFinder, person } from "./enrichment.ts";
import { emailFinder } from "./finder.ts";
import type { Lookup, LookupName } from "./lookup.ts";
import { verifier } from "./verifier.ts";

/** Every look-up there is. */
export const lookups: { readonly [name in LookupName]: Lookup } = {
  verify: verifier,
  find: emailFinder,
  domain: domainSearch,
  count: emailCount,
  person,
  company,
  combined,
  "domain-finder": domainFinder,
};

/** @throws InputError when there is no such look-up. */
export function lookupOf(name: Json | undefined): Lookup {
  const names = Object.keys(lookups);
  assertInput(names.includes(String(name)), `There is no look-up "${name}". There are: ${names.join(", ")}.`);
  return lookups[name as LookupName];
}
