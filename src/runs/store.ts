import { locked } from "../core/locked.ts";
import type { Mutex, Store } from "../core/ports.ts";
import { isUnfinished, type Run } from "./run.ts";

const PREFIX = "run.";
/** Long enough for a person to see what happened, short enough for the 500 KB of a property store. */
const KEPT_FINISHED = 20;

type FilePorts = { readonly fileStore: Store; readonly fileLock: Mutex };

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
  return locked(ports.fileLock, () => changeHeldRun(ports, id, change));
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

/** Stores a new run, unless `existing` finds one among the stored that does the same; old finished ones go. */
export function addRun(ports: FilePorts, run: Run, existing: (runs: readonly Run[]) => Run | undefined): Run {
  return locked(ports.fileLock, () => {
    const runs = loadRuns(ports.fileStore);
    const same = existing(runs);
    if (same) return same;
    const over = runs
      .filter((other) => !isUnfinished(other) && other.status !== "paused")
      .slice(KEPT_FINISHED - 1);
    for (const old of over) ports.fileStore.remove(PREFIX + old.id);
    ports.fileStore.set(PREFIX + run.id, JSON.stringify(run));
    return run;
  });
}
