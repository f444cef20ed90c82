import { isOneAddress } from "../core/addresses.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import { handleIn } from "./enrichment.ts";
import { wordsOf } from "./inputs.ts";
import { isName, isPlaceholder } from "./people.ts";
import { holdsDomain, isCompanyName, isDomain } from "./places.ts";

/** Whose it is, in front of the word for it or behind: less sure than the word alone. */
const PEOPLE = "contact|candidate|applicant|student|alumni|member|person|lead|primary";
const ANY = `${PEOPLE}|company|employer|organi[sz]ation|work|current|associated`;
const WAYS = "school|university|home|personal|private?|professionnel|institucional";

/** Header words, whose these may be, and what cells must be where the words say too little by themselves. */
type Heading = readonly [parameter: string, words: string, whose?: string, cells?: RegExp];

/**
 * Headers that people give to such columns, as a whole, in English, French, Spanish, German, Italian, Portuguese and
 * Dutch, and for addresses and domains in Polish, Japanese and Chinese; accents, other marks (ド is ト), case and signs
 * between words do not count. In the order in which columns are given away, the surest of a parameter first.
 */
const HEADINGS: readonly Heading[] = [
  [
    "email",
    "e ?mails?( (address(es)?|adresse|adres|id|1( value)?))?|mail|(e ?)?mail(adresse|adres)|courriel|correo( electronico)?|posta elettronica|(adresse|direccion|endereco|indirizzo) (de |di )?(e ?mail|mail|correo( electronico)?)|adres e ?mail|メール(アトレス)?|(电子)?(邮件|邮箱)",
    `${ANY}|${WAYS}`,
  ],
  ["domain", "(domain|domaine|dominio|domein)( name)?", ANY],
  [
    "domain",
    "(firmen|unternehmens|bedrijfs)?web ?(site|seite)( url)?|home ?page|(site|sitio|sito|pagina) (web|internet)",
    ANY,
  ],
  ["domain", "site|sitio|sito|url|web( ?page)?|strona (internetowa|www)|ウェフサイト|网[址站]", ANY, /./],
  [
    "company",
    "(company|employer|organi[sz]ation( 1)?|account name|entreprise|societe|employeur|empresa|organizacion|empleador|organizacao|empregador|firma|unternehmen|arbeitgeber|azienda|bedrijf|werkgever)( name)?|(firmen|unternehmens)name|bedrijfsnaam|(nom|nombre|nome) (de |da |l |la )*(entreprise|societe|empresa)",
    `${PEOPLE}|current|associated|actuelle?|actual|atual`,
  ],
  [
    "first_name",
    "(first|given|fore) ?name|first|vorname|prenom|voornaam|nombres?( de pila)?|nome( proprio)?",
    PEOPLE,
  ],
  [
    "last_name",
    "(last|family) ?name|last|surname|nachname|familienname|nom( de famille)?|apellidos?|cognome|sobrenome|apelido|achternaam",
    PEOPLE,
  ],
  [
    "full_name",
    "full ?name|nom (et prenom|complet)|(nombre|nome) complet?o|nombre y apellidos?|volledige naam",
    PEOPLE,
  ],
  ["full_name", "name|naam", PEOPLE],
  ["full_name", "contact|candidate|person|student|kandidat|candidat", "", /^\D+\s\D+$/],
  ["linkedin_handle", "linked ?in( (profile|page|url|handle|link|id|account))*( url)?", PEOPLE],
];

/** Says nothing of what is below. Any other word may say whose address it is, in a language that is not known here. */
const NAMELESS = /^\p{L}?$|^(column|spalte|colonne|columna|colonna|coluna|kolom|field|unnamed)? ?\d+$/u;

/** A column holds what no header says when so many of its cells do. */
const MOSTLY = 0.6;
/** So many, and they do not speak against the header. */
const SOME = 0.3;

interface SeenColumn {
  readonly header: string;
  readonly words: string;
  /** What stands in it, without what only fills a cell. */
  readonly values: readonly string[];
  readonly isBlank: boolean;
}

/** What the cells of a column must be. */
const FITS: { readonly [parameter: string]: (value: string) => boolean } = {
  email: isOneAddress,
  domain: (value) => !value.includes("@") && isDomain(value),
  company: isCompanyName,
  first_name: isName,
  last_name: isName,
  full_name: isName,
  linkedin_handle: (value) => !value.includes("@") && handleIn(value) !== "",
};

/**
 * Which columns hold what Hunter asks for: by their headers and by what is in them, which must not speak against each
 * other. What is unsure is left for a person to choose.
 * @param rows some rows below the headers.
 * @returns headers by API parameter, for what was recognised.
 */
