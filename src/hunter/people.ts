import { plainText } from "../core/addresses.ts";
import { assertInput } from "../core/errors.ts";
import { LONGEST_INPUT, linesIn, short, wordsOf } from "./inputs.ts";

/** What people write in a cell that must not be blank, in the languages of recognition.ts; as `wordsOf`. */
const FILLER = wholly(
  "n ?[avn]|k a|n v t|s [no]|true|false|yes|no|none|nil|null|undefined|unknown|unbekannt|inconnue?|descon(oc|hec)id[oa]|sconosciut[oa]|onbekend",
  "t ?b ?[acd]|to be \\w+|not (available|applicable|provided|known|listed|yet|employed|working|disclosed|sure)|undisclosed|pending|will update|coming soon|other|private|anonymous|confidential|x{2,}|test( (test|user|company))?",
  "keine?|aucune?|ningun[oa]|nenhuma?|nessun[oa]|geen",
  "(n ?a )?(no|keine?|pas d[e ]?|sin|sem|nessun[ao]?|ohne|geen|sans) ?((web ?)?s(it|eit)\\w+|domain|company|emp[lr]\\w+|e ?mail|name|angabe|entreprise|azienda|firma|arbeit|job)",
  "(see|siehe|voir|ver|vedi|zie) (the |my )?(not[aei]\\w*|comments?|resume|cv|linkedin|profile|website|above|below|oben|unten)|as above|(same|dito|idem)( as above)?",
);
/**
 * And for no employer, or in place of a name. Headers are among it: who pastes one list below another pastes them along.
 */
const NO_NAME = wholly(
  "(various|multiple|several|mehrere|diverse|(plusieurs|vari[ao]s)(?= ))( (compan|employer|client|firm|start|entreprise|empresa|unternehmen|arbeitgeber)\\w*)?",
  "((via|through|uber) )?(an? |the )?((staffing|temp) )?(agency|agentur|recruiter)|(fully )?remote|hybrid|on ?site|work from home",
  "(full ?time|part ?time|intern|trainee)( at .*)?|internship|apprenticeship|contract(or)?|seasonal|permanent|temporary|vollzeit|teilzeit|werkstudent(in)?|praktikum|temps (plein|partiel)|(jornada|tempo) (completa|parcial|integral|pieno)",
  "(\\d+ (yr|mo)s? ?)+|.*\\d{4} present",
  "(company|first|last|full) (name|last)|name|company|employer|domain|website|vorname|nachname|(nom )?prenom|nombre|apellidos?|(vorname nachname|name surname|given name|surname|nom de famille|nome cognome)|linkedin member",
  "self employ\\w*|freelanc\\w*( \\w{5,})?|freiberuf\\w*|selbst(st)?andig\\w*|auto entrepreneur|(tra\\w+ )?(independ[aei]\\w+|autonom[oa])( con\\w+)?|por cuenta propia|libero professionista|zzp\\w*( er)?",
  "(my|own|an?|new)( own| new)? (start ?up|company|business)|start ?up|((in|ai) )?stealth( (mode|ai|start ?up|company))*",
  "unemployed|between jobs|job ?(seek|such)\\w+|career break|arbeits?(los|such)\\w*|(au )?chom(age|eu\\w+)|en paro|de[sz]emp\\w+ad[oa]|disoccupat[oa]",
  "(auf (der )?\\w*suche|(en|a la) recherche|e[nm] bus(ca|queda)|in cerca)\\b.*",
  "(\\w+ )?(looking|seeking|open to)\\b.* (work|job|role|position|internship|opportunit)\\w*|open to work",
  "retired|retraitee?|rentner\\w*|pension(iert|at[oa])|im ruhestand|jubilad[oa]|aposentad[oa]",
  "(\\w+ ){0,2}(student(in|e|essa)?|studierende|etudiante?|estudi?ante)( \\w{1,3} .*)?",
);

function wholly(...ways: readonly string[]): RegExp {
  return new RegExp(`^(${ways.join("|")})?$`);
}

const TITLES =
  /^(((dr|prof)\.?( ?h\. ?c\.( mult\.)?)?|professor|mr|mrs|ms|mx|miss|sir|madame|monsieur|señora?|herr|frau|mme|mlle|sra|dra|drs|dott(\.?ssa)?|(dipl|dr|univ|priv)\.?-\p{L}{2,4}|pd(?= dr)|(assistant|associate|adjunct) professor)\.?|(m|sr|sig(\.?ra)?|ing|med|rer|nat|phil|pol|iur|jur|oec|habil|mag|assoc|asst|hon|capt|cpt|lt|sgt|maj|col|rev|fr)\.)(\s+|$)/iu;
