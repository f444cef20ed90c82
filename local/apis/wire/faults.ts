import type { Call, Reply } from "./call.ts";

/**
 * What goes wrong with one request.
 * - status: answered so in place of the real answer; `after` lets the server act first
 * - drop: the connection is destroyed, before the server acted or after
 * - html: a web page where JSON belongs (a proxy's error page); status 200 unless given
 * - cut: the real answer, but its JSON breaks off after `keep` characters (half of it unless given)
 * - delay: the real answer, `ms` later
 * - hold: the real answer, once this has come
 * - repeat-cursor: a Huntr page whose `next` is the cursor that was sent, a loop
 * - change: the real answer after a function of the test's own
 */
export type FaultEffect =
  | { kind: "status"; status: number; body?: unknown; headers?: Record<string, string>; after?: boolean }
  | { kind: "drop"; when: "before" | "after" }
  | { kind: "html"; status?: number; after?: boolean }
  | { kind: "cut"; keep?: number }
  | { kind: "delay"; ms: number }
  | { kind: "hold"; until: Promise<void> }
  | { kind: "repeat-cursor" }
  | { kind: "change"; change: (reply: Reply) => Reply };

/** A fault and the requests that it strikes: with neither `at` nor `when`, whichever come next. */
export interface Fault {
  readonly effect: FaultEffect;
  /** The request's number over the server's life, from 1. */
  readonly at?: number;
  readonly when?: (call: Call) => boolean;
  /** How many requests it strikes; 1 unless given. */
  readonly times?: number;
}

const ERROR_PAGE =
  "<!DOCTYPE html><html><head><title>Oops</title></head><body><h1>Something went wrong</h1></body></html>";

/** The faults that wait for their request, in the order they were added; a request meets the first that fits. */
export class FaultQueue {
  private waiting: { fault: Fault; left: number }[] = [];

  add(...faults: Fault[]): void {
    for (const fault of faults) this.waiting.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.waiting = [];
  }

  /** How many strikes are still to come. */
  get pending(): number {
    return this.waiting.reduce((sum, entry) => sum + entry.left, 0);
  }

  take(call: Call): FaultEffect | undefined {
    const index = this.waiting.findIndex(
      ({ fault }) => (fault.at === undefined || fault.at === call.number) && (fault.when?.(call) ?? true),
    );
    const entry = this.waiting[index];
    if (entry === undefined) return undefined;
    entry.left--;
    if (entry.left <= 0) this.waiting.splice(index, 1);
    return entry.fault.effect;
  }
}

/** Whether the server gets to act before the fault shows. */
export function letsServerAct(effect: FaultEffect | undefined): boolean {
  if (effect === undefined) return true;
  if (effect.kind === "drop") return effect.when === "after";
  if (effect.kind === "status" || effect.kind === "html") return effect.after === true;
  return true;
}

/** What arrives in place of the real answer; undefined: nothing does, the connection is gone. */
export function spoiled(effect: FaultEffect, call: Call, real: Reply | undefined): Reply | undefined {
  switch (effect.kind) {
    case "drop":
      return undefined;
    case "status":
      return {
        status: effect.status,
        ...(effect.headers && { headers: effect.headers }),
        body: effect.body ?? {},
      };
    case "html":
      return { status: effect.status ?? 200, headers: { "content-type": "text/html" }, body: ERROR_PAGE };
    case "cut": {
      const text = JSON.stringify(real?.body ?? {});
      return { status: real?.status ?? 200, body: text.slice(0, effect.keep ?? text.length >> 1) };
    }
    case "repeat-cursor": {
      const cursor = call.query.get("next");
      if (real === undefined || cursor === null) return real;
      return { ...real, body: { ...(real.body as object), next: cursor } };
    }
    case "change":
      return real && effect.change(real);
    case "delay":
    case "hold":
      return real;
  }
}
