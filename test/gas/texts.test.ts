import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../../local/runtime/host.ts";
import { CUT_MARK } from "../../src/core/cells.ts";
import { freshFile, must, openHost, type Servers, settle, start, startServers } from "../rig.ts";

const TEXTS = 1_000;
/** facts 1.5; one less where an apostrophe has to go before it. */
const longest = (text: string) => (/^[=+']/.test(text) ? 49_999 : 50_000);

let servers: Servers;
let host: Host;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 0, activities: 0, members: 5, employers: 5 } } });
  host = await openHost(await freshFile(servers.routes), servers.routes);
});
afterAll(async () => {
  await host.close();
  await servers.close();
});

/** Text of every kind that a job seeker, a web page or an attacker may have written. */
const texts = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .constantFrom("=", "+", "-", "@", "'", "''", " =", "\t=", "\n=", "\r=", "＝", "\u0000=")
    .chain((start) =>
      fc
        .constantFrom("1+1", "SUM(A1)", 'IMPORTXML("http://x","//y")', "x", " 1", "")
        .map((rest) => start + rest),
    ),
  fc.oneof(fc.integer(), fc.double({ noDefaultInfinity: true })).map(String),
  fc
    .tuple(fc.constantFrom("$", "€", "£", "¥", "kr ", "+", "-", "("), fc.integer({ min: 0, max: 99_999 }))
    .map(([sign, n]) => `${sign}${n.toLocaleString("en-US")}`),
  fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(8, "0")),
  fc
    .date({ min: new Date("1901-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
    .chain((date) =>
      fc.constantFrom(
        date.toISOString(),
        date.toISOString().slice(0, 10),
        date.toLocaleDateString("en-US"),
        date.toLocaleTimeString("en-US"),
        date.toDateString(),
      ),
    ),
  fc.constantFrom(
    "TRUE",
    "false",
    "True ",
    "#N/A",
    "#REF!",
    "1E3",
    "1e-7",
    "10%",
    "1/2",
    "1:30",
    "NaN",
    "Infinity",
    "[a](http://b)",
    '""',
    "{1,2}",
    "null",
  ),
  fc.constantFrom(
    "مرحبا",
    "שלום =1",
    "\u202e=1+1",
    "👩‍👩‍👧 =2",
    "日本語１２３",
    "é̂",
    "\u200b00123",
    "line\nbreak",
    "tab\tstop",
    "\u0007bell",
    "\ufeff=1",
  ),
  fc
    .constantFrom("=", "'", "1", "x", "👍")
    .chain((start) => fc.integer({ min: 49_990, max: 60_000 }).map((n) => start + "y".repeat(n))),
);

test(`${TEXTS} texts of every kind arrive as that very text, none as a formula`, async () => {
  const given = fc.sample(texts, { numRuns: TEXTS, seed: 20_261_116 }).filter((text) => text !== "");
  const ownerId = must(servers.huntr.data.members[0]).id;
  const wanted = new Map<string, string>();
  for (const title of given) wanted.set(servers.huntr.createJob({ owner: ownerId, title }).id, title);
  await start(host, { kind: "import", table: "huntr.jobs", columns: ["title", "created_at"] });
  expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
  const { book } = host;
  const sheet = must(book.sheets().find(({ name }) => name === "Huntr Jobs"));
  const rows = book.values(sheet.id, 2, 1, wanted.size, 2);
  const formulas = book.formulas(sheet.id, 2, 1, wanted.size, 2);
  expect(formulas.flat().filter((formula) => formula !== "")).toEqual([]);
  for (const [id, found] of rows) {
    const title = must(wanted.get(String(id)));
    if (title.length <= longest(title)) expect(found).toBe(title);
    else {
      expect(String(found).length).toBeLessThanOrEqual(50_000);
      expect(String(found).endsWith(CUT_MARK)).toBe(true);
      expect(title.startsWith(String(found).slice(0, -CUT_MARK.length))).toBe(true);
    }
  }
  // Written again, nothing differs from what the sheet shows: every text is read as it was meant.
  await start(host, { kind: "import", table: "huntr.jobs", columns: ["title", "created_at"] });
  expect((await settle(host))[0]).toMatchObject({
    status: "done",
    counts: { added: 0, changed: 0, removed: 0 },
  });
});