const DEGREES =
  /((^|[,\s]+)(ph\.?\s?d|m\.?b\.?a|esq|jr|i{2,3}|iv|[23][nr]d|m\.?sc|b\.?sc|cpa|pmp|cfa|m\.d|p\.e|ll\.?[mb])\.?|,\s*sr\.?)+$/i;
/** Written in small letters they are names. */
const SHORT_DEGREES = /,\s*(M[ADS]|B[AS]|JD|RN|PE)\.?$/;
/** They may be names, so that only capitals, as these are written, are none. */
const LETTERS =
  /(^| )(MD|RN|JD|DDS|DMD|DVM|DNP|BSN|MSN|APRN|PA-C|RPh|PharmD|Psy\.?D|Ed\.?D|M\.?Ed|[BM]\.?Eng|B\.?Ed|P\.?Eng|EIT|MPH|MPA|MFA|MSW|LCSW|LMFT|LMHC|LPC|NCC|GCDF|CPRW|CPCC|[APM]CC|[AGS]?PHR|CPHR|SHRM-S?CP|[FM]?CIPD|CFP|CMA|ACCA|CISSP|CISA|CISM|CSM|CSPO|CAPM|FACHE|PMI-ACP)\.?$/;
/** Surnames of one word but for particles: "Ann Lee, Acme" is no Acme Ann Lee. */
const SURNAME =
  /^((van|von|vom|de|der|den|del|della|di|da|das|do|dos|du|des|la|las|los|le|el|al|abu|bin|ibn|ten|ter|zu|zum|zur|mc|[od]'|'t|st\.?) )*[^ ]+$/i;
/** Words of teams, posts and companies. */
const NOBODY =
  /\b(team|department|hiring|recruit(ing|ers?|ment)|careers|human resources|manager|director|office|admissions|inc|ltd|llc|plc|gmbh|corp|limited|college|school)\b|\buniversi[td]|\S[, ]+(ag|kg|bank|group|institute|solutions|technologies|consulting|services|holdings?|s\.?r\.?l|s\.a|b\.v)\.?$/i;

export interface Person {
  readonly whole: string;
  /** Where both are known. */
  readonly parts?: { readonly first_name: string; readonly last_name: string };
}

/** Whether a cell says nothing, whatever it is for: blank, "N/A", "-", "unknown" … */
export function isFiller(text: string): boolean {
  const words = wordsOf(plainText(text));
  // "undefined undefined": two columns that were joined.
  const half = words.slice(0, words.length >> 1);
  return FILLER.test(words) || (words === `${half} ${half}` && FILLER.test(half));
}

/** Whether a cell for a name or a company says nothing of one: "N/A", or "self-employed", which may be somebody's position. */
export function isPlaceholder(text: string): boolean {
  return isFiller(text) || NO_NAME.test(wordsOf(plainText(text)));
}

/**
 * Who is meant: without titles, degrees, nicknames and pictures; "Lee, Ann" is Ann Lee, and a whole name may stand in any
 * of the columns. Particles stay where they are: "Ludwig", "van Beethoven" is the same person as "Ludwig van Beethoven".
 * @throws InputError for several people, for no person, and for half a name: a sentence that says why nothing is asked.
 */
export function personIn(given: { first: string; last: string; full: string }): Person {
  const { first: firstText, last: lastText } = given;
  const [first, last, full] = [firstText, lastText, given.full].map(nameIn) as [string, string, string];
  assertInput(!LETTERS.test(last), `"${last}" is no person's name.`);
  const isWhole = (name: string, part: string) =>
    ` ${name} `.toLowerCase().includes(` ${part} `.toLowerCase());
  const isParted = first !== "" && last !== "" && !isWhole(first, last) && !isWhole(last, first);
  // "Lee, Acme" beside Ann.
  for (const text of isParted ? [firstText, lastText] : []) assertOne(!undressed(text).includes(","), text);
  // A whole name is often all that a column of first names holds.
  const longer = last.length > first.length ? last : first;
  const whole = isParted ? `${first} ${last}` : first && last ? longer : full || longer;
  assertInput(
    /\S\s.*(?:[\p{L}\p{M}]{2}|[^\p{Script=Latin}\s.]\.?$)/u.test(whole),
    "Hunter needs a first and a last name to find an address.",
  );
  if (isParted) return { whole, parts: { first_name: first, last_name: last } };
  for (const text of [firstText, lastText, given.full]) assertGiven(whole, text, text === lastText && !first);
  return { whole };
}

