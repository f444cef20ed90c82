import { domainToASCII } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressIn, addressKey, isAddress, plainText } from "../../src/core/addresses.ts";
import { decodedHost } from "../../src/core/punycode.ts";

const ANN = "ann@one.example";

describe("an address in any dress is the address", () => {
  test.each([
    "ann@one.example",
    " ann@one.example ",
    "(ann@one.example)",
    "[ann@one.example]",
    "{ann@one.example}",
    '"ann@one.example"',
    "'ann@one.example'",
    "“ann@one.example”",
    "‘ann@one.example’",
    "«ann@one.example»",
    "<ann@one.example>",
    "Ann Lee <ann@one.example>",
    '"Lee, Ann" <ann@one.example>',
    "Lee, Ann (ann@one.example)",
    "Ann @ One <ann@one.example>",
    "ann@one.example <ann@one.example>",
    "mailto:ann@one.example",
    "MAILTO:ann%40one.example?subject=Hello%20you&cc=other@two.example",
    '<a href="mailto:ann@one.example?body=x">Ann</a>',
    "[Ann](mailto:ann@one.example)",
    "SMTP:ann@one.example",
    "E-mail: ann@one.example",
    "ann@one.example.",
    "ann@one.example;",
    "ann@one.example, ann@one.example",
    "ann@one.example!",
    "• ann@one.example",
    "ann@one.example\n",
    "\u200bann@one.example",
    "ann@\u200done.example",
    "\u202aann@one.example\u202c",
    "\u202eann@one.example",
    "\u2066ann@one.example\u2069",
    "\u200eann@one.example\u200f",
    "\ufeffann@one.example",
    "ann@one\u00ad.example",
    "\u00a0ann@one.example\u00a0",
    "\u2003ann@one.example\u3000",
    "ann@one.example\u2060",
    "ann\u180e@one.example",
    "ann＠one．example",
    "ａｎｎ@one。example",
    "\u0000ann@one.example\u007f",
  ])("%j", (dressed) => {
    expect(addressIn(dressed)).toBe(ANN);
    expect(addressKey(dressed)).toBe(ANN);
  });

  test.each([
    ["mailto:ann%2Bjobs@one.example", "ann+jobs@one.example"],
    ["ann+jobs@one.example", "ann+jobs@one.example"],
    ["ann%2Bjobs@one.example", "ann+jobs@one.example"],
    ["ann%2bjobs%40one.example", "ann+jobs@one.example"],
    ["%20ann@one.example%20", "ann@one.example"],
    ["%3Cann%2Bjobs@one.example%3E", "ann+jobs@one.example"],
    ["ann%5Flee@one.example", "ann_lee@one.example"],
    ["ann%lee@one.example", "ann%lee@one.example"],
    ["ann%41@one.example", "ann%41@one.example"],
    ["100%@one.example", "100%@one.example"],
    ["mailto:100%@one.example", "100%@one.example"],
    ["O’Brien@One.example", "O'Brien@One.example"],
    ["o'brien@one.example", "o'brien@one.example"],
    ["_ann-lee_@one.example", "_ann-lee_@one.example"],
    ["jose\u0301@one.example", "josé@one.example"],
  ])("%j is %s, in its own spelling", (dressed, address) => {
    expect(addressIn(dressed)).toBe(address);
  });

  test.each([
    ["Ann@One.EXAMPLE", ANN],
    ["ann@xn--mnchen-3ya.example", "ann@münchen.example"],
    ["ann@XN--MNCHEN-3YA.example", "ann@münchen.example"],
    ["ann@mu\u0308nchen.example", "ann@münchen.example"],
    ["Ann <ann@xn--bcher-kva.xn--p1ai>", "ann@bücher.рф"],
    ["ann@xn--zzzzzzzzzz99999.example", "ann@xn--zzzzzzzzzz99999.example"],
    ["66f1c0ffee", "66f1c0ffee"],
    ["  ", ""],
  ])("the key of %j is %j", (dressed, key) => {
    expect(addressKey(dressed)).toBe(key);
  });
});

