import { expect, test } from "vitest";
import { passingFaults } from "../../local/runtime/faults.ts";
import type { Host } from "../../local/runtime/host.ts";
import { compute } from "../formulas/computing.ts";
import { GOOGLES_WORDS } from "../google-words.ts";
import { openHost } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";

/** Whatever of Google's services refuses, nobody reads Google's own text, but for one that nobody knows. */

onServers({
  huntr: { size: { jobs: 30 } },
  hunter: { verifier: { slowPerThousand: 0, flakyPerThousand: 0 } },
});

/** As Google words them (facts, 1.2, 3.5, 5.5, 9.1 and 10). */
const TEXTS = [
  passingFaults.timedOut("1abc"),
  passingFaults.failed("1abc"),
  passingFaults.serverError,
  passingFaults.internal,
  passingFaults.unavailable,
  passingFaults.tooMany,
  passingFaults.locks,
  "Service invoked too many times in a short time: properties rateMax. Try Utilities.sleep(1000) between calls.",
  "Service invoked too many times for one day: urlfetch.",
  "You can't set the number format of cells in a typed column.",
  "The data you entered in cell A2 violates the data validation rules set on this cell.",
  "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.",
  "Specified permissions are not sufficient to call Range.setValues. Required permissions: https://www.googleapis.com/auth/spreadsheets",
];
const CALLS = [
  /^Sheet\./,
  /^Range\.get/,
  /^Range\.set/,
  /^Properties\./,
  /^Cache\./,
  /^Lock\./,
  /^SpreadsheetApp\./,
  /^UrlFetchApp\./,
  /^Spreadsheet\./,
];

const TIMES = 400;

/** All that a person can read after a menu item, a sidebar's calls, an import and a formula, and whether the fault struck. */
async function read(host: Host): Promise<{ text: string; hasStruck: boolean }> {
  const told: unknown[] = [];
  const tell = async (outcome: ReturnType<Host["rpc"]>) => {
    const result = await outcome;
    told.push(
      "error" in result ? result.error.message : "value" in result ? result.value : null,
      result.toasts,
    );
    return result;
  };
  await tell(host.call("importHuntrJobs", [], { entry: "menu" }));
  for (const name of ["listRuns", "tablesState", "setupState", "importForm", "lookupForm", "credits"])
    await tell(host.rpc(name, name === "lookupForm" ? [""] : []));
  const started = await tell(
    host.rpc("startRun", [JSON.stringify({ kind: "import", table: "huntr.members" })]),
  );
  if (started.ok)
    await tell(host.rpc("advanceRun", [(JSON.parse(String(started.value)) as { id: string }).id]));
  for (const formula of ["=HUNTR_JOBS()", '=HUNTER_VERIFY("a@school.example")'])
    told.push(await compute(host, formula));
  await host.advance(120_000);
  const hasStruck = host.armed().calls.every(({ left }) => left < TIMES);
  host.disarm();
  await tell(host.rpc("listRuns", []));
  const { book } = host;
  for (const { id } of book.sheets())
    told.push(book.values(id, 1, 1, Math.max(1, book.lastRow(id)), Math.max(1, book.lastColumn(id))));
  return { text: JSON.stringify(told), hasStruck };
}

/** Of all pairs of a call and a text every fourth: each call fails in several ways, each text comes at several calls. */
const CASES = CALLS.flatMap((call) => [1, 3].map((nth) => ({ call, nth }))).map((fault, i) => ({
  ...fault,
  texts: TEXTS.filter((_, j) => (i + j) % 4 === 0),
}));

test.each(CASES)(
  "$call, call $nth and after: nobody reads what Google said",
  async ({ call, nth, texts }) => {
    for (const message of texts) {
      const host = await openHost(file, servers.routes);
      host.fault({ call, nth, times: TIMES, message });
      const { text, hasStruck } = await read(host);
      expect([message, text.match(GOOGLES_WORDS)?.[0], hasStruck]).toEqual([message, undefined, true]);
      await host.close();
    }
  },
);
