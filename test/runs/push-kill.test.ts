import { afterAll, beforeAll, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { freshFile, must, type Servers, startServers } from "../rig.ts";
import { DEATHS, type Death, killAll } from "./killing.ts";
import { withRows } from "./pushing.ts";

let servers: Servers;
let fresh: BookFile;

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 0, activities: 0, members: 12, employers: 2 }, requestsPerSecond: null },
  });
  fresh = await freshFile(servers.routes);
});
afterAll(() => servers.close());

/** With KILLS=every it takes half an hour. */
const TIMEOUT_MS = 3_600_000;

const addresses = (count: number) => Array.from({ length: count }, (_, i) => `person${i + 1}@new.example`);
/** Refused by form, twice in the sheet, and a row of the user's own: they are left out however it was killed. */
const ODD_ROWS = [
  ["no address", "odd"],
  ["PERSON1@new.example", "twice"],
  ["", "no address either"],
];
const rowsOf = (emails: readonly string[]) => [
  ["E-mail", "Notes"],
  ...emails.map((email) => [email, `note of ${email}`]),
  ...ODD_ROWS,
];

function restore(): void {
  servers.huntr.restore(undefined);
  servers.hunter.restore(undefined);
}

/** Kills a push of some addresses. @param sent the addresses that the API was told of since `restore`. */
async function killPush(
  count: number,
  push: { readonly push: string; readonly map: object; readonly constants?: object },
  death: Death,
  sent: () => readonly string[],
): Promise<void> {
  const emails = addresses(count);
  const file = await withRows(fresh, servers, "People", rowsOf(emails));
  const spec = { kind: "push", sheet: "People", ...push };
  const died = await killAll(
    { file, servers, spec, sheet: "People", restore },
    death,
    "kinds",
    ({ rows }, unkilled, where) => {
      const all = sent();
      expect(
        emails.map((email) => all.filter((other) => other === email).length),
        where,
      ).toEqual(emails.map(() => 1));
      expect(rows.map(withoutNumbers), where).toEqual(unkilled.rows.map(withoutNumbers));
    },
  );
  expect([...died]).toEqual(expect.arrayContaining(["UrlFetchApp.fetch", "Range.setValues"]));
}

/** Ids are given anew each time, and what was created before a kill is found there after it. */
function withoutNumbers(row: readonly unknown[]): unknown[] {
  return row.map((cell) =>
    typeof cell === "string" ? cell.replace(/[0-9a-f]{24}|lead \d+ (created|updated)/g, "…") : cell,
  );
}

test.each(DEATHS)(
  "60 invitations killed right $when service calls (queued writes $queued): nobody is invited twice or forgotten",
  (death) =>
    killPush(60, { push: "huntr.invitations", map: { email: "E-mail" } }, death, () =>
      servers.huntr.data.invitations.map(({ toEmail }) => toEmail),
    ),
  TIMEOUT_MS,
);

test.each(DEATHS)(
  "120 leads killed right $when service calls (queued writes $queued): each is saved once",
  (death) =>
    killPush(120, { push: "hunter.leads", map: { email: "E-mail", notes: "Notes" } }, death, () =>
      servers.hunter.data.leads.map(({ email }) => String(email)),
    ),
  TIMEOUT_MS,
);

test.each(DEATHS)(
  "120 recipients killed right $when service calls (queued writes $queued): each is added once",
  (death) => {
    restore();
    const { id } = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
    return killPush(
      120,
      { push: "hunter.recipients", map: { emails: "E-mail" }, constants: { campaign_id: id } },
      death,
      () => servers.hunter.data.recipients(id).map(({ email }) => email),
    );
  },
  TIMEOUT_MS,
);
