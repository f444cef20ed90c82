import type { JsonObject } from "../core/ports.ts";
import { lookups } from "../hunter/lookups.ts";
import { Inquiry, START } from "./inquiry.ts";
import type { RunKind } from "./kinds.ts";
import { LookupSheet } from "./lookup-sheet.ts";
import { LookupSlice } from "./lookup-slice.ts";
import { lookupSpec } from "./lookup-spec.ts";
import type { LookupSpec, Run } from "./run.ts";
import { loadRuns } from "./store.ts";
import { sheetNamed, type Work } from "./work.ts";

/**
 * A request may take 20 s, a fetch returns when its slowest does, and more than ten a second may not leave: to use
 * the rate, several executions have to ask at once. A page may make ten calls at a time (facts, 1.6), and an order such
 * as a pause must find one free.
 */
const MOST_HANDS = 9;
const ROWS_PER_HAND = 10;
/** A batch may leave this often: ten of 300 a minute. */
const BATCH_EVERY_MS = 2_000;
/** One puts answers beside their rows, another comes or goes. */
const SPARE_HANDS = 2;
/** Before anybody saw it: as long as a verification may (api/README, U3). */
const MAY_TAKE_MS = 20_000;
/** A helper that finds nothing to ask this often has nothing to do. */
const MOST_IDLE = 2;
/** How long to wait for the carrier to say what the account had used before. */
const CARRIER_MS = 1_000;

/** Asks Hunter for each row of a user's sheet, each different input once, and pays for nothing twice. */
export const lookingUp: RunKind<LookupSpec> = {
  begin: (fields, work) => {
    const spec = lookupSpec(fields);
    const sheet = sheetNamed(spec.sheet, work);
    const at = { id: sheet.id, name: sheet.name() };
    const rows = LookupSheet.open({ spec, sheet: at }, work, false);
    rows.checkInto();
    // Only where answers may be there that do not count.
    const isMarked = !spec.rows && spec.maxAgeDays === undefined;
    return {
      spec,
      what: `${lookups[spec.lookup].title} in ${at.name}`,
      unit: "rows",
      subject: `sheet.${at.id}`,
      sheet: at,
      state: { ...START, isMarked } as unknown as JsonObject,
      ...(isMarked ? { total: rows.countOpen() } : {}),
      counts: {},
    };
  },
  advance: (run, work, lease, deadlineMs) => new LookupSlice(run, work, lease, deadlineMs).advance(),
  // What a helper buys must be put where it lasts.
  help: (run, work, deadlineMs) =>
    !!work.ports.sharedStore && run.state.isMarked === true && help(run, work, deadlineMs),
  hands: ({ spec, total, done, purse, state }) => {
    const left = lookups[spec.lookup].credit ? (total ?? 0) - done : 0;
    const paid = spec.maxCredits === undefined ? left : spec.maxCredits - (purse?.taken ?? 0);
    const inFlight = Number(state.tookMs || MAY_TAKE_MS) / BATCH_EVERY_MS;
    const hands = Math.min(MOST_HANDS, SPARE_HANDS + inFlight, Math.min(left, paid) / ROWS_PER_HAND);
    return Math.max(1, Math.ceil(hands));
  },
  leave: (run, work) => {
    const at = LookupSheet.open(run, work);
    at.rows.write((row) => (at.isMarked(row) ? at.marked(row, null) : null));
  },
  takenOver: {},
};

/** Buys part of what the carrier would have to, into the journal: it finds the answers in the cache. */
function help(begun: Run<LookupSpec>, work: Work, deadlineMs: number): boolean {
  const { clock, fileStore } = work.ports;
  const inquiry = new Inquiry(begun, work, deadlineMs, false);
  for (let idle = 0; idle < MOST_IDLE; ) {
    const run = loadRuns(fileStore).find(({ id }) => id === begun.id);
    const nowMs = clock.nowMs();
    const questions = inquiry.questions(nowMs);
    if (run?.status !== "running" || nowMs >= deadlineMs || questions.length === 0) break;
    // What the account had used before is read by the carrier.
    if (run.state.usedBefore === null) {
      clock.sleepMs(CARRIER_MS);
      idle++;
      continue;
    }
    const { failure, settled } = inquiry.ask(questions);
    if (failure) break;
    idle = settled.size === 0 ? idle + 1 : 0;
  }
  return inquiry.asker.asked > 0;
}
