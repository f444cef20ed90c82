import type { Book } from "../book/book.ts";
import type { BookFile, DayCounter, InstallMode } from "./book-file.ts";
import type { Clock } from "./clock.ts";
import type { HostEvents } from "./events.ts";
import type { FaultPlan, RequestFaults } from "./faults.ts";
import type { LockTable } from "./lock-table.ts";
import type { Project } from "./project.ts";
import type { AnswerDialog } from "./report.ts";
import type { Schedule } from "./schedule.ts";
import type { Switches } from "./switches.ts";
import type { Area } from "./wire.ts";

/** Where fetches for an origin really go; a function is asked once, at the first fetch. */
export type Route = string | (() => Promise<string>);

/** What services work on: one spreadsheet file with its script project. Shared by all executions of a host. */
export interface World {
  /** The files in which people use the project, by id, this one among them: several of an add-on. */
  readonly files: Map<string, World>;
  readonly book: Book;
  readonly file: BookFile;
  /** The newest code. */
  project: Project;
  readonly mode: InstallMode;
  readonly realTime: boolean;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly locks: LockTable;
  readonly faults: FaultPlan;
  readonly requestFaults: RequestFaults;
  readonly switches: Switches;
  readonly routes: Readonly<Record<string, Route>>;
  /** By e-mail address. */
  readonly refusedScopes: Record<string, readonly string[]>;
  /** What each person has selected, part by part; the last one is the active range. */
  readonly selections: Map<string, readonly Area[]>;
  /** Ranges that a person made a Table of, with typed columns ('Convert to table'). */
  readonly tables: Area[];
  readonly answerDialog: AnswerDialog;
  emit<K extends keyof HostEvents>(event: K, data: HostEvents[K]): void;
  /** Something that is saved has changed. */
  touch(): void;
}

/** facts 1.6: quotas are a person's, and begin anew 24 hours after that person's first use. */
const COUNTER_LIFE_MS = 24 * 60 * 60_000;

export function dayCounter(world: World, user: string): DayCounter {
  const nowMs = world.clock.now();
  const before = world.file.counters[user];
  if (before && nowMs - before.since < COUNTER_LIFE_MS) return before;
  const fresh: DayCounter = { since: nowMs, fetches: 0, propertyCalls: 0, triggerMs: 0 };
  world.file.counters[user] = fresh;
  return fresh;
}
