import type { Ports, Store } from "../../core/ports.ts";
import { isSameSecret } from "../../core/secrets.ts";
import { DAY_MS } from "../../core/times.ts";
import { loadWebhooks, type Webhooks } from "./webhooks.ts";

/** What rang, and nothing of what was told: that is read from Huntr. */
export interface BellNote {
  /** Of the last one that counted; 0 for none. */
  readonly lastMs: number;
  /** Of the last one that did not. */
  readonly refusedMs: number;
  /** Since they were switched on. */
  readonly bells: number;
  readonly refused: number;
  /** The day of `today`, in days since 1970. */
  readonly day: number;
  readonly today: { readonly bells: number; readonly refused: number };
}

/** What Google hands to `doPost` (facts, 7.3): there are no headers. Anybody may send anything. */
export interface WebRequest {
  readonly parameter?: { readonly [name: string]: unknown };
  readonly postData?: { readonly contents?: unknown };
}

type BellPorts = Pick<Ports, "fileStore" | "fileLock" | "clock">;
type Sign = (body: string, secret: string) => string;

const NAME = "bell";
const NONE: BellNote = {
  lastMs: 0,
  refusedMs: 0,
  bells: 0,
  refused: 0,
  day: 0,
  today: { bells: 0, refused: 0 },
};

/** Whoever rings waits for it, and a sender may take a slow answer for none. */
const LOCK_WAIT_MS = 250;
/** Beyond so many a day of either kind not all are counted: writing each would use up the day's property writes (facts, 1.4). */
export const MOST_COUNTED = 1_000;
/** A bell so soon after another tells nothing new: whoever answers leaves it open for longer (`SETTLE_MS`). */
const NEAR_MS = 5_000;
/** Ours: an action of Huntr's has some KB. Of more no signature is computed. */
const MOST_BODY_CHARS = 4_000_000;

/** One service call. */
export function loadNote(store: Store): BellNote {
  return { ...NONE, ...(JSON.parse(store.get(NAME) ?? "{}") as Partial<BellNote>) };
}

export function forgetNote(store: Store): void {
  store.remove(NAME);
}

/**
 * Takes note that something happened at Huntr. While webhooks are off nothing is noted.
 * @param sign what the sender's signature of a body is to be
 * @returns whether it counts: the address was the right one, and the signature where one is asked for.
 */
export function ring(request: WebRequest, ports: BellPorts, sign: Sign): boolean {
  const webhooks = loadWebhooks(ports.fileStore);
  if (!webhooks) return false;
  const isGenuine = isFrom(request, webhooks, sign);
  note(isGenuine, ports);
  return isGenuine;
}

function isFrom({ parameter, postData }: WebRequest, { secret, signing }: Webhooks, sign: Sign): boolean {
  if (!isSameSecret(String(parameter?.k ?? ""), secret)) return false;
  if (signing === undefined) return true;
  const body = String(postData?.contents ?? "");
  return body.length <= MOST_BODY_CHARS && isSameSecret(String(parameter?.s ?? ""), sign(body, signing));
}

function note(isGenuine: boolean, { fileStore, fileLock, clock }: BellPorts): void {
  const nowMs = clock.nowMs();
  const before = loadNote(fileStore);
  const latestMs = isGenuine ? before.lastMs : before.refusedMs;
  const isNear = nowMs - latestMs < NEAR_MS;
  if (isNear && countOf(before, isGenuine, nowMs) >= MOST_COUNTED) return;
  const turn = fileLock.withLock(LOCK_WAIT_MS, () => save(fileStore, counted(fileStore, isGenuine, nowMs)));
  // Uncounted, not unheard: the note only grows, whoever writes it last.
  if (turn === "busy" && isGenuine && !isNear) save(fileStore, counted(fileStore, isGenuine, nowMs));
}

function counted(store: Store, isGenuine: boolean, nowMs: number): BellNote {
  const note = loadNote(store);
  const kind = isGenuine ? "bells" : "refused";
  const latest = isGenuine ? "lastMs" : "refusedMs";
  const { day, today } = todayOf(note, nowMs);
  return {
    ...note,
    [latest]: Math.max(note[latest], nowMs),
    [kind]: note[kind] + 1,
    day,
    today: { ...today, [kind]: today[kind] + 1 },
  };
}

/** The day at hand, by UTC, and what rang on it. */
export function todayOf(note: BellNote, nowMs: number): Pick<BellNote, "day" | "today"> {
  const day = Math.floor(nowMs / DAY_MS);
  return { day, today: note.day === day ? note.today : NONE.today };
}

function countOf(note: BellNote, isGenuine: boolean, nowMs: number): number {
  const { today } = todayOf(note, nowMs);
  return isGenuine ? today.bells : today.refused;
}

function save(store: Store, note: BellNote): void {
  store.set(NAME, JSON.stringify(note));
}
