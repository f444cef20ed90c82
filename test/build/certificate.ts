import { generateKeyPairSync, sign } from "node:crypto";

/**
 * A throw-away certificate for the loopback imitation of Google's hosts, written out by hand: Node makes keys and
 * signatures but no certificates, and a fresh machine need not have the openssl program.
 */
export interface Certificate {
  readonly key: string;
  /** Signed by itself, so that it is its own authority: what NODE_EXTRA_CA_CERTS takes. */
  readonly cert: string;
}

/** The tags of X.690, section 8, that a certificate needs. */
const TAG = { integer: 2, bits: 3, octets: 4, oid: 6, utf8: 12, time: 23, sequence: 48, set: 49 };

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(TAG.sequence, ...parts);
const oid = (hex: string) => der(TAG.oid, Buffer.from(hex, "hex"));
const bits = (content: Uint8Array) => der(TAG.bits, Buffer.from([0]), content);
/** Context-specific, constructed: [n] in the grammar of RFC 5280, section 4.1. */
const tagged = (n: number, content: Uint8Array) => der(0xa0 + n, content);
const time = (date: Date) =>
  der(
    TAG.time,
    Buffer.from(
      `${date
        .toISOString()
        .replace(/[-:T]|\.\d+/g, "")
        .slice(2)}`,
    ),
  );

const ECDSA_SHA256 = oid("2a8648ce3d040302");
const COMMON_NAME = oid("550403");
const BASIC_CONSTRAINTS = oid("551d13");
const ALT_NAMES = oid("551d11");
const TRUE = Buffer.from([1, 1, 255]);
/** On any day that a test may run: whoever checks it goes by the machine's clock, also in a run on another day. */
const VALID = [new Date(Date.UTC(2000, 0, 1)), new Date(Date.UTC(2049, 11, 31))] as const;

/** @param hosts may begin with `*.` */
export function certificateFor(hosts: readonly string[]): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(der(TAG.set, sequence(COMMON_NAME, der(TAG.utf8, Buffer.from("Huntsheet test")))));
  const altNames = sequence(...hosts.map((host) => der(0x82, Buffer.from(host))));
  const body = sequence(
    tagged(0, der(TAG.integer, Buffer.from([2]))), // version 3
    der(TAG.integer, Buffer.from([1])),
    sequence(ECDSA_SHA256),
    name,
    sequence(time(VALID[0]), time(VALID[1])),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(
      3,
      sequence(
        sequence(BASIC_CONSTRAINTS, TRUE, der(TAG.octets, sequence(TRUE))),
        sequence(ALT_NAMES, der(TAG.octets, altNames)),
      ),
    ),
  );
  const whole = sequence(body, sequence(ECDSA_SHA256), bits(sign("sha256", body, privateKey)));
  const lines = whole.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
  };
}
