import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { looks } from "../../../local/runtime/guest/range.ts";
import { services } from "../../../local/runtime/services/index.ts";
import { classRows, MEMBERS, membersText, OBJECTS, writtenMembers } from "../../../scripts/docs/members.ts";
import { hostOn, told } from "./fixture.ts";

const guest = new URL("../../../local/runtime/guest/", import.meta.url);
const source = readdirSync(guest)
  .map((file) => readFileSync(new URL(file, guest), "utf8"))
  .join("\n");

let rows: Awaited<ReturnType<typeof classRows>>;

beforeAll(async () => {
  rows = await classRows();
});

test("every member that the stand-in has exists in Apps Script", async () => {
  /** What every object of the language, and every enumeration's constant, has. */
  const ours = new Set(["constructor", "toString"]);
  const strange = [...(await writtenMembers())].flatMap(([name, members]) => {
    const written = rows.find((row) => row.name === name)?.written ?? [];
    return members
      .filter((member) => !ours.has(member) && !written.includes(member))
      .map((member) => `${name}.${member}`);
  });
  expect(strange).toEqual([]);
});

test("every class of the guest is asked about", () => {
  /** Not classes: plain values, and the language's own. */
  const others = ["MimeType", "console"];
  const made = [...source.matchAll(/\bsealed\("(\w+)"/g)].map((match) => match[1] as string);
  expect([...new Set(made)].filter((name) => !(name in OBJECTS) && !others.includes(name))).toEqual([]);
});

test("what is not written throws its name", async () => {
  const asked = rows.filter(({ name }) => name in OBJECTS);
  const body = `
    var quiet = [];
    ${asked
      .map(({ name, refused, noUse }) => {
        const members = [...refused, ...Object.values(noUse).flat()];
        return `(function (o) { ${JSON.stringify(members)}.forEach(function (m) {
          try { o[m]; quiet.push("${name}." + m); }
          catch (e) { if (e.message !== "not implemented in the stand-in: ${name}." + m) quiet.push(e.message); }
        }); })(${OBJECTS[name]});`;
      })
      .join("\n")}
    return quiet;`;
  const host = await hostOn(`function main() { ${body} }`, {
    manifest: { oauthScopes: null, urlFetchWhitelist: null },
    routes: { "https://api.huntr.co": "http://127.0.0.1" },
  });
  host.requestFault({ outcome: { status: 200, body: {} }, times: 1 });
  expect(told(await host.call("main", [], { entry: "menu" }))).toEqual([]);
});

test("local/members.md is what the stand-in has now (npm run docs writes it)", async () => {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  expect(readFileSync(join(root, MEMBERS), "utf8")).toBe(await membersText(root));
});

test("every call of the guest is served by the host", () => {
  const called = [...source.matchAll(/\b(?:call|active)(?:<[^(]*>)?\(\s*"([A-Za-z]+\.[A-Za-z]+)"/g)].map(
    (m) => m[1] as string,
  );
  const asked = [...source.matchAll(/\b(?:ask|insert)(?:<[^(]*>)?\(this, "(\w+)"/g)].map(
    (m) => m[1] as string,
  );
  const looked = looks.flatMap(({ one, many }) => [
    `Range.get${one}`,
    `Range.get${many}`,
    `Range.set${one}`,
    `Range.set${many}`,
    `RangeList.set${one}`,
  ]);
  const served = new Set(Object.keys(services));
  const methods = new Set([...served].map((name) => name.split(".")[1]));
  expect(called.length).toBeGreaterThan(80);
  expect([...called, ...looked].filter((name) => !served.has(name))).toEqual([]);
  expect(asked.filter((name) => !methods.has(name))).toEqual([]);
});