describe("what could mean several, or none, is never guessed", () => {
  test.each([
    "ann@one.example, bob@one.example",
    "ann@one.example; bob@two.example",
    "ann@one.example bob@two.example",
    "ann@one.example\nbob@two.example",
    "Ann <ann@one.example>, Bob <bob@one.example>",
    "mailto:ann@one.example,bob@one.example",
    "ann@one.example|bob@two.example",
    "ann@one.example ::: bob@two.example",
    "ann@one.example (or ann.lee@one.example)",
    "old@one.example <new@one.example>",
  ])("%j holds several", (text) => {
    expect(() => addressIn(text)).toThrow("holds several addresses: keep one in a cell.");
  });

  test.each([
    "nobody",
    "ann@one",
    "ann @ one.example",
    "ann@ one.example",
    "ann(at)one.example",
    "ann@one.example/bob@two.example",
    "ann@@one.example",
    "ann..lee@one.example",
    "ann.@one.example",
    "ann@one..example",
    "@ann",
    "https://social.example/@ann",
    '"ann lee"@one.example',
    "ann@one.example @ann",
    "N/A",
    `${"a".repeat(250)}@one.example`,
  ])("%j is none", (text) => {
    expect(isAddress(addressIn(text))).toBe(false);
  });

  test.each([
    // A link.
    "http://ann@one.example",
    "https://ann:secret@one.example",
    "//ann@one.example",
    "/ann@one.example",
    "http:ann@one.example",
    "http:/ann@one.example",
    "http:\\\\ann@one.example",
    "mailto://ann@one.example",
    "mailto:/ann@one.example",
    "<http://ann@one.example>",
    "Ann Lee <http://ann@one.example>",
    "[Ann](http://ann@one.example)",
    "https://mail.example/mail/?view=cm&to=ann@one.example",
    "https://mail.example/mail/?to=<ann lee@one.example>",
    "mail.example/mail/?view=cm&to=ann@one.example",
    "?to=ann@one.example",
    "https://mail.example/?u=mailto:ann@one.example",
    "sip:ann@one.example",
    "skype:ann@one.example?chat",
    "git@one.example:ann/lee",
    "ann:secret@one.example",
    "ann@one.example:8080",
    "ann@one.example/lee",
    "ann@one.example?subject=Hello",
    "ann/lee@one.example",
    "ann\\\\lee@one.example",
    "ｈｔｔｐ：／／ann@one.example",
    "mailto:?to=ann@one.example",
    "mailto:ann@one.example&cc=bob@one.example",
    // A blank, or another slip.
    "ann lee@one.example",
    "Ann Lee ann@one.example",
    "ann lee@one.example ",
    "(ann lee@one.example)",
    '"ann lee@one.example"',
    "<ann lee@one.example>",
    "Ann <ann lee@one.example>",
    "Lee, Ann (ann lee@one.example)",
    "ann\u00a0lee@one.example",
    "ann\u3000lee@one.example",
    "ann\tlee@one.example",
    "ann\nlee@one.example",
    "ann%20lee@one.example",
    "mailto:ann%20lee@one.example",
    "mailto:ann lee@one.example",
    "E-mail: ann lee@one.example",
    "ann@one.example x",
    "// ann@one.example",
    "ann@one.co m",
    "ann@one.co,uk",
    "ann@one.co;uk",
    "ann,lee@one.example",
    "ann;lee@one.example",
    "ann|lee@one.example",
    "ann(lee@one.example",
    "ann<lee@one.example",
    "ann[lee@one.example",
    'ann"lee@one.example',
    "ann: lee@one.example",
    "<ann@one.co>m",
    '"ann@one.co".uk',
    "…lee@one.example",
    "...lee@one.example",
    "ann@one.exam…",
    "ann lee@one.example, ann lee@one.example",
  ])("%j is none, and no part of it another one", (text) => {
    expect(isAddress(addressIn(text))).toBe(false);
    expect(addressIn(text)).toBe(plainText(text.replace(/^(?!mailto).*%20/, "ann ")));
  });

  test.each([
    "Ann <ann@one.example> http://one.example",
    "Ann Lee\n<ann@one.example>",
    "mailto: ann@one.example",
    "mailto:Ann%20Lee%20%3Cann@one.example%3E",
    "<mailto:ann@one.example>",
    "Ann Lee mailto:ann@one.example",
    "ann@one.example (Ann Lee)",
    '("ann@one.example")',
    "<<ann@one.example>>",
    '"Ann @ One" <ann@one.example>',
    "Lee, Ann (Dr) <ann@one.example>",
    "Work e-mail: ann@one.example",
    "E-Mail-Adresse: ann@one.example",
    "Email:ann@one.example",
    "- ann@one.example",
    "(ann@one.example",
    "ann@one.example)",
    "(ann@one.example).",
    "*ann@one.example*",
  ])("%j leaves no doubt", (text) => {
    expect(addressIn(text)).toBe(ANN);
  });
});