export function recognisedInputs(
  headers: readonly SheetValue[],
  rows: readonly (readonly SheetValue[])[],
): { [parameter: string]: string } {
  const columns = headers.map((header, at) =>
    seenColumn(
      header,
      rows.map((row) => row[at] ?? ""),
    ),
  );
  const free = new Set(columns.filter(({ header }) => header !== ""));
  const found = new Map<string, SeenColumn | null>();
  const give = (parameter: string, candidates: readonly SeenColumn[]) => {
    if (found.has(parameter) || candidates.length === 0) return;
    const column = theOne(candidates);
    found.set(parameter, column);
    for (const one of column ? [column] : candidates) free.delete(one);
  };
  for (const heading of HEADINGS) {
    const [parameter, , , cells] = heading;
    const isSo = (one: SeenColumn) =>
      holds(one, parameter, SOME) && !(cells && share(one.values, (value) => cells.test(value)) < MOSTLY);
    for (const pattern of patternsOf(heading))
      give(
        parameter,
        [...free].filter((one) => pattern.test(one.words) && isSo(one)),
      );
  }
  // Where no header says anything, the cells may.
  const bare = [...free].filter(({ words, isBlank }) => !isBlank && NAMELESS.test(words));
  for (const parameter of ["email", "domain"])
    give(
      parameter,
      bare.filter((one) => holds(one, parameter, MOSTLY) && one.values.every((value) => !/[/]/.test(value))),
    );
  // A plain "Name" beside neither address nor employer may as well be a company's.
  const isTold = ["email", "company", "first_name", "last_name"].some((parameter) => found.get(parameter));
  const inputs: { [parameter: string]: string } = {};
  found.forEach((column, parameter) => {
    const isPlain = parameter === "full_name" && /^(name|naam)$/.test(column?.words ?? "");
    if (column && (isTold || !isPlain)) inputs[parameter] = column.header;
  });
  return inputs;
}

/** Of the whole header: the surest first. */
function patternsOf([, words, whose]: Heading): RegExp[] {
  const own = new RegExp(`^(${words})$`);
  return whose ? [own, new RegExp(`^((${whose}) )+(${words})$|^(${words}) (${whose})$`)] : [own];
}

/** Of several that may be meant the only one that is filled. */
function theOne(candidates: readonly SeenColumn[]): SeenColumn | null {
  const filled = candidates.filter(({ isBlank }) => !isBlank);
  const [first = null, second] = filled.length > 0 ? filled : candidates;
  return second ? null : first;
}

/** Whether what stands where a header should be is an address, a domain, a number or an ID: the sheet has no headers then. */
export function isData(header: string): boolean {
  const words = wordsOf(header);
  const isHeading = HEADINGS.some(([, its]) => new RegExp(`\\b(${its})\\b`).test(words));
  return (
    isOneAddress(header) ||
    (!isYear(header) && /^[^\p{L}]*\d[^\p{L}]*$|^(?=.*\d)[\da-f]{24}$/iu.test(header)) ||
    (holdsDomain(header) && (!isHeading || header.includes("://")))
  );
}

/**
 * Whether a row is one of data, though columns are called by it. One header that people give makes headers of all.
 * @param row what stands where the headers should be.
 * @param inputs what was chosen, by API parameter: the header, and what is seen below it.
 */
export function isDataRow(
  row: readonly SheetValue[],
  inputs: readonly (readonly [parameter: string, header: string, below: readonly string[]])[],
): boolean {
  const isWhole = (text = "") => isName(text) && /^\p{Lu}\S*( \S+)* \p{Lu}\S*$/u.test(text);
  return (
    !row.some((cell) =>
      HEADINGS.some((one) => patternsOf(one).some((its) => its.test(wordsOf(String(cell))))),
    ) &&
    (row.some((cell) => !isYear(cell) && (typeof cell !== "string" || isData(cell))) ||
      inputs.some(
        ([parameter, header, below]) =>
          below.some((text) => wordsOf(text) === wordsOf(header)) ||
          (parameter === "full_name" && isWhole(header) && isWhole(below[0])),
      ))
  );
}

/** 2025 and "2024/25" may be what a column is of. */
function isYear(cell: SheetValue): boolean {
  return !(cell instanceof Date) && /^(19\d\d|20\d\d|2100)([-–/]\d\d(\d\d)?)?$/.test(String(cell).trim());
}

function seenColumn(header: SheetValue, cells: readonly SheetValue[]): SeenColumn {
  // A number or a date is nothing that Hunter is asked about.
  const texts = cells
    .map((cell) => (typeof cell === "string" ? cell.trim() : "0"))
    .filter((text) => text !== "");
  return {
    header: String(header).trim(),
    words: wordsOf(String(header)),
    values: texts.filter((text) => !isPlaceholder(text)),
    isBlank: texts.length === 0,
  };
}

function holds({ values, isBlank }: SeenColumn, parameter: string, least: number): boolean {
  return isBlank || share(values, FITS[parameter] ?? (() => false)) >= least;
}

/** 0 of nothing. */
function share(values: readonly string[], fits: (value: string) => boolean): number {
  return values.filter(fits).length / Math.max(1, values.length);
}
