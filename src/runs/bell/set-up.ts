import { assertInput } from "../../core/errors.ts";
import { locked } from "../../core/locked.ts";
import { newSecret } from "../../core/secrets.ts";
import { MINUTE_MS } from "../../core/times.ts";
import { ensureTriggers, madeAnew } from "../resume.ts";
import { nameOf, type Work, whoAmI } from "../work.ts";
import { forgetAnswered, loadAnswered, REFRESH_MS_PER_DAY } from "./answer.ts";
import { forgetNote, loadNote, MOST_COUNTED, todayOf } from "./ring.ts";
import { loadWebhooks, saveWebhooks, type Webhooks } from "./webhooks.ts";

/** How Huntr's webhooks are, for scripts and for the sidebar. Times of the sidebar are milliseconds since 1970. */
export interface WebhooksState {
  readonly isOn: boolean;
  /** What the address in Huntr ends with: `k=…`. It is a secret. Null while they are off. */
  readonly query: string | null;
  /** Since they were switched on. */
  readonly bells: number;
  readonly refused: number;
  /** ISO, in UTC; null before the first. */
  readonly lastBell: string | null;
  readonly lastBellMs: number | null;
  /** Of the day at hand by UTC; from `mostCounted` on they are too few. */
  readonly today: { readonly bells: number; readonly refused: number };
  readonly mostCounted: number;
  /** From an action of Huntr's until it stood in the tables, the last time; null before that. */
  readonly lagMs: number | null;
  /** The web app's, as it was pasted. */
  readonly address: string | null;
  /** A signing secret is stored. It is never told. */
  readonly isSigned: boolean;
  /** Who switched them on, whose trigger and key they use, and whether that is who looks. */
  readonly owner: string | null;
  readonly isMine: boolean;
  /** Why bells are not answered as they should be, in a sentence. */
  readonly problem: string | null;
}

/** What a person changes of them; a new secret makes the address in Huntr an old one. */
export interface WebhooksChange {
  readonly address?: string;
  /** Blank takes it away. */
  readonly signing?: string;
  readonly newSecret?: true;
}

/** A bell that waits for so long waits for a trigger that is dead. */
const LATE_MS = 10 * MINUTE_MS;
const NOT_ON = "Switch live updates on first.";

/**
 * Switches webhooks on or off. On, the person at hand has a trigger look each minute whether one rang; on again, the
 * address stays as it is. @throws InputError when there can be no trigger
 */
export function switchWebhooks(isOn: boolean, work: Work): void {
  const { ports } = work;
  const { fileStore, fileLock, triggers, uuid } = ports;
  if (!isOn) {
    // The trigger finds nothing to do, and goes.
    locked(fileLock, () => {
      saveWebhooks(fileStore, null);
      forgetNote(fileStore);
      forgetAnswered(fileStore);
    });
    return;
  }
  assertInput(
    triggers.consentUrl() === null,
    'Google wants your permission first. Allow it in "Tables and schedules".',
  );
  assertInput(
    ensureTriggers(ports),
    "Google refused you a trigger. Delete some at script.google.com, then switch live updates on again.",
  );
  const who = whoAmI(ports);
  locked(fileLock, () =>
    saveWebhooks(fileStore, { secret: newSecret(uuid), ...loadWebhooks(fileStore), who }),
  );
}

/** @throws InputError */
export function changeWebhooks(
  { address, signing, newSecret: isNew }: WebhooksChange,
  { ports }: Work,
): void {
  const { fileStore, fileLock, uuid } = ports;
  const change: Partial<Webhooks> = {
    ...(address === undefined ? {} : { address: webAppIn(address) }),
    ...(isNew ? { secret: newSecret(uuid) } : {}),
  };
  locked(fileLock, () => {
    const webhooks = loadWebhooks(fileStore);
    assertInput(webhooks, NOT_ON);
    const { signing: before, ...others } = { ...webhooks, ...change };
    const after = signing === undefined ? before : signing.trim();
    saveWebhooks(fileStore, { ...others, ...(after ? { signing: after } : {}) });
  });
}

/** @throws InputError for what is no web app's address */
function webAppIn(pasted: string): string {
  const [address = ""] = pasted.trim().split(/[?#]/);
  assertInput(
    !/\/dev$/.test(address),
    'That is the address for testing, which only you may call. Copy the one that ends with "/exec".',
  );
  assertInput(
    /^https?:\/\/[^\s"'<>]+\/exec$/.test(address),
    'A web app\'s address begins with "https://script.google.com/" and ends with "/exec". Copy it again.',
  );
  return address;
}

/** @param isClick a person looks, so that a trigger which is dead can be made anew (facts, 4.4). */
export function stateOfWebhooks({ ports }: Work, isClick: boolean): WebhooksState {
  const { fileStore, clock } = ports;
  const nowMs = clock.nowMs();
  const webhooks = loadWebhooks(fileStore);
  const note = loadNote(fileStore);
  const answered = loadAnswered(fileStore);
  const { lastMs } = note;
  const isMine = webhooks?.who === whoAmI(ports);
  const isSpent = answered.spentMs >= REFRESH_MS_PER_DAY && answered.day === todayOf(note, nowMs).day;
  const isWaiting = lastMs > answered.doneMs && answered.error === null && !isSpent;
  const isLate = isWaiting && nowMs - Math.max(lastMs, answered.askedMs) > LATE_MS;
  if (webhooks && isMine && isClick) {
    if (isLate) madeAnew(ports);
    else ensureTriggers(ports);
  }
  return {
    isOn: webhooks !== null,
    query: webhooks && `k=${webhooks.secret}`,
    bells: note.bells,
    refused: note.refused,
    lastBell: lastMs === 0 ? null : new Date(lastMs).toISOString(),
    lastBellMs: lastMs || null,
    today: todayOf(note, nowMs).today,
    mostCounted: MOST_COUNTED,
    lagMs: answered.lagMs,
    address: webhooks?.address ?? null,
    isSigned: webhooks?.signing !== undefined,
    owner: webhooks && nameOf(webhooks.who, ports),
    isMine,
    problem: problemIn(answered.error, isSpent, isLate),
  };
}

function problemIn(error: string | null, isSpent: boolean, isLate: boolean): string | null {
  if (error !== null) return error;
  if (isSpent) {
    const minutes = REFRESH_MS_PER_DAY / MINUTE_MS;
    return `Refreshing took ${minutes} minutes today, which is all that live updates may take of your triggers' time: until midnight UTC they come once an hour.`;
  }
  return isLate
    ? `Nobody answered the last bell for over ${LATE_MS / MINUTE_MS} minutes: Google's trigger was started anew. If this stays, switch live updates off and on.`
    : null;
}
