import { StoreFullFault } from "../core/errors.ts";
import type { OtherFile, Ports, Store } from "../core/ports.ts";
import { DAY_MS } from "../core/times.ts";
import { isOpen } from "./run.ts";
import { allSchedules } from "./schedule.ts";
import { loadRuns, removeRun } from "./store.ts";

/** A file that nothing was done in for so long is done with, unless a run or a schedule waits in it. */
const UNUSED_MS = 30 * DAY_MS;
/** Of the runs that are over, when there is little room: what somebody may still look at. */
const KEPT_WHEN_FULL = 3;

type RoomPorts = Pick<Ports, "fileStore" | "otherFiles" | "clock">;

/**
 * Makes room for a run: what is kept for files that are out of reach goes, then what is over in this file and others,
 * then what is kept for files that were done with long ago, at last what waits in files that are out of reach; those that
 * were used last come last.
 * @throws StoreFullFault when that is not enough.
 */
export function makeRoom(bytes: number, { fileStore, otherFiles, clock }: RoomPorts): void {
  const isEnough = () => fileStore.room() >= bytes;
  const nowMs = clock.nowMs();
  const others = (otherFiles?.() ?? []).sort((a, b) => a.seenMs - b.seenMs);
  const inReach: OtherFile[] = [];
  const waitedFor: OtherFile[] = [];
  for (const file of others) {
    if (isEnough()) return;
    // One that was used today is not lost: whatever keeps it from opening passes.
    if (nowMs - file.seenMs < DAY_MS || file.isInReach()) inReach.push(file);
    else if (isInUse(file.store)) waitedFor.push(file);
    else file.purge();
  }
  for (const store of [fileStore, ...inReach.map((file) => file.store)]) {
    const over = loadRuns(store).filter((run) => !isOpen(run));
    for (const run of over.slice(KEPT_WHEN_FULL)) {
      if (isEnough()) return;
      removeRun(store, run);
    }
  }
  for (const file of inReach) {
    if (isEnough()) return;
    if (nowMs - file.seenMs > UNUSED_MS && !isInUse(file.store)) file.purge();
  }
  // One that is there may fail to open: what waits in it goes last.
  for (const file of waitedFor) {
    if (isEnough()) return;
    file.purge();
  }
  if (!isEnough()) throw new StoreFullFault(otherFiles === null);
}

function isInUse(store: Store): boolean {
  return allSchedules(store).size > 0 || loadRuns(store).some(isOpen);
}
