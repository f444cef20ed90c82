/**
 * RFC 3492, decoding alone: it needs no tables. npm's `punycode` adds 4 KB for encoding and for what is built in;
 * `email-addresses` (29 KB) knows neither invisible marks, nor `Last, First (address)`, nor several in one cell.
 */

/** A host name in the letters that people read: "xn--mnchen-3ya.de" is "münchen.de". What is no code stays as it is. */
export function decodedHost(host: string): string {
  return host.replace(/(^|\.)xn--([a-z\d-]+)/gi, (as: string, dot: string, code: string) => {
    const label = decoded(code.toLowerCase());
    return label === null ? as : dot + label;
  });
}

/** Section 6.2, with the parameters of section 5. */
function decoded(text: string): string | null {
  const dash = text.lastIndexOf("-");
  const out = Array.from(text.slice(0, Math.max(0, dash)));
  let [code, bias, i, at] = [128, 72, 0, dash + 1];
  for (; at < text.length; i++) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(text.charAt(at++) || "-");
      if (digit < 0) return null;
      i += digit * weight;
      const least = Math.min(26, Math.max(1, k - bias));
      if (digit < least) break;
      weight *= 36 - least;
    }
    const length = out.length + 1;
    let delta = Math.floor((i - before) / (before === 0 ? 700 : 2));
    delta += Math.floor(delta / length);
    for (bias = 0; delta > 455; bias += 36) delta = Math.floor(delta / 35);
    bias += Math.floor((36 * delta) / (delta + 38));
    code += Math.floor(i / length);
    if (code > 0x10ffff) return null;
    i %= length;
    out.splice(i, 0, String.fromCodePoint(code));
  }
  return out.join("").normalize("NFC");
}
