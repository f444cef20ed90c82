import { addressIn, isOneAddress, plainText } from "../core/addresses.ts";
import { assertInput, InputError } from "../core/errors.ts";
import { LONGEST_INPUT, linesIn, short, tidy } from "./inputs.ts";
import type { Inputs } from "./lookup.ts";
import { isPlaceholder } from "./people.ts";

/** Hunter takes no shorter company (the text, email-count). */
const SHORTEST_COMPANY = 3;

/** Not A/S, and not "Stripe, Inc." */
const SEVERAL =
  /[;|•]|\s[/\\+·]|[/\\+]\s|\p{L}{4}\/\p{L}{4}|^[^\s,]+(, ?(?!limited|incorp|corpor|company)\p{L}{5,})+$/iu;
/** Nor a company: what was meant to be a domain, or is one of a network within. */
const NO_DOMAIN = /@|^[$\\]|^#(?! ?\d)|:\/\/|::|^www\b|^localhost\b|^\S+(,| \. ?)[a-z]{2}$/;
/** That a domain is not the company's any more, in front of it or behind. */
const OLD =
  "old|former(ly)?|ex|was|previous(ly)?|defunct|outdated|expired|ehemal\\w+|früher|veraltet|ancien(ne)?|anterior|antig[uo][oa]?|viej[oa]|vecchi[oa]|oud|voormalig";
const OLD_BEFORE = new RegExp(`(^|\\P{L})(${OLD})\\P{L}*$`, "iu");
const OLD_BEHIND = new RegExp(`(^|\\P{L})(${OLD}|now|dead|closed)(\\P{L}|$)`, "iu");
/** Between a domain and what is said about it. "Booking.com B.V." has none, and is a company. */
const REMARK = /[()[\]<>:~|]|\s[·–—-]\s/;
/** "Ernst, Edu" is a person, and "polka dot net" may be a company of that name: neither is guessed to be a domain. */
const UNSURE = /^\S+(,| \.) ?(com|org|net|edu)$/i;
const SPELT = /^[a-z\d-]+ dot (com|org|net|edu)$/;

export type Place = { readonly domain: string } | { readonly company: string };

const DOMAIN = /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(\p{L}{2,}|xn--[a-z\d-]+)$/u;

/**
 * Endings that make a domain of a name, however it is written; of others E.ON, J.Crew and Dr.Oetker are to be told. The
 * list of all endings, as tldts has it, is 188 KB: a company that is called E.Leclerc is what it would know better.
 */
const GENERAL = /\.(com|org|net|edu|gov|info|biz|example)$/;
const ABBREVIATED = /^(\p{L}|dr|st|mr|mrs)\./iu;

/**
 * Where people, jobs, files, links and mails of all companies are; what rents out places there, whose own domain may be
 * meant; and where people have their addresses, whatever company they work for.
 */
const NOBODYS = new RegExp(
  [
    "(^|\\.)(linkedin|facebook|instagram|twitter|xing|tiktok|youtube|github|wikipedia|indeed|glassdoor|monster|ziprecruiter|joinhandshake|12twenty|stepstone|wellfound|crunchbase|calendly|jobteaser|infojobs|lever|greenhouse|myworkdayjobs|smartrecruiters|workable|icims|ashbyhq|taleo|personio|applytojob|successfactors|comeet|ultipro|dayforcehcm|freshteam|myworkdaysite|oraclecloud|csod|welcometothejungle|surveymonkey|shorturl|linktr|bitly|tinyurl|urldefense|mandrillapp|list-manage|hubspotlinks|awstrack|cudasvc|example)\\.(com?\\.)?\\w{2,3}$",
    "(^|\\.)((x|join|jobs\\.gem|workforcenow\\.adp|forms\\.(office|microsoft)|airtable)\\.com|(g|huntr|angel|t)\\.co|forms\\.gle|goo\\.gl|lnkd\\.in|youtu\\.be|grnh\\.se|(bit|ow|buff|cutt|t|rebrand)\\.ly|rb\\.gy|is\\.gd|lnk\\.bio|dlvr\\.it|1drv\\.ms|amzn\\.to|(wa|t|fb)\\.me|tally\\.so|(docs|drive|forms|sites|maps|mail|meet|calendar|groups)\\.google\\.com|proofpoint\\.com|protection\\.outlook\\.com|secure-web\\.cisco\\.com|sendgrid\\.net)$",
    "\\.((wordpress|blogspot|wixsite|weebly|squarespace|webflow|myshopify|notion|substack|medium|carrd|netlify|vercel|herokuapp|bamboohr|teamtailor|recruitee|breezy|jobvite|pinpointhq|jazzhr|rippling|paylocity|avature|zohorecruit|homerun|eightfold|typeform|jotform|qualtrics|wufoo|sharepoint|zoom|mimecast|framer)\\.[\\w.]{2,7}|web\\.app|pages\\.dev|business\\.site)$",
    "^((gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|aol|gmx|proton(mail)?|qq|163|126|wanadoo|libero|ymail|rocketmail|t-online|freenet|laposte|bluewin|fastmail|tutanota|yandex|naver|rediffmail)\\.[\\w.]{2,6}|mail\\.(com|ru|de)|(mac|me|hey)\\.com|pm\\.me|(comcast|verizon|att|sbcglobal|bellsouth|cox)\\.net|web\\.de|(orange|free|sfr)\\.fr|privaterelay\\.appleid\\.com)$",
  ].join("|"),
);

