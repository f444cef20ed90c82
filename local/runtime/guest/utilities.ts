import { type Bytes, blob, isBytes } from "./blob.ts";
import { Charset, DigestAlgorithm, MacAlgorithm } from "./enums.ts";
import { call, exception } from "./link.ts";
import { isMember, sealed } from "./sealed.ts";
import { type Is, isDate, isNumber, isText, isTextOrNull, overload } from "./signature.ts";

const isCharset: Is = (v) => isMember(Charset, v);
const isDigest: Is = (v) => isMember(DigestAlgorithm, v);
const isMac: Is = (v) => isMember(MacAlgorithm, v);

/** Text with its charset, or bytes, as the host takes them. */
function data(value: unknown, charset?: unknown): { text: unknown; charset: string } | { bytes: unknown } {
  if (Array.isArray(value)) return { bytes: value };
  // facts 9.3: the default charset of the short forms is not stated; US_ASCII loses what is not ASCII, so a script
  // that relies on the default shows it.
  return { text: value, charset: charset ? String(charset) : "US_ASCII" };
}

function base64(method: string, args: unknown[]): string {
  overload(`Utilities.${method}`, args, [isBytes], [isText], [isText, isCharset]);
  return call(`Utilities.${method}`, data(args[0], args[1] ?? Charset.UTF_8));
}

function unbase64(method: string, args: unknown[]): Bytes {
  overload(`Utilities.${method}`, args, [isText], [isText, isCharset]);
  return call(`Utilities.${method}`, { base64: args[0] });
}

/** Google's words go on with types that no source gives. */
function checkBytes(values: readonly unknown[]): void {
  if (values.some((value) => Array.isArray(value) && !isBytes(value)))
    throw exception("Cannot convert Array to (class)[].");
}

function hmac(method: string, algorithm: unknown, args: unknown[]): Bytes {
  return call(`Utilities.${method}`, {
    algorithm: String(algorithm),
    value: data(args[0], args[2]),
    key: data(args[1], args[2]),
  });
}

/** facts 9.3: %s %d %i %f, and %% ; no %j. */
function formatString(template: string, values: readonly unknown[]): string {
  let next = 0;
  return template.replace(
    /%(%|(-)?(0)?(\d+)?(?:\.(\d+))?([a-zA-Z]))/g,
    (_, whole, left, zero, width, digits, letter) => {
      if (whole === "%") return "%";
      const value = values[next];
      next += 1;
      let text: string;
      if (letter === "s")
        text = digits === undefined ? String(value) : String(value).slice(0, Number(digits));
      else if (letter === "d" || letter === "i") text = String(Math.trunc(Number(value)));
      else if (letter === "f") text = Number(value).toFixed(digits === undefined ? 6 : Number(digits));
      else
        throw exception(`not implemented in the stand-in: Utilities.formatString with %${letter}`, "Error");
      const room = Number(width ?? 0);
      return left ? text.padEnd(room) : text.padStart(room, zero ? "0" : " ");
    },
  );
}

export const Utilities = sealed("Utilities", {
  Charset,
  DigestAlgorithm,
  MacAlgorithm,

  sleep: (...args: unknown[]) => {
    overload("Utilities.sleep", args, [isNumber]);
    call("Utilities.sleep", { ms: args[0] });
  },
  getUuid: () => call<string>("Utilities.getUuid"),
  formatDate: (...args: unknown[]) => {
    overload("Utilities.formatDate", args, [isDate, isText, isText]);
    return call<string>("Utilities.formatDate", {
      ms: (args[0] as Date).getTime(),
      zone: args[1],
      format: args[2],
    });
  },
  parseDate: (...args: unknown[]) => {
    overload("Utilities.parseDate", args, [isText, isText, isText]);
    return new Date(call<number>("Utilities.parseDate", { text: args[0], zone: args[1], format: args[2] }));
  },
  formatString: (...args: unknown[]) => formatString(String(args[0]), args.slice(1)),
  base64Encode: (...args: unknown[]) => base64("base64Encode", args),
  base64EncodeWebSafe: (...args: unknown[]) => base64("base64EncodeWebSafe", args),
  base64Decode: (...args: unknown[]) => unbase64("base64Decode", args),
  base64DecodeWebSafe: (...args: unknown[]) => unbase64("base64DecodeWebSafe", args),
  computeDigest: (...args: unknown[]) => {
    checkBytes(args);
    overload(
      "Utilities.computeDigest",
      args,
      [isDigest, isBytes],
      [isDigest, isText],
      [isDigest, isText, isCharset],
    );
    return call<Bytes>("Utilities.computeDigest", {
      algorithm: String(args[0]),
      value: data(args[1], args[2]),
    });
  },
  computeHmacSha256Signature: (...args: unknown[]) => {
    checkBytes(args);
    overload(
      "Utilities.computeHmacSha256Signature",
      args,
      [isBytes, isBytes],
      [isText, isText],
      [isText, isText, isCharset],
    );
    return hmac("computeHmacSha256Signature", "HMAC_SHA_256", args);
  },
  computeHmacSignature: (...args: unknown[]) => {
    checkBytes(args);
    overload(
      "Utilities.computeHmacSignature",
      args,
      [isMac, isBytes, isBytes],
      [isMac, isText, isText],
      [isMac, isText, isText, isCharset],
    );
    return hmac("computeHmacSignature", args[0], args.slice(1));
  },
  newBlob: (...args: unknown[]) => {
    const isContent: Is = (v) => isText(v) || isBytes(v);
    overload(
      "Utilities.newBlob",
      args,
      [isContent],
      [isContent, isTextOrNull],
      [isContent, isTextOrNull, isTextOrNull],
    );
    const content = call<string>("Utilities.newBlob", data(args[0], Charset.UTF_8));
    const type = (args[1] ?? (typeof args[0] === "string" ? "text/plain" : null)) as string | null;
    return blob({ base64: content, type, name: (args[2] ?? null) as string | null });
  },
});
