import { must } from "../core/errors.ts";
import type { JsonObject } from "../core/ports.ts";
import { importing } from "./importing.ts";
import type { Lease } from "./lease.ts";
import { lookingUp } from "./lookups.ts";
import { pushing } from "./pushing.ts";
import { refreshing } from "./refreshing.ts";
import type { Run, SliceEnd, Spec } from "./run.ts";
import type { Work } from "./work.ts";

/** What a run of one kind is, and how a slice of it is done. */
export interface RunKind<S extends Spec> {
  /**
   * Makes the spec of what a caller gave, and the fields of its run that follow from it. What is wrong is told now,
   * not by a run that stops a minute later.
   * @throws InputError
   */
  begin(fields: JsonObject, work: Work): Begun<S>;
  /**
   * Does as much as fits before `deadlineMs`, checkpointed with `lease.save` after each effect: a carrier that dies
   * anywhere leaves nothing that the next slice would do wrong. What it throws ends up in the run's status.
   */
  advance(run: Run<S>, work: Work, lease: Lease, deadlineMs: number): SliceEnd;
  /**
   * Does part of the work while another execution carries the run, without touching sheet or run.
   * @returns whether there was anything to do.
   */
  help?(run: Run<S>, work: Work, deadlineMs: number): boolean;
  /** How many executions at once the run can use, its carrier included. */
  hands?(run: Run<S>): number;
  /** What changes when somebody else takes the run over, whose key may belong to another organisation. */
  readonly takenOver: Partial<Run>;
  /** Tidies up behind a run that was cancelled. */
  leave?(run: Run<S>, work: Work): void;
}

export interface Begun<S extends Spec> extends Pick<Run, "what" | "unit" | "subject" | "state" | "counts"> {
  readonly spec: S;
  readonly sheet?: Run["sheet"];
  readonly total?: number;
}

const kinds: { readonly [K in Spec["kind"]]: RunKind<Extract<Spec, { kind: K }>> } = {
  import: importing,
  refresh: refreshing,
  push: pushing,
  lookup: lookingUp,
};

/** @throws InputError when there is no such kind. */
export function kindOf(name: string): RunKind<Spec> {
  const names = Object.keys(kinds);
  must(
    names.includes(name),
    `"${name}" is no kind of run that this version has. It has: ${names.join(", ")}.`,
  );
  // A run's spec and its kind go together.
  return kinds[name as Spec["kind"]] as RunKind<Spec>;
}
