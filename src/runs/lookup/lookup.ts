import { assertInput } from "../../core/errors.ts";
import { lookups } from "../../hunter/lookups.ts";
import { capIn, leastFor } from "../../ledger/price.ts";
import { namedTarget } from "../claims.ts";
import type { RunKind } from "../kind.ts";
import type { RunOf } from "../run.ts";
import { loadRuns } from "../store.ts";
import { sheetNamed, type Work } from "../work.ts";
import { LookupSession, ROWS_PER_WORKER } from "./session.ts";
import { LookupSheet } from "./sheet.ts";
import { LookupSlice } from "./slice.ts";
import { lookupSpec } from "./spec.ts";
import { START } from "./state.ts";

/**
 * A request may take 20 s, a fetch returns when its slowest does, and more than ten a second may not leave: to use
 * the rate, several executions have to ask at once. A page may make ten calls at a time (facts, 1.6), and an order such
 * as a pause must find one free.
 */
const MOST_WORKERS = 9;
/** A batch may leave this often: ten of 300 a minute. */
const BATCH_EVERY_MS = 2_000;
/** One puts answers beside their rows, another comes or goes. */
const SPARE_WORKERS = 2;
/** Before anybody saw it: as long as a verification may (docs/apis.md, U3). */
const MAY_TAKE_MS = 20_000;
/** A worker that assists and finds nothing to ask this often has nothing to do. */
const MOST_IDLE = 2;
/** How long to wait for the worker that holds the run to say what the account had used before. */
const FIRST_MS = 1_000;

/** Asks Hunter for each row of a user's sheet, each different input once, and pays for nothing twice. */
export const lookingUp: RunKind<"lookup"> = {
  begin: (fields, work) => {
    const spec = lookupSpec(fields, work);
    const sheet = sheetNamed(spec.sheet, work);
    const at = { id: sheet.id, name: sheet.name() };
    const rows = LookupSheet.look(spec, at, work, true);
    rows.checkInto();
    const chosen = rows.chosenRows();
    const { checked = null } = fields;
    assertInput(
      checked === null || checked === chosen?.contents,
      "The chosen rows were changed since they were checked. Choose them again.",
    );
    // Only where answers may be there that do not count.
    const isCounted = !chosen && spec.maxAgeDays === undefined;
    // The rows in sight are told from hidden ones by marks.
    const isMarked = isCounted && rows.hiddenAmong(rows.openRows()).size === 0;
    return {
      spec,
      what: `${lookups[spec.lookup].title} in ${at.name}`,
      unit: "rows",
      writes: rows.into === null ? [] : [namedTarget(rows.into, work.book)],
      sheet: at,
      state: { ...START, isMarked, chosen },
      ...(isMarked ? { total: rows.openRows().length } : {}),
      counts: {},
    };
  },
  advance: (run, work, lease, deadlineMs) => new LookupSlice(run, work, lease, deadlineMs).advance(),
  // What is bought by one that assists must be put where it lasts.
  assist: (run, work, deadlineMs) =>
    !!work.ports.sharedStore && run.state.isMarked && assist(run, work, deadlineMs),
  workers: ({ spec, total, done, purse, state }) => {
    const lookup = lookups[spec.lookup];
    const left = lookup.credit ? (total ?? 0) - done : 0;
    const { maxCredits, capIn: unit } = spec;
    const { pool = null } = state;
    const cap = maxCredits === undefined ? undefined : capIn(lookup, maxCredits, unit, pool);
    const paid = cap === undefined ? left : (cap - (purse?.taken ?? 0)) / leastFor(lookup, pool);
    const inFlight = (state.tookMs || MAY_TAKE_MS) / BATCH_EVERY_MS;
    const workers = Math.min(MOST_WORKERS, SPARE_WORKERS + inFlight, Math.min(left, paid) / ROWS_PER_WORKER);
    return Math.max(1, Math.ceil(workers));
  },
  leave: (run, work) => LookupSheet.open(run, work, false).leave(),
  takenOver: {},
};

/** Buys part of what the worker that holds the run would have to, into the journal: it finds the answers in the cache. */
function assist(begun: RunOf<"lookup">, work: Work, deadlineMs: number): boolean {
  const { clock, fileStore } = work.ports;
  const session = new LookupSession(begun, work, deadlineMs, null);
  for (let idle = 0; idle < MOST_IDLE; ) {
    const run = loadRuns(fileStore).find(({ id }) => id === begun.id);
    const nowMs = clock.nowMs();
    const questions = session.questions(nowMs);
    if (run?.kind !== "lookup" || run.status !== "running" || nowMs >= deadlineMs || questions.length === 0)
      break;
    // What the account had used before is read by the worker.
    if (run.state.usedBefore === null) {
      clock.sleepMs(FIRST_MS);
      idle++;
      continue;
    }
    const { failure, settled, isLost } = session.ask(questions);
    // What is lost the worker asks again: one is enough to find out whether answers arrive.
    if (failure || isLost) break;
    idle = settled.size === 0 ? idle + 1 : 0;
  }
  return session.ledger.sentCount > 0;
}
