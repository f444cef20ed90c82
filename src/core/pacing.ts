import type { Api, Rate } from "./api.ts";
import { rateFor } from "./api.ts";
import type { Json, Ports } from "./ports.ts";

/**
 * The windows in which we count, a little longer than the API's own: requests that leave a second apart may arrive
 * closer together than that. 61 s for 300 a minute is still 98 % of what is allowed.
 */
const SECOND_WINDOW_MS = 1_250;
const MINUTE_WINDOW_MS = 61_000;
/**
 * A minute's allowance that is used up in half a minute leaves the other half for waiting, longer than a formula may
 * take: in each half goes half of it.
 */
const MINUTE_PARTS = 2;

/**
 * The lock is held for milliseconds, but 30 formulas may be computed at once (facts, 1.1). Whoever gets no turn in this
 * time knows nothing about the others, and sends nothing: one request too many, and all are turned away for a while.
 */
const LOCK_WAIT_MS = 12_000;
/** When to come again then. */
const CROWD_WAIT_MS = 1_000;

/** A batch that would wait for longer leaves in two parts: each part takes as long as an answer does. */
const WORTH_SPLITTING_MS = 500;

/** Entries are worthless once the minute window has passed; a push into the future may be longer. */
const KEEP_SECONDS = 600;

/** `granted`: send `count` after `waitMs`. Else there is no turn before `atMs`, and nothing was booked. */
export type Turn =
  | { readonly granted: true; readonly waitMs: number; readonly count: number }
  | { readonly granted: false; readonly atMs: number };

/** The allowance of one API, shared by every execution that works in this file. */
export interface Pacer {
  /**
   * Books requests that leave in one instant, not after `latestMs`.
   * @param least rather than have all `count` of them wait for long, so many or more leave now where they may.
   */
  reserve(path: string, count: number, latestMs: number, least?: number): Turn;
  /** Nobody asks below this path before `untilMs`: the API told us to slow down. */
  slowDown(path: string, untilMs: number): void;
}

/** When requests left or will leave, oldest first: [milliseconds since 1970, how many]. */
type Departures = readonly (readonly [atMs: number, count: number])[];

interface Allowance {
  readonly notBeforeMs: number;
  readonly departures: Departures;
}

/** One lock, one cache read and one write per reservation, whatever its size. */
export function createPacer(ports: Pick<Ports, "cache" | "fileLock" | "clock">, api: Api): Pacer {
  function nameOf(path: string): string {
    return `pace.${api.id}.${rateFor(api.rates, path).pathPrefix}`;
  }

  function read(name: string): Allowance {
    return parseAllowance(ports.cache.getAll([name])[name]);
  }

  function write(name: string, allowance: Allowance): void {
    ports.cache.putAll(
      { [name]: JSON.stringify([allowance.notBeforeMs, allowance.departures]) },
      KEEP_SECONDS,
    );
  }

  return {
    reserve(path, count, latestMs, least = count) {
      const rate = rateFor(api.rates, path);
      const waitMs = Math.max(0, Math.min(LOCK_WAIT_MS, latestMs - ports.clock.nowMs()));
      const turn = ports.fileLock.withLock(waitMs, (): Turn => {
        const nowMs = ports.clock.nowMs();
        const name = nameOf(path);
        const allowance = read(name);
        const recent = allowance.departures.filter(([atMs]) => atMs > nowMs - MINUTE_WINDOW_MS);
        const beginMs = Math.max(nowMs, allowance.notBeforeMs, recent[recent.length - 1]?.[0] ?? 0);
        const turnOf = (wanted: number) => Math.max(beginMs, turnAt(recent, wanted, rate));
        let leaving = count;
        if (turnOf(count) > nowMs + WORTH_SPLITTING_MS)
          while (leaving > least && turnOf(leaving) > nowMs) leaving--;
        if (turnOf(leaving) > nowMs) leaving = count;
        const atMs = turnOf(leaving);
        if (atMs > latestMs) return { granted: false, atMs };
        write(name, { notBeforeMs: allowance.notBeforeMs, departures: [...recent, [atMs, leaving]] });
        return { granted: true, waitMs: atMs - nowMs, count: leaving };
      });
      if (turn !== "busy") return turn.value;
      return { granted: false, atMs: ports.clock.nowMs() + CROWD_WAIT_MS };
    },

    slowDown(path, untilMs) {
      ports.fileLock.withLock(LOCK_WAIT_MS, () => {
        const name = nameOf(path);
        const allowance = read(name);
        if (untilMs > allowance.notBeforeMs) write(name, { ...allowance, notBeforeMs: untilMs });
      });
    },
  };
}

/** The first instant at which `count` more may leave. */
function turnAt(departures: Departures, count: number, rate: Rate): number {
  const { perSecond, perMinute, secondMs = SECOND_WINDOW_MS } = rate;
  return Math.max(
    roomAt(departures, count, perSecond, secondMs),
    roomAt(departures, count, perMinute, MINUTE_WINDOW_MS),
    roomAt(departures, count, Math.floor(perMinute / MINUTE_PARTS), MINUTE_WINDOW_MS / MINUTE_PARTS),
  );
}

/**
 * The first instant at which `count` more fit into the window that ends there, given departures in order of time.
 * A stream that keeps to every sliding window keeps to fixed windows and token buckets of that size as well.
 */
function roomAt(departures: Departures, count: number, allowed: number, windowMs: number): number {
  let inWindow = count;
  for (let i = departures.length - 1; i >= 0; i--) {
    const [atMs, left] = departures[i] ?? [0, 0];
    inWindow += left;
    if (inWindow > allowed) return atMs + windowMs;
  }
  return 0;
}

/** What the cache holds may be gone, cut, or written by another version. */
function parseAllowance(text: string | undefined): Allowance {
  const nothing: Allowance = { notBeforeMs: 0, departures: [] };
  if (text === undefined) return nothing;
  let parsed: Json;
  try {
    parsed = JSON.parse(text);
  } catch {
    return nothing;
  }
  const [notBeforeMs, list] = Array.isArray(parsed) ? parsed : [];
  if (typeof notBeforeMs !== "number" || !Array.isArray(list)) return nothing;
  const departures: [number, number][] = [];
  for (const entry of list) {
    const [atMs, count] = Array.isArray(entry) ? entry : [];
    if (typeof atMs === "number" && typeof count === "number") departures.push([atMs, count]);
  }
  return { notBeforeMs, departures };
}
