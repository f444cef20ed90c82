import { createHash, createHmac, randomUUID } from "node:crypto";
import { NEEDS } from "../access.ts";
import { formatDate, parseDate } from "../date-format.ts";
import { GoogleError } from "../google-error.ts";
import { LONGEST_SLEEP_MS } from "../limits.ts";
import { counted, free, type ServiceTable } from "../service.ts";
import { decodeText } from "./fetch.ts";

type Data = { text: string; charset: string } | { bytes: number[] };

function bufferOf(data: Data): Buffer {
  if ("bytes" in data) return Buffer.from(Int8Array.from(data.bytes).buffer);
  if (data.charset === "UTF_8") return Buffer.from(data.text, "utf8");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what ASCII lacks becomes a question mark, as in Java
  return Buffer.from(data.text.replace(/[^\u0000-\u007f]/gu, "?"), "latin1");
}

/** facts 9.3: bytes are signed. */
const signed = (buffer: Buffer) => [...new Int8Array(buffer)];

const HASHES: Readonly<Record<string, string>> = {
  MD5: "md5",
  SHA_1: "sha1",
  SHA_256: "sha256",
  SHA_384: "sha384",
  SHA_512: "sha512",
};

function hashName(algorithm: string): string {
  const name = HASHES[algorithm.replace(/^HMAC_/, "")];
  if (!name) throw new GoogleError(`not implemented in the stand-in: ${algorithm}`, "Error");
  return name;
}

const hmac = free(NEEDS.nothing, (_, o: { algorithm: string; value: Data; key: Data }) =>
  signed(createHmac(hashName(o.algorithm), bufferOf(o.key)).update(bufferOf(o.value)).digest()),
);

function unbase64(text: string, webSafe: boolean): number[] {
  const pattern = webSafe ? /^[\w-]*={0,2}$/ : /^[A-Za-z\d+/]*={0,2}$/;
  if (!pattern.test(text)) throw new GoogleError("Could not decode string.");
  return signed(Buffer.from(text, "base64"));
}

export const utilities: ServiceTable = {
  "Utilities.sleep": counted(NEEDS.nothing, async ({ world, run }, { ms }: { ms: number }) => {
    if (ms < 0 || ms > LONGEST_SLEEP_MS) throw new GoogleError("Invalid argument: milliseconds");
    if (world.realTime) await new Promise((resolve) => setTimeout(resolve, ms));
    run.spend(ms);
    return null;
  }),
  // Asked when a script's own looks at the clock have used up its time: the host ends it before it gets here.
  "Date.now": free(NEEDS.nothing, () => null),
  "Utilities.getUuid": free(NEEDS.nothing, () => randomUUID()),
  "Utilities.formatDate": free(NEEDS.nothing, (_, o: { ms: number | null; zone: string; format: string }) => {
    // JSON's word for NaN. Google's words are in no source.
    if (o.ms === null) throw new GoogleError("Invalid argument: date");
    return formatDate(o.ms, o.zone, o.format);
  }),
  "Utilities.parseDate": free(NEEDS.nothing, (_, o: { text: string; zone: string; format: string }) =>
    parseDate(o.text, o.zone, o.format),
  ),
  "Utilities.base64Encode": free(NEEDS.nothing, (_, data: Data) => bufferOf(data).toString("base64")),
  // facts 9.3: the padding stays.
  "Utilities.base64EncodeWebSafe": free(NEEDS.nothing, (_, data: Data) =>
    bufferOf(data).toString("base64").replaceAll("+", "-").replaceAll("/", "_"),
  ),
  "Utilities.base64Decode": free(NEEDS.nothing, (_, { base64 }: { base64: string }) =>
    unbase64(base64, false),
  ),
  "Utilities.base64DecodeWebSafe": free(NEEDS.nothing, (_, { base64 }: { base64: string }) =>
    unbase64(base64, true),
  ),
  "Utilities.computeDigest": free(NEEDS.nothing, (_, o: { algorithm: string; value: Data }) =>
    signed(createHash(hashName(o.algorithm)).update(bufferOf(o.value)).digest()),
  ),
  "Utilities.computeHmacSignature": hmac,
  "Utilities.computeHmacSha256Signature": hmac,
  "Utilities.newBlob": free(NEEDS.nothing, (_, data: Data) => bufferOf(data).toString("base64")),
  "Blob.getDataAsString": free(NEEDS.nothing, (_, o: { base64: string; charset: string }) =>
    decodeText(Buffer.from(o.base64, "base64"), o.charset),
  ),
};
