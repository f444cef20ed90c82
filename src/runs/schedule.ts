import { locked } from "../core/locked.ts";
import type { Ports, Store } from "../core/ports.ts";
import { bySheet } from "../tables/state.ts";

/** As it is kept with the file, under the id of its table's sheet. Times are in the spreadsheet's time zone. */
export interface Schedule {
  readonly every: "hour" | "day" | "week";
  /** Of the day, 0 to 23. */
  readonly hour: number;
  /** Of the week, 0 is Sunday. */
  readonly day: number;
  /** Whose trigger starts it, and whose key it uses. */
  readonly who: string;
  /** What fell due before this instant was started, or is not made up for. */
  readonly startedMs: number;
}

const PREFIX = "schedule.";

/** All schedules by sheet id: in an add-on those of the person at hand. One service call. */
export function allSchedules(store: Store): Map<number, Schedule> {
  return bySheet(store, PREFIX);
}

/** Changes one schedule while nobody else does. `change` gets null where there is none, and gives null for none. */
export function changeSchedule(
  { fileStore, storeLock }: Pick<Ports, "fileStore" | "storeLock">,
  sheetId: number,
  change: (schedule: Schedule | null) => Schedule | null,
): void {
  const name = PREFIX + sheetId;
  locked(storeLock, () => {
    const next = change(JSON.parse(fileStore.get(name) ?? "null") as Schedule | null);
    if (next) fileStore.set(name, JSON.stringify(next));
    else fileStore.remove(name);
  });
}
