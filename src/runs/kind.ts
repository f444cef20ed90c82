import type { JsonObject } from "../core/ports.ts";
import type { Lease } from "./lease.ts";
import type { Kind, Kinds, Run, RunChange, RunOf, SliceEnd } from "./run.ts";
import type { Work } from "./work.ts";

/** What a run of one kind is, and how a slice of it is done. */
export interface RunKind<K extends Kind> {
  /**
   * Makes the spec of what a caller gave, and the fields of its run that follow from it. What is wrong is told now,
   * not by a run that stops a minute later.
   * @throws InputError
   */
  begin(fields: JsonObject, work: Work): Begun<K>;
  /**
   * Does as much as fits before `deadlineMs`, checkpointed with `lease.save` after each effect: a worker that dies
   * anywhere leaves nothing that the next slice would do wrong. What it throws ends up in the run's status.
   */
  advance(run: RunOf<K>, work: Work, lease: Lease<K>, deadlineMs: number): SliceEnd<K>;
  /**
   * Does part of the work while another worker holds the run, without touching sheet or run.
   * @returns whether there was anything to do.
   */
  assist?(run: RunOf<K>, work: Work, deadlineMs: number): boolean;
  /** How many workers the run can use, the one that holds it included. */
  workers?(run: RunOf<K>): number;
  /** What is noted whenever a worker begins a slice of the run. */
  taken?(run: RunOf<K>): RunChange<K>;
  /** What changes when somebody else takes the run over, whose key may belong to another organisation. */
  readonly takenOver: RunChange<K>;
  /** Tidies up behind a run that was cancelled. Whoever calls it has claimed what the run writes. */
  leave?(run: RunOf<K>, work: Work): void;
}

export interface Begun<K extends Kind> extends Pick<Run, "what" | "unit" | "writes" | "counts"> {
  readonly spec: Kinds[K]["spec"];
  readonly state: Kinds[K]["state"];
  readonly sheet?: Run["sheet"];
  readonly total?: number;
}
