import type { Execution } from "../runtime/report.ts";
import type { OpenBook } from "./open-book.ts";
import { done, failureOf, type Outcome } from "./outcome.ts";

/** A run as the bundle's listRuns and advanceRun tell it. */
interface RunView {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly done: number;
  readonly total: number | null;
  readonly error: string | null;
  readonly waitUntilMs?: number;
  readonly workers?: number;
  /** False for a run that only its starter's sidebar and triggers carry on. */
  readonly isMine?: boolean;
}

/** Steps after which `settle` says that something is wrong; an import of 50,000 records takes a few hundred. */
const MOST_STEPS = 20_000;
/** Calls in a row that change nothing, likewise. */
const MOST_IDLE_STEPS = 500;
/** How long an open sidebar waits after a call that failed, in milliseconds: growing, then it gives up. */
const PATIENCE_MS = [5_000, 10_000, 20_000, 40_000];
/** How long it lets pass before it looks again at what somebody else is to carry on. */
const OTHERS_MS = 10_000;

const isUnfinished = (run: RunView) => run.status === "queued" || run.status === "running";

function runsIn(execution: Execution): RunView[] {
  return execution.ok ? (JSON.parse(String(execution.value)) as RunView[]) : [];
}

function shown({ id, kind, status, done: count, total, error }: RunView): object {
  return { id, kind, status, done: count, total, error };
}

/** The runs of the book. */
export async function listRuns({ host, user }: OpenBook): Promise<Outcome> {
  const listed = await host.rpc("listRuns", [], { as: user });
  return failureOf(listed) ?? done(runsIn(listed).map(shown));
}

/** Lets time pass: a virtual clock is moved, a real one is waited for. Triggers that fall due fire. */
async function pass(
  book: OpenBook,
  ms: number,
  isRealTime: boolean,
  hear: (e: Execution) => void,
): Promise<Outcome | null> {
  if (isRealTime) await new Promise((resolve) => setTimeout(resolve, ms));
  const firings = await book.host.advance(isRealTime ? 0 : ms);
  for (const { execution } of firings) {
    if (!execution) continue;
    hear(execution);
    // A trigger that throws is Google's affair; one that was killed is this command's.
    const failure = failureOf(execution);
    if (failure?.status === 3) return failure;
  }
  return null;
}

/** Where several calls at once are of use, an open sidebar makes them: this is one of its workers. */
async function callsWhileOfUse(
  { host, user }: OpenBook,
  { id, workers = 1 }: RunView,
  hear: (e: Execution) => void,
): Promise<Execution> {
  for (;;) {
    const execution = await host.rpc("advanceRun", [id], { as: user });
    hear(execution);
    const run = execution.ok ? (JSON.parse(String(execution.value)) as RunView | null) : null;
    if (workers === 1 || !run || !isUnfinished(run) || run.waitUntilMs !== undefined) return execution;
  }
}

/** Behaves as an open sidebar and the clock would, until no run is unfinished. */
export async function settle(book: OpenBook, isRealTime: boolean): Promise<Outcome> {
  const { host, user } = book;
  const startedMs = host.now();
  let requests = 0;
  let failures = 0;
  let idle = 0;
  let before = "";
  const hear = (execution: Execution) => {
    requests += execution.requests.length;
  };
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const listed = await host.rpc("listRuns", [], { as: user });
    hear(listed);
    const failed = failureOf(listed);
    if (failed) return failed;
    const runs = runsIn(listed);
    const unfinished = runs.filter(isUnfinished);
    if (unfinished.length === 0) {
      const virtualSeconds = Math.round(host.now() - startedMs) / 1000;
      return done({ runs: runs.map(shown), requests, virtualSeconds });
    }

    const due = unfinished.filter((run) => (run.waitUntilMs ?? 0) <= host.now());
    const ready = due.find((run) => run.isMine !== false) ?? due[0];
    if (!ready) {
      const untilMs = Math.min(...unfinished.map((run) => run.waitUntilMs ?? 0));
      const killed = await pass(book, untilMs - host.now(), isRealTime, hear);
      if (killed) return killed;
      continue;
    }
    const executions = await Promise.all(
      Array.from({ length: ready.workers ?? 1 }, () => callsWhileOfUse(book, ready, hear)),
    );
    const advanced = executions.find((execution) => failureOf(execution)) ?? (executions[0] as Execution);
    const stopped = failureOf(advanced);
    if (stopped) {
      const waitMs = PATIENCE_MS[failures];
      failures += 1;
      if (stopped.status === 3 || waitMs === undefined) return stopped;
      const killed = await pass(book, waitMs, isRealTime, hear);
      if (killed) return killed;
      continue;
    }
    failures = 0;
    const after = String((advanced as { value: unknown }).value);
    idle = after === before ? idle + 1 : 0;
    before = after;
    if (idle > MOST_IDLE_STEPS) break;
    const waitUntilMs = (JSON.parse(after) as RunView | null)?.waitUntilMs ?? 0;
    const others = unfinished.length > 1;
    const waitMs = others ? 0 : Math.max(0, waitUntilMs - host.now());
    const killed = await pass(book, ready.isMine === false ? OTHERS_MS : waitMs, isRealTime, hear);
    if (killed) return killed;
  }
  return { status: 1, document: { error: { name: "Error", message: "The runs do not come to an end." } } };
}
