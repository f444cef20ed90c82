import { bytesIn } from "../core/bytes.ts";
import { locked } from "../core/locked.ts";
import type { Ports, Store } from "../core/ports.ts";
import { isOpen, type Run } from "./run.ts";

const PREFIX = "run.";
/** Long enough for a person to see what happened, short enough for the 500 KB of a property store. The log has all of them. */
const KEPT_FINISHED = 20;
/** Where the files of a person share a store: of 40 files each has a fortieth of it. */
const KEPT_FINISHED_OF_MANY = 4;

/** Free at a run's start, in bytes: for what it and the others have to keep in mind until they are through. */
const START_BYTES = 50_000;

/** In bytes: where a run names many rows, it is kept twice while it is replaced by what it has come to. */
export function roomFor(run: Run): number {
  return START_BYTES + 2 * bytesIn(JSON.stringify(run));
}

type FilePorts = Pick<Ports, "fileStore" | "storeLock">;

export function removeRun(store: Store, { id }: Run): void {
  store.remove(PREFIX + id);
}

/** All runs of the file, newest first. One service call. */
export function loadRuns(store: Store): Run[] {
  const all = store.getAll();
  return Object.entries(all)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([, text]) => JSON.parse(text) as Run)
    .sort((a, b) => b.startedMs - a.startedMs || (a.id < b.id ? 1 : -1));
}

function loadRun(store: Store, id: string): Run | null {
  const text = store.get(PREFIX + id);
  return text === null ? null : (JSON.parse(text) as Run);
}

/**
 * Changes one run while nobody else does. `change` gets the run as it is stored now, and on demand all runs of the
 * file, and gives null to leave it.
 * @returns the run as it is stored afterwards, null when there is none.
 * @throws BusyFault when the lock does not come free.
 */
export function changeRun(
  ports: FilePorts,
  id: string,
  change: (run: Run, all: () => readonly Run[]) => Run | null,
): Run | null {
  return locked(ports.storeLock, () => changeHeldRun(ports, id, change));
}

/** As `changeRun`, for who has the lock already. */
export function changeHeldRun(
  { fileStore }: Pick<FilePorts, "fileStore">,
  id: string,
  change: (run: Run, all: () => readonly Run[]) => Run | null,
): Run | null {
  const run = loadRun(fileStore, id);
  if (run === null) return null;
  const next = change(run, () => loadRuns(fileStore));
  if (next === null) return run;
  fileStore.set(PREFIX + id, JSON.stringify(next));
  return next;
}

/**
 * Stores a new run, unless `existing` finds one among the stored that does the same; old finished ones go.
 * @returns null when there is no room for another.
 */
export function addRun(
  ports: FilePorts & Pick<Ports, "otherFiles">,
  run: Run,
  existing: (runs: readonly Run[]) => Run | undefined,
): Run | null {
  return locked(ports.storeLock, () => {
    const runs = loadRuns(ports.fileStore);
    const same = existing(runs);
    if (same) return same;
    for (const old of tooOld(runs, ports.otherFiles !== null)) removeRun(ports.fileStore, old);
    if (ports.fileStore.room() < roomFor(run)) return null;
    ports.fileStore.set(PREFIX + run.id, JSON.stringify(run));
    return run;
  });
}

/** The runs that go when another one comes. Of many files' only those that nobody has to look at any more go sooner. */
function tooOld(runs: readonly Run[], isOfMany: boolean): Iterable<Run> {
  const over = runs.filter((run) => !isOpen(run));
  const settled = over.filter(({ status, isUntidy, logMs }) => {
    return status !== "stopped" && !isUntidy && logMs === null;
  });
  return new Set([
    ...over.slice(KEPT_FINISHED - 1),
    ...(isOfMany ? settled.slice(KEPT_FINISHED_OF_MANY - 1) : []),
  ]);
}