/** What was looked for with a search engine, or leads on from it: its own domain is not meant. */
const SEARCHES =
  /^(https?:\/\/)?(\w+\.)?(google|bing|duckduckgo|yahoo|ecosia|brave|startpage|yandex|baidu)\.[a-z.]+\/(do\/)?(search|maps|url|\?(.*&)?[pq]=)/i;
/** As such a place of nobody's. */
const SEARCHED = "maps.google.com";

/**
 * The domain or the company that is meant; a domain wins, as at Hunter. A web address or an e-mail address stands for
 * its domain, and words for a company, whichever column they are in. What only fills a cell, and what is nobody's own
 * domain, leaves the other one to be asked with.
 * @returns null when both are blank.
 * @throws InputError for what names no place, or several: a sentence that says why nothing is asked.
 */
export function placeOf(inputs: Inputs): Place | null {
  const { domain = "", company = "" } = inputs;
  const [at, of] = [placeIn(domain), placeIn(company)];
  if (at && "domain" in at) return at;
  if (of && !("fault" in of)) return of;
  const place = at ?? of;
  if (place && "fault" in place) throw new InputError(place.fault);
  const filler = tidy(company) || tidy(domain);
  assertInput(place || filler === "", `"${short(filler)}" tells of no company.`);
  return place;
}

/** Whether a text is a domain, or a web address, or anything else that stands for the domain of one company. */
export function isDomain(text: string): boolean {
  const hosts = domainsIn(undressed(text));
  return hosts.length > 0 && hosts.every((host) => host === hosts[0] && !NOBODYS.test(host));
}

/** Whether a text is a domain, or holds web addresses, whosever they are. */
export function holdsDomain(text: string): boolean {
  return domainsIn(undressed(text)).length > 0;
}

/** Whether a cell is the name of a company, and no date, number, id, domain or address. */
export function isCompanyName(text: string): boolean {
  try {
    return "company" in (placeIn(text) ?? {});
  } catch {
    return false;
  }
}

/** @returns null for a cell that says nothing. @throws InputError for several, whatever stands beside. */
function placeIn(text: string): Place | { readonly fault: string } | null {
  const bare = undressed(tidy(text));
  const hosts = [...new Set(domainsIn(bare))];
  const is = short(plainText(text));
  // Of several addresses it says so itself.
  if (bare.includes("@")) addressIn(bare);
  const remarked = bare.includes("@") ? null : remarkedIn(bare);
  for (const one of remarked?.hosts ?? []) if (hosts.indexOf(one) < 0) hosts.push(one);
  assertInput(hosts.length < 2, `"${is}" names several domains: keep one in a cell.`);
  if (remarked?.hosts.length === 0)
    return { fault: `"${is}" says more than a domain: keep the domain alone in the cell.` };
  const [host] = hosts;
  if (host !== undefined) {
    if (!NOBODYS.test(host)) return { domain: host };
    const named = bare.toLowerCase().includes(host) ? host : is;
    return { fault: `"${named}" is used by people of all companies: it is nobody's own domain.` };
  }
  if (isPlaceholder(bare)) return null;
  assertInput(
    linesIn(text).length < 2 && !SEVERAL.test(bare),
    `"${is}" names several companies: keep one in a cell.`,
  );
  const isUnread = [NO_DOMAIN, UNSURE, SPELT].some((its) => its.test(bare));
  if (isUnread || bare.length > LONGEST_INPUT) return { fault: `"${is}" is no domain.` };
  if (!isCompany(bare)) return { fault: `"${is}" is a number, a date or an ID, and no company.` };
  if (bare.length >= SHORTEST_COMPANY) return { company: bare };
  return {
    fault: `"${bare}" is too short for a company: give ${SHORTEST_COMPANY} characters or its domain.`,
  };
}

/** 7-11 is a company; 4711, 99 %, 14:30, 2026-05-01, 66f1c0ffee0123456789abcd and May 5, 2026 are not. */
function isCompany(text: string): boolean {
  if (!/\p{L}/u.test(text)) return /^\d{1,2}-\d{1,2}$/.test(text);
  const isDate = /^(\w{3,9},? )?(\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec).*\d\d/i.test(text);
  return !/^(?=.*\d)[\da-f-]{12,}$/i.test(text) && !(isDate && Date.parse(text) > 0);
}

/**
 * Without brackets, quotes or marks of lists around all of it, and as it was meant where a hasty hand slipped. "Meta ·
 * Full-time", as LinkedIn writes it, is Meta: what says nothing falls away behind a company, and all behind "Student".
 */
