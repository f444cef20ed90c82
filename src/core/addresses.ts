import { InputError } from "./errors.ts";
import { decodedHost } from "./punycode.ts";

/** Part of a name in the cache, which stays below 250 characters (facts, 1.4) as a digest; and of a URL. */
const MOST_CHARACTERS = 200;

/** What stands between addresses. */
const BETWEEN = /[\s,;|]+/;
/** Quotes or brackets with none within, and nothing joined on behind: "ann@one.co".uk goes on. */
const GROUP = /(?:"([^"]*)"|[<([{]([^<>()[\]{}"]*)[>)\]}])(?!\.?[\p{L}\p{N}@])/gu;
/** Whatever a link leads to, it is no address. */
const LINK = /[a-z][\w+.-]{0,20}:\/\/[^\s<>"]*/gi;
const MAILTO = /\bmailto:([^?\s<>"()[\]{}]*)(\?[^\s<>"()[\]{}]*)?/gi;
/** "E-mail:", "SMTP:"; no scheme of a link, and no name with a slip of the finger in it. */
const LABEL = /^([\p{L}\s-]{0,30}[\s-])?(e?mail|smtp|courriel|correo)[\p{L}\s-]{0,30}:/iu;
/** No address begins or ends with these. Several dots stand for what was cut away. */
const BEFORE = /^['*•·=:<>()[\]{}"]+/;
const BEHIND = /(?<!['!?*•·=/\\:<>()[\]{}"-])['!?*•·=/\\:<>()[\]{}"-]+$/;
/** Signs as links write them: a blank, +, -, ., <, >, @, _. A letter is never written so. */
const ESCAPED = /%(2[0BDE]|3[CE]|40|5F)/gi;
/** Nothing to clean: most addresses. */
const PLAIN = /^[\w.+-]+@(?!.*xn--)\w[\w.-]*\w$/i;

/**
 * One line, in the usual forms of letters and apostrophes, without signs that nobody sees, which come along with what is
 * copied: soft hyphens, marks of direction …
 */
export function plainText(text: string): string {
  return (
    text
      .replace(/[™®©]/g, "")
      // Before the usual forms, in which the acute accent is a blank with a mark above it.
      .replace(/[’‘ʼ´`]/g, "'")
      .normalize("NFKC")
      .replace(/。/g, ".")
      .replace(/[\p{Cf}\u115f\u1160\u3164\u2800]|[\ufe00-\ufe0f]/gu, "")
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim()
  );
}

/** As much of an e-mail address's form as can be told without asking an API about it. */
export function isAddress(text: string): boolean {
  return (
    text.length <= MOST_CHARACTERS &&
    /^[^@/\\?|]+@[\p{L}\p{M}\p{N}._-]+\.[\p{L}\p{M}\p{N}_-]{2,}$/u.test(text) &&
    !/[\s,;:<>()[\]"\p{C}]|\.\.|\.@|@[.-]|^\./u.test(text)
  );
}

/**
 * The address that a cell means, in its own spelling: of "Lee, Ann (ann@one.com)", of "mailto:ann%2Bjobs@one.com?subject=…",
 * of a full-width or an invisibly marked one. What is none comes back as it is, on one line; "" for a blank cell.
 * Of what might be another address with a slip in it nothing is picked out: "ann lee@one.com" is none, and no link is.
 * @throws InputError for several addresses: which of them is meant is no guess of ours.
 */
export function addressIn(value: unknown): string {
  const text = String(value ?? "").trim();
  if (PLAIN.test(text)) return text;
  const seen = new Map<string, string>();
  const bare = plainText(/mailto:/i.test(text) ? text : text.replace(ESCAPED, decodeURIComponent));
  const words = bare
    .replace(/[“”„«»‹›]/g, '"')
    .replace(LINK, " @ ")
    .replace(MAILTO, (_, to: string) => linked(unescaped(to)));
  const isMeant = points(words, seen);
  if (seen.size > 1)
    throw new InputError(`"${bare.slice(0, MOST_CHARACTERS)}" holds several addresses: keep one in a cell.`);
  return (isMeant && [...seen.values()][0]) || bare;
}

/**
 * Whether a text leaves no doubt which address it means: the one in brackets or quotes, else the only word.
 * @param seen gets each address by its key, meant or not.
 */
function points(text: string, seen: Map<string, string>): boolean {
  let isPointed = false;
  // "Ann @ One <ann@one.example>" points at what it means.
  let isSure = false;
  let isBroken = false;
  let hasOther = false;
  const rest = text.replace(GROUP, (group, quoted = "", bracketed = "", at: number) => {
    const inner = String(quoted || bracketed);
    // "ann@one.example (Ann Lee)"
    if (!inner.includes("@")) return /\s/.test(text.charAt(at - 1)) ? " " : group;
    const isMeant = points(inner, seen);
    isPointed ||= isMeant;
    isSure ||= isMeant && group.charAt(0) === "<";
    isBroken ||= !isMeant;
    return " ";
  });
  for (const word of rest.replace(LABEL, " ").split(BETWEEN)) {
    const one = word.replace(BEFORE, "").replace(BEHIND, "").replace(/\.$/, "").replace(BEHIND, "");
    if (isAddress(one)) seen.set(keyed(one), seen.get(keyed(one)) ?? one);
    else if (word.includes("@")) isBroken = true;
    else hasOther ||= /[\p{L}\p{N}/\\]/u.test(word);
  }
  return isSure || (!isBroken && (isPointed || (!hasOther && seen.size > 0)));
}

/** Whether a cell means one address, however it is dressed. */
export function isOneAddress(text: string): boolean {
  try {
    return isAddress(addressIn(text));
  } catch {
    return false;
  }
}

/** What an address is compared by, however it is dressed: two ways to write one are one person. An id is its own key. */
export function addressKey(value: unknown): string {
  try {
    return keyed(addressIn(value));
  } catch {
    return plainText(String(value)).toLowerCase();
  }
}

/** A domain is one, whether it is written in its own letters or in those of the name system. */
function keyed(address: string): string {
  const at = address.lastIndexOf("@") + 1;
  return (address.slice(0, at) + (at > 0 ? decodedHost(address.slice(at)) : address)).toLowerCase();
}

/** "mailto: ann@one.example" has its address behind it; "mailto:ann lee@one.example" has none. */
function linked(to: string): string {
  if (to === "") return " ";
  return to.includes("@") ? ` <${to}> ` : " @ ";
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
