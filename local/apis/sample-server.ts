import type { SeenRequest } from "./wire/call.ts";
import type { FaultQueue } from "./wire/faults.ts";

/** A stand-in for one of the two APIs, on the loopback address, with the sample organisation's data. */
export interface SampleServer<Data> {
  /** Origin without a slash at its end; the API's own path (`/org`, `/v2`) follows it. */
  readonly url: string;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly SeenRequest[];
  readonly faults: FaultQueue;
  /** What the server holds now, as objects of the API. */
  readonly data: Data;
  /** JSON that holds only what differs from the seed. */
  state(): unknown;
  /** Goes back to the seed and on from there to a state; `undefined` is the seed itself. */
  restore(state: unknown): void;
  close(): Promise<void>;
}

/** The sample's "now": a Monday morning. */
export const SAMPLE_NOW_MS = Date.parse("2026-11-16T09:00:00Z");

/** The keys that the sample servers take; they open nothing else. */
export const sampleKeys = {
  huntr: "sample-huntr-token-5f2c1e",
  hunter: "sample-hunter-key-9a417b",
} as const;
