/** A fault that Google shows now and then (facts 10), thrown at a chosen service call. */
export interface Fault {
  /** Google's name of the call, or several: "Range.setValues", /^Range\./. */
  readonly call: string | RegExp;
  /** Which of the matching calls, counted from 1 since the fault was given; the first unless said. */
  readonly nth?: number;
  /** How many matching calls in a row fail; 1 unless said. */
  readonly times?: number;
  readonly message: string;
  /** "after": the effect took place, then the call threw. */
  readonly when?: "before" | "after";
}

/** facts 10: texts of faults that pass when one waits. */
export const passingFaults = {
  timedOut: (id: string) => `Service Spreadsheets timed out while accessing document with id ${id}.`,
  failed: (id: string) => `Service Spreadsheets failed while accessing document with id ${id}.`,
  serverError: "We're sorry, a server error occurred. Please wait a bit and try again.",
  internal: "Internal error",
  unavailable: "Service unavailable: Spreadsheets",
  tooMany: "Too many simultaneous invocations: Spreadsheets",
  addressUnavailable: (url: string) => `Address unavailable: ${url}`,
  locks: "There are too many LockService operations against the same script.",
  bandwidth: (url: string) => `Bandwidth quota exceeded: ${url}. Try reducing the rate of data transfer.`,
} as const;

/** Keeps count of which calls are to fail. */
export class FaultPlan {
  private readonly pending: { fault: Fault; seen: number }[] = [];

  add(fault: Fault): void {
    this.pending.push({ fault, seen: 0 });
  }

  clear(): void {
    this.pending.length = 0;
  }

  /** The faults that have yet to strike, and how often each will. */
  armed(): { fault: Fault; left: number }[] {
    return this.pending
      .map(({ fault, seen }) => {
        const first = fault.nth ?? 1;
        const times = fault.times ?? 1;
        return { fault, left: Math.min(times, first + times - 1 - seen) };
      })
      .filter(({ left }) => left > 0);
  }

  /** The fault that strikes this call, if any. */
  strike(call: string): Fault | null {
    let struck: Fault | null = null;
    for (const entry of this.pending) {
      const { fault } = entry;
      const matches = typeof fault.call === "string" ? fault.call === call : fault.call.test(call);
      if (!matches) continue;
      entry.seen += 1;
      const first = fault.nth ?? 1;
      if (!struck && entry.seen >= first && entry.seen < first + (fault.times ?? 1)) struck = fault;
    }
    return struck;
  }
}

/**
 * What comes in place of an API's answer; the request does not leave. It strikes whichever server is behind the
 * origin: the sample servers have faults of their own, which others do not.
 */
export interface RequestFault {
  readonly outcome:
    | { readonly status: number; readonly body: unknown; readonly headers?: Readonly<Record<string, string>> }
    | "timed out"
    | "lost";
  /** "https://api.huntr.co"; any unless given. */
  readonly origin?: string;
  /** How many requests it strikes. */
  readonly times: number;
}

/** The request faults that wait, in the order they were added; a request meets the first that fits. */
export class RequestFaults {
  private waiting: { fault: RequestFault; left: number }[] = [];

  add(fault: RequestFault): void {
    this.waiting.push({ fault, left: fault.times });
  }

  clear(): void {
    this.waiting = [];
  }

  armed(): { fault: RequestFault; left: number }[] {
    return this.waiting.map((entry) => ({ ...entry }));
  }

  take(origin: string): RequestFault | null {
    const entry = this.waiting.find(({ fault }) => fault.origin === undefined || fault.origin === origin);
    if (!entry) return null;
    entry.left -= 1;
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    return entry.fault;
  }
}
