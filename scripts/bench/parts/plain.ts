import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TOKEN } from "./measure.ts";

/** Lines that write some rows below the others, at once or a row at a time. */
const WRITES = {
  page: `sheet.getRange(row, 1, cells.length, cells[0].length).setValues(cells);`,
  row: `cells.forEach(function (line, i) { sheet.getRange(row + i, 1, 1, line.length).setValues([line]); });`,
};

/**
 * The import as one would write it first: one request after another, with the same 18 columns and page size. It
 * protects no text and saves no place.
 */
const importing = (write: string) => `
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
      var cells = rows.map(function (r) {
        return r.map(function (v) { return typeof v === "string" ? v.slice(0, 49000) : v; });
      });
      ${write}
      row += rows.length;
    }
    next = rows.length > 0 ? answer.next : null;
  } while (next);
}`;

/**
 * The look-up as one would write it first: for each row a request, its answer, a setValue. It stops before its six
 * minutes are over (facts, 1.1) and returns the row to go on from, or null.
 */
const LOOKING_UP = `
function main(first) {
  var startedMs = Date.now();
  var sheet = SpreadsheetApp.getActiveSpreadsheet().getSheetByName("In");
  if (first === 2) sheet.getRange(1, 3).setValue("Status");
  var emails = sheet.getRange(1, 2, sheet.getLastRow(), 1).getValues();
  for (var row = first; row <= emails.length; row++) {
    if (Date.now() - startedMs > 350000) return row;
    var url = "https://api.hunter.io/v2/email-verifier?email=" + encodeURIComponent(emails[row - 1][0]);
    var answer = JSON.parse(UrlFetchApp.fetch(url, { headers: { "X-API-KEY": "${TOKEN}" } }).getContentText());
    sheet.getRange(row, 3).setValue(answer.data.status);
  }
  return null;
}`;

const SCRIPTS = { page: importing(WRITES.page), row: importing(WRITES.row), lookups: LOOKING_UP };

/** Writes such a script where a host can open it, for as long as `work` takes. */
export async function withPlainScript(
  how: keyof typeof SCRIPTS,
  work: (dist: string) => Promise<void>,
): Promise<void> {
  const dist = mkdtempSync(join(tmpdir(), "plain-"));
  const oauthScopes = ["spreadsheets.currentonly", "script.external_request"].map(
    (scope) => `https://www.googleapis.com/auth/${scope}`,
  );
  const manifest = { timeZone: "Etc/UTC", runtimeVersion: "V8", oauthScopes };
  writeFileSync(join(dist, "Code.js"), SCRIPTS[how]);
  writeFileSync(join(dist, "appsscript.json"), JSON.stringify(manifest));
  try {
    await work(dist);
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}