function undressed(text: string): string {
  const bare = undecorated(text);
  if (bare.length > LONGEST_INPUT) return bare;
  const [, front, behind = ""] = /^(.*\S)(?:\s[·•|–—-]\s|\s\()(.+?)\)?$/.exec(bare) ?? [];
  return front && (isPlaceholder(front) || isPlaceholder(behind)) ? undressed(front) : bare;
}

function undecorated(text: string): string {
  return plainText(text)
    .replace(/^[=*•·\s-]+((?<=\*)\.)?(?=\S)|\*+$/g, "")
    .replace(/^["'“„«‹<([{]+([^"'“”„«»‹›<>()[\]{}]+)["'“”»›>)\]}]+[.,;]*$/, "$1")
    .replace(/[\s,;]+$/, "")
    .replace(/^[:/]+(?=\w)|^@(?=[\w-]+\.\w)/, "")
    .replace(/^(https?)[:;]?[/\\]+(?=\w)|^(https?):(?=\w)/i, "http://")
    .replace(
      /^([\w-]+) ?(?:\.|[[(](?:\.|dot|DOT)[)\]]) ?(com|org|net|edu)$|^([a-z\d-]+),(com|org|net|edu)$/,
      "$1$3.$2$4",
    );
}

/**
 * Of a text that says more than a domain, what it names all the same: "Stripe (stripe.com)" the domain that is called as
 * the company, "stripe.com (now adyen.com)" several, "stripe.com (old)" and "stripe.com (UK)" none.
 * @returns null where nothing is said about a domain.
 */
function remarkedIn(text: string): { readonly hosts: readonly string[] } | null {
  const words = text.split(/[\s()[\]<>{}|,;→]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const named = words.map((word) => word.replace(/^~/, "")).filter(isDomainWord);
  const hosts = [...new Set(named.map((word) => hostIn(targetOf(word))))];
  const [word] = named;
  if (word === undefined) return null;
  if (hosts.length > 1) return { hosts };
  const [front = "", behind = ""] = [
    text.slice(0, text.indexOf(word)),
    text.slice(text.indexOf(word) + word.length),
  ];
  if (OLD_BEFORE.test(front) || OLD_BEHIND.test(behind)) return { hosts: [] };
  const isAlone = named.length === words.length && !front.endsWith("~");
  if (isAlone || /^www\.|:\/\//i.test(word) || !REMARK.test(`${front} ${behind}`)) return null;
  const [label = ""] = (hosts[0] ?? "").split(".");
  const name = front.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  const isCalledSo = name !== "" && (name.includes(label) || label.includes(name));
  return isCalledSo && !/[\p{L}\p{N}]/u.test(behind) ? { hosts } : { hosts: [] };
}

/** All domains that a text names; none where its words say more. */
function domainsIn(text: string): string[] {
  const links = text.match(/(\w+:\/\/|\bwww\.)[^\s<>()"',]+/gi);
  if (links) return links.map((link) => hostIn(targetOf(link))).filter((host) => DOMAIN.test(host));
  if (text.includes("@")) return isOneAddress(text) ? [hostIn(addressIn(text))] : [];
  const words = text.split(/\s*[,;|]\s*|\s+(?:\/|&|and|und|et|y|e|en|or)\s+|\s+/i);
  return words.every(isDomainWord) ? words.map((word) => hostIn(targetOf(word))) : [];
}

/** Of "https://www.google.com/url?q=https%3A%2F%2Fone.com" what it leads to. */
function targetOf(link: string): string {
  let text = link;
  try {
    text = decodeURIComponent(link);
  } catch {
    // As it stands, then.
  }
  // Proofpoint writes -3A__ for ://.
  const target = /.(https?:\/\/.+)/i.exec(text.replace(/-3a__/gi, "://"))?.[1];
  const isSearch = SEARCHES.test(link);
  if (target && DOMAIN.test(hostIn(target)) && (isSearch || NOBODYS.test(hostIn(link)))) return target;
  return isSearch ? SEARCHED : link;
}

function isDomainWord(word: string): boolean {
  const host = hostIn(word);
  if (!DOMAIN.test(host) || host.length > LONGEST_INPUT) return false;
  if (/\.(pdf|docx?|xlsx?|jpe?g|png|csv|txt|zip)$/.test(host)) return false;
  if (/[/?#:]|^www\./i.test(word)) return true;
  if (GENERAL.test(host)) return true;
  const isCountry = /\.\p{L}\p{L}$/u.test(host);
  if (word === word.toLowerCase()) return isCountry || !ABBREVIATED.test(word);
  return !ABBREVIATED.test(word) && (!/\.\p{Lu}/u.test(word) || (isCountry && word === word.toUpperCase()));
}

function hostIn(text: string): string {
  return text
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[/?#_&].*$/, "")
    .replace(/^.*@/, "")
    .replace(/:\d+$/, "")
    .replace(/^www\.|\.$/g, "");
}