/**
 * "van Beethoven", "Dr. Van Buren" and "Van Buren, MD" leave out the given name, or MD is it: to ask for nobody costs
 * less than to ask for somebody else. "Al Gore" by himself is a whole name.
 */
function assertGiven(whole: string, text: string, isLast: boolean): void {
  const isPart = whole.includes(" ") && SURNAME.test(whole);
  const isSure = isLast || /^\p{Ll}.* \p{Lu}/u.test(whole);
  const isAlone = linesIn(text)
    .map(cleared)
    .some((line) => line.includes(whole) && (isSure || line.trim() !== whole));
  assertInput(
    !(isPart && isAlone),
    `"${short(plainText(text))}" may be a last name alone: write the first name in a column of its own.`,
  );
}

/** Whether a cell of a column of names is one: letters above all, and not many words. */
export function isName(text: string): boolean {
  const name = inOrder(undressed(text));
  return name !== "" && name.length < 60 && !isNoName(name) && name.split(" ").length < 6;
}

/** @throws InputError */
function nameIn(text: string): string {
  const lines = linesIn(text).filter((line) => !isPlaceholder(line));
  if (lines.length === 0) return "";
  const names = new Set(lines.map((line) => inOrder(undressed(line))));
  if (names.size > 1) names.delete("");
  const [name = ""] = names;
  const isSeveral = names.size > 1 || /[&+,;|/•]| (?:and|und|et|en|at|from|of|bei|chez|-+) /i.test(name);
  assertInput(!isNoName(name), `"${short(plainText(text))}" is no person's name.`);
  assertOne(!isSeveral, text);
  return name;
}

function assertOne(is: boolean, text: string): void {
  assertInput(is, `"${short(plainText(text))}" names several people, or more: keep one name in a cell.`);
}

function isNoName(name: string): boolean {
  const isLong = name.length > LONGEST_INPUT;
  return isLong || /[@:_<>%$€"“”„«»\d]/.test(name) || !/\p{L}/u.test(name) || NOBODY.test(name);
}

function cleared(text: string): string {
  return (
    plainText(text)
      .replace(/[‐‑–—]/g, "-")
      // Quotes around all of it are no part of the name.
      .replace(/^["“”„«»]([^"“”„«»]*)["“”«»]$/, "$1")
      // A nickname or pronouns.
      .replace(/\s*[([{"“„«].*?[)\]}"”»]/g, " ")
      .replace(/[\p{So}\p{Sk}]/gu, " ")
      // As lists and what was meant for a formula begin.
      .replace(/^\s*([=+*•·>-]+|\d+[.)]|[a-z]\)|'(?=.*'$))\s*(?=\p{L})|[*']+$/gu, "")
  );
}

function undressed(text: string): string {
  const plain = cleared(text);
  // Each of the steps below would be slow in a whole page.
  if (plain.length > LONGEST_INPUT) return plain;
  let name = plain;
  for (let before = ""; before !== name; ) {
    before = name;
    name = name
      .replace(/,/g, ", ")
      .replace(/\s+/g, " ")
      .trim()
      .replace(TITLES, "")
      .replace(DEGREES, "")
      .replace(SHORT_DEGREES, "")
      .replace(/[ ,]/.test(name) ? LETTERS : "", "")
      .replace(/[\s,;-]+$/, "");
  }
  return name;
}

/** "Lee, Ann" is Ann Lee. Al is a given name as often as a particle: "Al Lee, Acme" is no Acme Al Lee. */
function inOrder(name: string): string {
  const [, last = "", first = ""] = /^([^,]+), ?([^,]+)$/.exec(name) ?? [];
  const isSurname =
    (SURNAME.test(last) && !/^Al /.test(last)) ||
    (last === last.toUpperCase() && first !== first.toUpperCase());
  return first && isSurname && !NOBODY.test(name) ? undressed(`${first} ${last}`) : name;
}
