/** What stands in place of a key. */
const REPLACEMENT = "[key]";

/** Shorter stretches of base64 are too likely to be ordinary words. */
const MIN_BASE64_CHARS = 8;

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * The text without the secrets, in whatever form a log or a URL might hold them: plain, percent-encoded (either case of
 * the digits), in a JSON string, in base64 (plain or URL-safe, at any offset: a header encodes `user:key`).
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const form of secretForms(secrets)) clean = clean.split(form).join(REPLACEMENT);
  return clean;
}

function secretForms(secrets: readonly string[]): string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const plain of [secret, secret.trim()]) {
      if (plain === "") continue;
      const bytes = utf8(plain);
      const percent = percentEncoded(plain, bytes);
      for (const form of [
        plain,
        JSON.stringify(plain).slice(1, -1),
        percent,
        percent.replace(/%20/g, "+"),
        percent.replace(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase()),
        ...base64Forms(bytes),
      ])
        forms.add(form);
    }
  }
  // The longest first: a plain form may be part of a longer one.
  return Array.from(forms).sort((a, b) => b.length - a.length);
}

/** As encodeURIComponent writes it, which throws on half a surrogate pair; the bytes decide then. */
function percentEncoded(text: string, bytes: readonly number[]): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
  }
}

/** The part of base64 text that is the same whatever stands before and after, for each of the three offsets. */
function base64Forms(bytes: readonly number[]): string[] {
  const forms: string[] = [];
  for (let offset = 0; offset < 3; offset++) {
    const shifted = [0, 0, 0].slice(0, offset).concat(bytes);
    const first = Math.ceil((offset * 8) / 6);
    const end = Math.floor((shifted.length * 8) / 6);
    const stable = base64Digits(shifted).slice(first, end);
    if (stable.length >= MIN_BASE64_CHARS) {
      forms.push(stable, stable.replace(/\+/g, "-").replace(/\//g, "_"));
    }
  }
  return forms;
}

/** Without padding. */
function base64Digits(bytes: readonly number[]): string {
  let digits = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      digits += BASE64.charAt((held >> bits) & 63);
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? digits + BASE64.charAt((held << (6 - bits)) & 63) : digits;
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63));
      bytes.push(0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return bytes;
}
