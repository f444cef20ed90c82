import { expect, test } from "vitest";
import { compute } from "../formulas/computing.ts";
import { must, settle, start } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";

onStage({});

/** The members that Huntr lists, with a member field that is a day. */
function members(records: readonly { readonly createdAt: number; readonly day: string }[]): void {
  const list = (path: RegExp, data: object[]) =>
    servers.huntr.faults.add({
      effect: { kind: "change", change: (reply) => ({ ...reply, body: { data } }) },
      when: (call) => path.test(call.path),
      times: 99,
    });
  list(/member-fields$/, [{ id: "f1", name: "Starts", fieldType: "DATE" }]);
  const memberFieldValues = (day: string) => [{ fieldId: "f1", value: Date.parse(day) / 1000 }];
  list(
    /members$/,
    records.map(({ createdAt, day }, i) => ({
      id: `5eb0000000000000000000a${i}`,
      email: `p${i}@school.example`,
      createdAt,
      memberFieldValues: memberFieldValues(day),
    })),
  );
}

const seconds = (iso: string) => Date.parse(iso) / 1000;

test.each([
  ["America/New_York", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-11-01"],
  ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25"],
  ["Australia/Lord_Howe", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z", "2026-04-05"],
  ["America/Santiago", "2026-04-05T02:30:00Z", "2026-04-05T03:30:00Z", "2026-09-06"],
  ["America/Havana", "2026-11-01T04:30:00Z", "2026-11-01T05:30:00Z", "2026-03-08"],
  ["Africa/Cairo", "2026-10-29T20:30:00Z", "2026-10-29T21:30:00Z", "2026-04-24"],
  ["America/Asuncion", "2024-03-24T02:30:00Z", "2024-03-24T03:30:00Z", "2023-10-01"],
  ["Asia/Tehran", "2022-09-21T19:00:00Z", "2022-09-21T20:00:00Z", "2022-03-22"],
  ["Atlantic/Azores", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-03-29"],
  ["Asia/Beirut", "2026-10-24T20:30:00Z", "2026-10-24T21:30:00Z", "2026-03-29"],
])(
  "in %s a refresh leaves what stands in an hour that comes twice, and days without midnight, as they are",
  async (zone, once, again, day) => {
    host.book.timeZone = zone;
    members([once, again].map((iso) => ({ createdAt: seconds(iso), day })));
    await start(host, { kind: "import", table: "huntr.members" });
    const [imported] = await settle(host);
    expect(imported).toMatchObject({ status: "done", counts: { added: 2 } });
    for (let n = 0; n < 2; n++) {
      await start(host, { kind: "refresh", sheet: "Huntr Members", full: true });
      expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 0, changed: 0 } });
    }
    const { cells, error } = await compute(host, '=TEXT(INDEX(HUNTR_MEMBERS("","starts"),2,1),"yyyy-mm-dd")');
    expect([error, must(cells[0])[0]]).toEqual(["", day]);
  },
);

test("a time that is really another is written, in the hour that comes twice too", async () => {
  host.book.timeZone = "America/New_York";
  members([{ createdAt: seconds("2026-11-01T05:30:00Z"), day: "2026-11-01" }]);
  await start(host, { kind: "import", table: "huntr.members" });
  await settle(host);
  for (const [iso, changed] of [
    ["2026-11-01T05:40:00Z", 1],
    ["2026-11-01T07:40:00Z", 1],
    ["2026-11-01T06:40:00Z", 1],
  ] as const) {
    servers.huntr.faults.clear();
    members([{ createdAt: seconds(iso), day: "2026-11-01" }]);
    await start(host, { kind: "refresh", sheet: "Huntr Members", full: true });
    expect((await settle(host))[0]).toMatchObject({ counts: { changed } });
  }
});

test("filters of formulas and imports mean the file's days, and so does a date cell joined to a text", async () => {
  host.book.timeZone = "America/New_York";
  const sheet = host.book.insertSheet("In");
  host.book.write(sheet, 1, 1, [[{ serial: 46_327 }]]);
  const asked = () => must(servers.huntr.requests.at(-1)).url;
  const midnight = `created_after=${seconds("2026-11-01T04:00:00Z")}`;
  await compute(host, '=HUNTR_JOBS("created_after=2026-11-01")');
  expect(asked()).toContain(midnight);
  await host.rpc("recalculateFormulas", []);
  await compute(host, '=HUNTR_JOBS("created_after="&In!A1,"title")');
  expect(asked()).toContain(midnight);
  await start(host, { kind: "import", table: "huntr.jobs", filters: { created_after: "2026-11-01" } });
  await settle(host);
  expect(asked()).toContain(midnight);
  expect((await compute(host, '=HUNTR_JOBS("created_after=2026")')).error).toMatch(
    "The filter created_after takes a date like 2026-01-31, or Unix seconds.",
  );
});

test("a range is a list of whole names, a text is cut at its commas", async () => {
  const data = [{ id: "f1", name: "City, State", fieldType: "TEXT" }];
  servers.huntr.faults.add({
    effect: { kind: "change", change: (reply) => ({ ...reply, body: { data } }) },
    when: (call) => /member-fields$/.test(call.path),
    times: 99,
  });
  await start(host, { kind: "import", table: "huntr.members" });
  await settle(host);
  const { cells, error } = await compute(host, "=HUNTR_MEMBERS(\"\",'Huntr Members'!A1:F1)");
  expect([error, cells[0]]).toEqual([
    "",
    ["ID", "Given name", "Family name", "Email", "Is active", "City, State"],
  ]);
  expect((await compute(host, '=HUNTR_MEMBERS("","City, State")')).error).toMatch("has no column 'City'");
});
