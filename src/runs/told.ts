import type { Ports } from "../core/ports.ts";
import type { Schedule } from "./schedule.ts";
import { nameOf, whoAmI } from "./work.ts";

/**
 * An add-on keeps schedules per person: what colleagues are told of them, to a property each so that nobody waits for
 * anybody. It is the same that they see of each other in a bound script.
 */
const PREFIX = "told.";

type Rhythm = Pick<Schedule, "every" | "hour" | "day">;

/** A schedule as others are told of it. */
export interface Told extends Rhythm {
  readonly sheetId: number;
  /** What colleagues call its owner. */
  readonly by: string;
}

/** Tells colleagues of the schedule that the person at hand has for a sheet, null for none. In a bound script they see it. */
export function tell(sheetId: number, schedule: Rhythm | null, ports: Ports): void {
  const { claims, sharedStore } = ports;
  if (!claims || !sharedStore) return;
  const who = whoAmI(ports);
  const name = `${PREFIX}${sheetId}.${who}`;
  if (!schedule) {
    sharedStore.remove(name);
    return;
  }
  const { every, hour, day } = schedule;
  sharedStore.set(name, JSON.stringify({ sheetId, by: nameOf(who, ports), every, hour, day } satisfies Told));
}

/** What others have told. */
export function toldByOthers(ports: Ports): Told[] {
  const { claims, sharedStore } = ports;
  if (!claims || !sharedStore) return [];
  const mine = `.${whoAmI(ports)}`;
  return Object.entries(sharedStore.getAll())
    .filter(([name]) => name.startsWith(PREFIX) && !name.endsWith(mine))
    .map(([, text]) => JSON.parse(text) as Told);
}
