// Imports the same jobs in two ways and compares what each costs: Huntsheet's bundle, and a script as one would write
// it first: one request after another, and a setValues for each page. Prints ratios; nothing passes or fails.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHuntr } from "../../local/apis/index.ts";
import { newBookFile } from "../../local/runtime/book-file.ts";
import { buildRuntime, projectRoot } from "../../local/runtime/bundle.ts";
import { Host } from "../../local/runtime/host.ts";
import type { Execution } from "../../local/runtime/report.ts";

const JOBS = 20_000;
const TOKEN = "bench-token";
const START_MS = Date.parse("2026-11-16T09:00:00Z");

/** The straightforward script, with the same 18 columns and page size. It protects no text and saves no place. */
const PLAIN = `
function main() {
  var sheet = SpreadsheetApp.getActiveSpreadsheet().insertSheet("Jobs");
  var row = 1, next = null;
  do {
    var url = "https://api.huntr.co/org/jobs?limit=499" + (next ? "&next=" + next : "");
    var answer = JSON.parse(UrlFetchApp.fetch(url, { headers: { Authorization: "Bearer ${TOKEN}" } }).getContentText());
    var rows = answer.data.map(function (job) {
      var owner = job.ownerMember || {}, employer = job.employer || {};
      var at = function (seconds) { return typeof seconds === "number" ? new Date(seconds * 1000) : ""; };
      var when = function (activity) { return activity ? at(activity.startAt) : ""; };
      return ["'" + job.id, "'" + job.title, "'" + employer.name, "'" + employer.domain, job.list ? "'" + job.list.name : "", "",
        "'" + owner.givenName + " " + owner.familyName, "'" + owner.email, "'" + job.salary, "'" + job.url,
        job.location ? "'" + job.location.address : "", at(job.deadline), when(job.applicationActivity), "",
        when(job.offerActivity), when(job.offerAcceptedActivity), 0, at(job.createdAt)];
    });
    if (rows.length > 0) {
      if (row + rows.length > sheet.getMaxRows()) sheet.insertRowsAfter(sheet.getMaxRows(), rows.length);
      sheet.getRange(row, 1, rows.length, rows[0].length).setValues(rows.map(function (r) {
        return r.map(function (v) { return typeof v === "string" ? v.slice(0, 49000) : v; });
      }));
      row += rows.length;
    }
    next = rows.length > 0 ? answer.next : null;
  } while (next);
}`;

interface Cost {
  modelledS: number;
  realS: number;
  requests: number;
  spreadsheetCalls: number;
  executions: number;
}

async function measured(dist: string, url: string, work: (host: Host) => Promise<void>): Promise<Cost> {
  const host = await Host.open({
    dist,
    book: newBookFile({ owner: "owner@example.com", nowMs: START_MS }),
    routes: { "https://api.huntr.co": url },
  });
  const executions: Execution[] = [];
  host.on("ended", ({ execution }) => executions.push(execution));
  const startedMs = performance.now();
  await work(host);
  const realS = (performance.now() - startedMs) / 1000;
  await host.close();
  const failed = executions.find(({ ok }) => !ok);
  if (failed) throw new Error(`${failed.function} failed: ${JSON.stringify(failed).slice(0, 500)}`);
  const calls = executions.flatMap(({ serviceCalls }) => serviceCalls);
  return {
    modelledS: executions.reduce((ms, { virtualMs }) => ms + virtualMs, 0) / 1000,
    realS,
    requests: executions.reduce((n, { requests }) => n + requests.length, 0),
    spreadsheetCalls: calls
      .filter(({ name }) => /^(SpreadsheetApp|Spreadsheet|Sheet|Range|RangeList)\./.test(name))
      .reduce((n, { count }) => n + count, 0),
    executions: executions.length,
  };
}

async function huntsheet(host: Host): Promise<void> {
  await host.rpc("saveKeys", [JSON.stringify({ huntr: TOKEN })]);
  await host.rpc("startRun", [{ kind: "import", table: "huntr.jobs" }]);
  for (;;) {
    const listed = await host.rpc("listRuns", []);
    const [run] = JSON.parse(listed.ok ? String(listed.value) : "[]") as {
      id: string;
      status: string;
      done: number;
    }[];
    if (run?.status === "done") {
      if (run.done !== JOBS) throw new Error(`${run.done} of ${JOBS} jobs arrived.`);
      return;
    }
    const advanced = await host.rpc("advanceRun", [run?.id]);
    const { waitUntilMs = 0 } = JSON.parse(advanced.ok ? String(advanced.value) : "{}") as {
      waitUntilMs?: number;
    };
    if (waitUntilMs > host.now()) await host.advance(waitUntilMs - host.now());
  }
}

const cell = (n: number, digits: number) => n.toFixed(digits).padStart(12);
const line = (name: string, cost: Cost) =>
  name.padEnd(22) +
  [cell(cost.modelledS, 1), cell(cost.realS, 1), cell(cost.requests, 0), cell(cost.spreadsheetCalls, 0)].join(
    "",
  ) +
  cell((cost.spreadsheetCalls * 1_000) / JOBS, 2);

async function compared(requestsPerSecond: number | null, plainDist: string): Promise<void> {
  const server = await startHuntr({
    token: TOKEN,
    size: { jobs: JOBS, activities: 4 * JOBS },
    requestsPerSecond,
  });
  try {
    const plain = await measured(plainDist, server.url, async (host) => {
      await host.call("main", [], { entry: "menu" });
    });
    const ours = await measured(join(projectRoot(), "dist"), server.url, huntsheet);
    const limit =
      requestsPerSecond === null ? "no limit on requests" : `${requestsPerSecond} requests a second allowed`;
    console.log(`\n${JOBS.toLocaleString("en-US")} jobs × 18 columns, ${limit}`);
    console.log(`${" ".repeat(22)}  modelled s      real s    requests sheet calls per 1k rows`);
    console.log(line("one after another", plain));
    console.log(line("Huntsheet", ours));
    const times = (of: (cost: Cost) => number) => `${(of(plain) / of(ours)).toFixed(2)}×`.padStart(12);
    console.log(
      `${"times as fast".padEnd(22)}${times((cost) => cost.modelledS)}${times((cost) => cost.realS)}`,
    );
  } finally {
    await server.close();
  }
}

await buildRuntime();
const plainDist = mkdtempSync(join(tmpdir(), "plain-"));
writeFileSync(join(plainDist, "Code.js"), PLAIN);
const oauthScopes = ["spreadsheets.currentonly", "script.external_request"].map(
  (scope) => `https://www.googleapis.com/auth/${scope}`,
);
writeFileSync(
  join(plainDist, "appsscript.json"),
  JSON.stringify({ timeZone: "Etc/UTC", runtimeVersion: "V8", oauthScopes }),
);
try {
  await compared(null, plainDist);
  await compared(20, plainDist);
} finally {
  rmSync(plainDist, { recursive: true, force: true });
}
