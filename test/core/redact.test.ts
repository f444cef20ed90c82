import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError, tidyMessage } from "../../src/core/errors.ts";
import { redact } from "../../src/core/redact.ts";

const key = "s3cret/Key+with ünusual=chars";

describe("redact", () => {
  test.each([
    ["plain", key],
    ["percent-encoded", encodeURIComponent(key)],
    [
      "percent-encoded in small letters",
      encodeURIComponent(key).replace(/%../g, (digits) => digits.toLowerCase()),
    ],
    ["as a form field", encodeURIComponent(key).replace(/%20/g, "+")],
    ["in base64", Buffer.from(key).toString("base64")],
    ["in URL-safe base64", Buffer.from(key).toString("base64url")],
    ["in base64 behind a user", Buffer.from(`me:${key}`).toString("base64")],
    ["in base64 between others", Buffer.from(`a:${key}:tail`).toString("base64")],
  ])("%s", (_, form) => {
    const clean = redact(`GET https://x.test/?k=${form}&y=1 failed`, [key]);
    expect(clean).toContain("[key]");
    expect(clean).toContain("GET https://x.test/?k=");
    expect(clean).toContain("&y=1 failed");
    for (const piece of [key, encodeURIComponent(key)]) expect(clean).not.toContain(piece);
    expect(clean).not.toContain(Buffer.from(key).toString("base64").slice(2, -4));
  });

  test("in a JSON string", () => {
    expect(redact(JSON.stringify({ a: 'x"y\\z-0123' }), ['x"y\\z-0123'])).toBe('{"a":"[key]"}');
  });

  test("blanks around a pasted key do not save it", () => {
    expect(redact("token abcdef123 refused", [" abcdef123\n"])).toBe("token [key] refused");
  });

  test("text without a key stays as it is, and an empty key harms nothing", () => {
    expect(redact("nothing here", ["", "   "])).toBe("nothing here");
  });

  test("any key, in any place, in any form", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 12, maxLength: 60 }).filter((text) => text.trim() === text),
        fc.string(),
        fc.nat(2),
        (secret, before, pad) => {
          const base64 = Buffer.from("x".repeat(pad) + secret).toString("base64");
          for (const form of [secret, encodeURIComponent(secret)]) {
            expect(redact(`${before}${form}`, [secret])).not.toContain(form);
          }
          expect(redact(base64, [secret])).not.toBe(base64);
        },
      ),
    );
  });
});

describe("ApiError", () => {
  test("has no key in message, code or text form", () => {
    const error = new ApiError("Hunter", "refused", `Hunter: the key ${key} is wrong`, { code: key }, [key]);
    expect(`${error} ${error.stack} ${JSON.stringify(error)} ${error.code}`).not.toContain(key);
    expect(error.message).toBe("Hunter: the key [key] is wrong");
  });
});

describe("tidyMessage", () => {
  test.each([
    ["  Limit\tmust\r\nbe\u0000 an\u2028integer ", "Limit must be an integer"],
    ["x".repeat(300), "x".repeat(300)],
    ["x".repeat(301), `${"x".repeat(299)}…`],
    ["😀".repeat(400), `${"😀".repeat(299)}…`],
    ["\u202Eabc\uD800", "abc"],
  ])("%j", (said, expected) => {
    expect(tidyMessage(said)).toBe(expected);
  });
});
