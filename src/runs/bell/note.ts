import type { Ports, Store } from "../../core/ports.ts";
import type { Workbook } from "../../core/spreadsheet.ts";
import { MINUTE_MS } from "../../core/times.ts";

/** How live updates were set up: kept with the file, since whoever deployed the web app may be somebody else. */
export interface Hooks {
  /** What the web app's address ends with: 128 bits in hex. Who knows it can ring, and nothing else. */
  readonly secret: string;
  /** Whose trigger and key read what changed. */
  readonly who: string;
  /** Huntr's own secret of the webhook, where a relay passes the signature on. */
  readonly signing?: string;
}

/** All that a request to the web app leaves behind: when, and how many. Nothing of the request itself is in it. */
interface BellNote {
  readonly bells: number;
  readonly refused: number;
  /** When Huntr last rang; it only grows. Up to a minute ahead where not every bell is noted. */
  readonly lastMs: number;
  /** In the spreadsheet's time zone, with the bells of that day and how often this was written. */
  readonly day: string;
  readonly today: number;
  readonly writes: number;
}

const HOOKS = "webhooks";
const NOTE = "bell";
const SILENCE: BellNote = { bells: 0, refused: 0, lastMs: 0, day: "", today: 0, writes: 0 };

/**
 * Each bell takes two reads of properties and a write, of 50,000 a day that a person has for all (facts, 1.4). From so
 * many on, those of one minute are noted together.
 */
const MOST_NOTED = 10_000;
/** A burst waits for the lock this often, and then does without. */
const TRIES = 3;
const WAIT_MS = { least: 20, spread: 80 };
/** Two who write without the lock: the later one may be read first. So the note is ahead by more than a write takes. */
const UNLOCKED_AHEAD_MS = 1_000;

export function loadHooks(store: Store): Hooks | null {
  return JSON.parse(store.get(HOOKS) ?? "null") as Hooks | null;
}

export function saveHooks(store: Store, hooks: Hooks | null): void {
  if (hooks) store.set(HOOKS, JSON.stringify(hooks));
  else store.remove(HOOKS);
}

export function loadNote(store: Store): BellNote {
  return { ...SILENCE, ...(JSON.parse(store.get(NOTE) ?? "{}") as Partial<BellNote>) };
}

/** Forgets all bells, and has the trigger look once more. */
export function ringAnew({ fileStore, clock }: Pick<Ports, "fileStore" | "clock">): void {
  fileStore.set(NOTE, JSON.stringify({ lastMs: clock.nowMs() }));
}

/** What comes with a request. */
export interface Request {
  readonly secret: string;
  /** Huntr's signature of the body, in base 64, as a relay passes it on; "" without one. */
  readonly signature: string;
  /** What the signature must be. */
  readonly signed: (signing: string) => string;
}

/** Notes that the web app was called. @returns whether it was Huntr, as far as the secrets tell. */
export function ring(
  { secret, signature, signed }: Request,
  { ports, book }: { readonly ports: Ports; readonly book: Pick<Workbook, "dayOf"> },
): boolean {
  const hooks = loadHooks(ports.fileStore);
  if (!hooks) return false;
  const { signing } = hooks;
  const isHuntr =
    isSameSecret(secret, hooks.secret) && (signing === undefined || isSameSecret(signature, signed(signing)));
  note(isHuntr, book.dayOf(new Date(ports.clock.nowMs())), ports);
  return isHuntr;
}

/** A busy lock loses no bell: what is lost without it is at most the count. */
function note(isHuntr: boolean, day: string, { fileLock, fileStore, clock, random }: Ports): void {
  const write = (aheadMs: number) => {
    const old = loadNote(fileStore);
    const next = noted(day === old.day ? old : { ...old, day, today: 0, writes: 0 }, isHuntr, clock.nowMs());
    if (next)
      fileStore.set(NOTE, JSON.stringify(isHuntr ? { ...next, lastMs: next.lastMs + aheadMs } : next));
  };
  for (let tries = 0; tries < TRIES; tries++) {
    if (fileLock.withLock(0, () => write(0)) !== "busy") return;
    clock.sleepMs(WAIT_MS.least + random() * WAIT_MS.spread);
  }
  write(UNLOCKED_AHEAD_MS);
}

/** The note after one more request; null when the one that is there says it all. */
function noted(old: BellNote, isHuntr: boolean, nowMs: number): BellNote | null {
  const isMany = old.writes >= MOST_NOTED;
  const writes = old.writes + 1;
  if (isMany && (!isHuntr || nowMs < old.lastMs)) return null;
  if (!isHuntr) return { ...old, writes, refused: old.refused + 1 };
  const lastMs = Math.max(old.lastMs, isMany ? nowMs + MINUTE_MS : nowMs);
  return { ...old, writes, lastMs, bells: old.bells + 1, today: old.today + 1 };
}

/** Whether two texts are the same, in a time that does not tell how much of them is. */
function isSameSecret(given: string, known: string): boolean {
  let odd = given.length ^ known.length;
  for (let i = 0; i < known.length; i++) odd |= given.charCodeAt(i) ^ known.charCodeAt(i);
  return odd === 0;
}
