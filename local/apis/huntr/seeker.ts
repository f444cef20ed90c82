import type { Person } from "./shapes.ts";

/** A cohort's member with the board that the jobs stand on. */
export interface Seeker {
  readonly person: Person;
  readonly programme: string;
  readonly stages: readonly string[];
}
