import { expect, test } from "vitest";
import { instantOf, serialOf } from "../../../local/runtime/file-time.ts";
import { outcomeOf } from "./fixture.ts";

test.each([
  ["yyyy-MM-dd'T'HH:mm:ssXXX", "Europe/Berlin", "2026-07-01T14:05:09+02:00"],
  ["yyyy-MM-dd'T'HH:mm:ss'Z'", "UTC", "2026-07-01T12:05:09Z"],
  ["d MMM yy, h:mm a", "America/New_York", "1 Jul 26, 8:05 AM"],
  ["EEEE dd.MM.yyyy HH'h''x'", "Etc/UTC", "Wednesday 01.07.2026 12h'x"],
  ["SSS D u", "GMT", "123 182 3"],
  ["HH:mm", "GMT+2", "14:05"],
])("facts 9.3: formatDate %s in %s", async (format, zone, text) => {
  const body = `return Utilities.formatDate(new Date("2026-07-01T12:05:09.123Z"), "${zone}", "${format}")`;
  expect(await outcomeOf(body)).toBe(text);
});

test("facts 9.3: parseDate reads what formatDate writes, and throws for what does not fit", async () => {
  const body = `return Utilities.parseDate("2026-07-01 08:00", "America/New_York", "yyyy-MM-dd HH:mm").toISOString()`;
  expect(await outcomeOf(body)).toBe("2026-07-01T12:00:00.000Z");
  expect(await outcomeOf(`Utilities.parseDate("soon", "UTC", "yyyy")`)).toBe(
    'Exception: Unparseable date: "soon"',
  );
});

test("facts 9.3: digests and signatures are signed bytes; the short forms lose what is not ASCII", async () => {
  const body = `
    var U = Utilities, hex = function (b) { return b.map(function (x) { return ((x & 255) + 256).toString(16).slice(1); }).join(""); };
    return [hex(U.computeDigest(U.DigestAlgorithm.SHA_256, "abc", U.Charset.UTF_8)), hex(U.computeHmacSha256Signature("what do ya want for nothing?", "Jefe", U.Charset.UTF_8)).slice(0, 8),
      hex(U.computeDigest(U.DigestAlgorithm.MD5, "ä")) === hex(U.computeDigest(U.DigestAlgorithm.MD5, "?")), Math.min.apply(null, U.computeDigest(U.DigestAlgorithm.MD5, "a")) < 0];`;
  expect(await outcomeOf(body)).toEqual([
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "5bdcc146",
    true,
    true,
  ]);
});

test("facts 9.3: base64, UUIDs, blobs, formatString", async () => {
  const body = `var U = Utilities;
    return [U.base64Encode("ä?>"), U.base64EncodeWebSafe("ä?>"), U.newBlob(U.base64Decode("w6Q=")).getDataAsString(), U.getUuid().length,
      U.newBlob("x", "text/plain", "n").getName(), U.formatString("%s-%05d-%.2f-%%", "a", 42, 1.239)];`;
  expect(await outcomeOf(body)).toEqual(["w6Q/Pg==", "w6Q_Pg==", "ä", 36, "n", "a-00042-1.24-%"]);
  expect(await outcomeOf("Utilities.formatString('%j', 1)")).toMatch(/not implemented/);
});

test.each([
  ["America/New_York", "2026-03-08T06:59:59Z"],
  ["America/New_York", "2026-03-08T07:00:00Z"],
  ["Europe/London", "2026-10-25T02:00:00Z"],
  ["Asia/Kolkata", "2026-06-01T18:31:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T16:00:00Z"],
  ["Pacific/Apia", "2026-01-01T00:00:00Z"],
])("facts 5.3: instant → serial → instant in %s at %s", (zone, iso) => {
  const ms = Date.parse(iso);
  expect(instantOf(serialOf(ms, zone), zone)).toBe(ms);
});

test("facts 5.3: a wall clock time that comes twice is the first one, one that is skipped is an hour on", () => {
  const serial = (iso: string) => serialOf(Date.parse(iso), "Etc/UTC");
  const at = (wall: string) => new Date(instantOf(serial(`${wall}Z`), "America/New_York")).toISOString();
  expect(at("2026-11-01T01:30:00")).toBe("2026-11-01T05:30:00.000Z");
  expect(at("2026-03-08T02:30:00")).toBe("2026-03-08T07:30:00.000Z");
});

test("formatDate refuses a date that is none", async () => {
  expect(await outcomeOf("return Utilities.formatDate(new Date(NaN), 'UTC', 'yyyy')")).toBe(
    "Exception: Invalid argument: date",
  );
});

test("newBlob takes text or bytes", async () => {
  expect(await outcomeOf("return Utilities.newBlob(null)")).toMatch(/^Exception: The parameters \(null\)/);
});
