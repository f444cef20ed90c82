import { percentEncoded } from "./query.ts";

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
      const percent = percentEncoded(plain);
      for (const form of [
        plain,
        JSON.stringify(plain).slice(1, -1),
        percent,
        percent.replace(/%20/g, "+"),
        percent.replace(/%../g, (digits) => digits.toLowerCase()),
        ...base64Forms(percent),
      ])
        forms.add(form);
    }
  }
  // The longest first: a plain form may be part of a longer one.
  return Array.from(forms).sort((a, b) => b.length - a.length);
}

/** The part of base64 text that is the same whatever stands before and after. */
function base64Forms(percent: string): string[] {
  const bytes = (percent.match(/%..|./g) ?? []).map((byte) =>
    byte.length > 1 ? Number(`0x${byte.slice(1)}`) : byte.charCodeAt(0),
  );
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  // A digit stands for six bits. Behind 0, 1 or 2 other bytes, the first that is all ours begins so many bits on.
  return [0, 4, 2].flatMap((skipped) => {
    const sixes = bits.slice(skipped).match(/.{6}/g) ?? [];
    const stable = sixes.map((six) => BASE64.charAt(Number.parseInt(six, 2))).join("");
    return sixes.length < MIN_BASE64_CHARS ? [] : [stable, stable.replace(/\+/g, "-").replace(/\//g, "_")];
  });
}
