import type { SheetValue } from "../core/spreadsheet.ts";
import { isDomain } from "./inputs.ts";
import { isAddress } from "./verifier.ts";

/**
 * Headers that people give to such columns, in English, French, Spanish, German, Italian, Portuguese and Dutch;
 * accents, case and signs between words do not count. In the order in which columns are given away.
 */
const HEADERS: readonly { readonly parameter: string; readonly header: RegExp }[] = [
  { parameter: "email", header: /\b(e?mail|courriel|correo|posta elettronica)\b/ },
  {
    parameter: "domain",
    header: /\b(domain|domaine|dominio|web ?s(ite|eite)|site|sitio|sito|url|homepage)\b/,
  },
  {
    parameter: "company",
    header:
      /\b(company|employer|organi[sz]ation|entreprise|societe|employeur|empresa|firma|unternehmen|arbeitgeber|azienda|bedrijf|werkgever)\b/,
  },
  {
    parameter: "first_name",
    header: /\b(first|given|forename|vorname|prenom|voornaam)\b|^(nombre|nome)( proprio)?$/,
  },
  {
    parameter: "last_name",
    header:
      /\b(last|family|surname|nachname|familienname|apellidos?|cognome|sobrenome|achternaam)\b|^nom( de famille)?$/,
  },
  {
    parameter: "full_name",
    header:
      /\b(full name|nom complet|nombre completo|nome completo|volledige naam|contact|candidate|person)\b|^(name|naam)$/,
  },
];

/** A column of addresses or domains holds mostly these. */
const MOSTLY = 0.6;

/**
 * Which columns hold what Hunter asks for: by their headers, and by what is in them. A header that says one thing over
 * a column that holds another does not count.
 * @param rows some rows below the headers.
 * @returns headers by API parameter, for what was recognised.
 */
export function recognisedInputs(
  headers: readonly SheetValue[],
  rows: readonly (readonly SheetValue[])[],
): { [parameter: string]: string } {
  const columns = headers.map((header, at) => {
    const values = rows.map((row) => String(row[at] ?? "").trim()).filter((value) => value !== "");
    const share = (fits: (value: string) => boolean) =>
      values.length > 0 && values.filter(fits).length / values.length >= MOSTLY;
    const holds = share(isAddress) ? "email" : share(isDomain) ? "domain" : "";
    return {
      header: String(header).trim(),
      words: plain(String(header)),
      holds,
      isBlank: values.length === 0,
    };
  });
  const found: { [parameter: string]: string } = {};
  const taken = new Set<unknown>();
  for (const { parameter, header } of HEADERS) {
    const isOfContents = parameter === "email" || parameter === "domain";
    const fitting = columns.filter(({ holds, isBlank }) =>
      isOfContents ? holds === parameter || isBlank : holds === "",
    );
    const free = fitting.filter((column) => column.header !== "" && !taken.has(column));
    const named = free.filter(({ words }) => header.test(words));
    const best =
      named.find(({ isBlank }) => !isBlank) ??
      named[0] ??
      free.find(({ holds }) => isOfContents && holds === parameter);
    if (!best) continue;
    found[parameter] = best.header;
    taken.add(best);
  }
  return found;
}

/** Whether what stands where a header should be is an address or a domain: the sheet has no headers then. */
export function isData(header: string): boolean {
  return isAddress(header) || (isDomain(header) && !HEADERS.some((one) => one.header.test(plain(header))));
}

/** "E-Mail-Adresse" is "e mail adresse", "Prénom" is "prenom". */
function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