/** Whatever is put round an address, and invisibly into it. */
const seen = fc.constantFrom(
  "%",
  "<%>",
  "(%)",
  "[%]",
  '"%"',
  "'%'",
  "“%”",
  "Ann Lee <%>",
  "Lee, Ann (%)",
  "%.",
  "%;",
  "mailto:%",
  "mailto:%?subject=x",
  " % ",
  "%,",
  "E-mail: %",
);
const unseen = fc.constantFrom(
  ..."\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c",
);
const address = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9+_-]{0,8}$/), fc.stringMatching(/^[a-zäöüéñ]{1,8}$/))
  .map(([local, host]) => `${local}@${host}.example`);

test("any dressing of an address has the same key", () => {
  fc.assert(
    fc.property(
      address,
      fc.array(seen, { maxLength: 1 }),
      fc.array(fc.tuple(fc.nat(60), unseen), { maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
      (plain, dresses, marks, isWide, isEncoded) => {
        const at = plain.indexOf("@") + 1;
        let text = isEncoded ? plain.slice(0, at) + domainToASCII(plain.slice(at)) : plain;
        if (isWide) text = text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
        for (const dress of dresses) text = dress.replace("%", () => text);
        for (const [place, mark] of marks) text = text.slice(0, place) + mark + text.slice(place);
        expect(addressKey(text)).toBe(plain);
      },
    ),
  );
});

test("two addresses in one cell are a sentence", () => {
  fc.assert(
    fc.property(
      address,
      address,
      fc.constantFrom(", ", "; ", " ", "\n", " | ", " / "),
      (one, other, between) => {
        fc.pre(one !== other);
        expect(() => addressIn(one + between + other)).toThrow("several addresses");
      },
    ),
  );
});

test("a host is read in its own letters, as the name system means it", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zà-öø-ýα-ωб-яぁ-ん一-龥]{1,12}$/), (label) => {
      const encoded = domainToASCII(`${label}.example`);
      fc.pre(encoded !== "");
      expect(domainToASCII(decodedHost(encoded))).toBe(encoded);
    }),
  );
});

test("a blank, a slash or a scheme before an address never leaves another one", () => {
  const parts = fc.constantFrom("ann", "http:", "//", " ", "%20", "x/", ", ", "a.b", "?to=", "://", "gmail:");
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1, maxLength: 4 }), address, (before, plain) => {
      const text = before.join("") + plain;
      const got = addressIn(text);
      fc.pre(isAddress(got));
      // All of it is the address but what stands between addresses.
      expect(got).toBe(decodeURIComponent(text).replace(/^[\s,]+/, ""));
      expect(got).not.toMatch(/[/\s]/);
    }),
  );
});

test("a cell full of signs is read at once", () => {
  for (const signs of ["-", "a", "(", '"', "mail ", "http:", "<a@", ".", "mailto:", 'a@b.co"'])
    expect(isAddress(addressIn(`${signs.repeat(50_000 / signs.length)}x`))).toBe(false);
});
