import { assertInput } from "../../core/errors.ts";
import { MINUTE_MS } from "../../core/times.ts";
import { nameOf, type Work, whoAmI } from "../work.ts";
import { ANSWER_BELLS, loadAnswered } from "./answer.ts";
import { type Hooks, loadHooks, loadNote, ringAnew, saveHooks } from "./note.ts";

/** So long after a bell nobody looked: the trigger is gone, or listed and dead (facts, 10). */
const LATE_MS = 20 * MINUTE_MS;

/** How live updates are doing. Instants in ISO text. */
export interface WebhooksState {
  readonly isOn: boolean;
  /** What the web app's address ends with, "k=…"; "" while they are off. */
  readonly query: string;
  readonly bells: number;
  readonly today: number;
  readonly refused: number;
  readonly lastBell: string | null;
  /** From the last bell until the tables were right. */
  readonly lagMs: number | null;
  /** Whether a relay passes Huntr's signature on, which is then asked for. */
  readonly isSigned: boolean;
  /** Whose trigger and key it is; null for the person who looks. */
  readonly owner: string | null;
  /** What keeps the tables from being right, in a sentence. */
  readonly error: string | null;
}

/**
 * Turns live updates on, for the person at hand, or off. The trigger is made here, from a click, once: bells make none.
 * @throws InputError when they cannot be.
 */
export function setWebhooks(isOn: boolean, work: Work): void {
  const { fileStore, triggers } = work.ports;
  const before = loadHooks(fileStore);
  if (!isOn) {
    saveHooks(fileStore, null);
    // Somebody else's goes when it looks next.
    ringAnew(work.ports);
    triggers.remove(ANSWER_BELLS);
    return;
  }
  assertInput(
    work.ports.minuteTriggers,
    "Live updates need Huntsheet's own script in the spreadsheet. The add-on has no address that Huntr could ring.",
  );
  assertInput(
    triggers.consentUrl() === null,
    'Google wants your permission first. Allow it in "Tables and schedules".',
  );
  if (before && isLate(work)) triggers.remove(ANSWER_BELLS);
  assertInput(
    triggers.ensure({ [ANSWER_BELLS]: "minute" }),
    "Google refused you a trigger. Delete some at script.google.com, then try again.",
  );
  saveHooks(fileStore, { secret: newSecret(work), ...before, who: whoAmI(work.ports) });
}

/** Has the old address refused from now on. @throws InputError */
export function renewSecret(work: Work): void {
  saveHooks(work.ports.fileStore, { ...hooksOf(work), secret: newSecret(work) });
}

/** Huntr's secret of the webhook, as a relay's signatures need; "" asks for none. @throws InputError */
export function setSigning(pasted: string, work: Work): void {
  const { signing: _before, ...hooks } = hooksOf(work);
  const signing = pasted.trim();
  saveHooks(work.ports.fileStore, signing === "" ? hooks : { ...hooks, signing });
}

function hooksOf({ ports }: Work): Hooks {
  const hooks = loadHooks(ports.fileStore);
  assertInput(hooks, "Live updates are off. Turn them on first.");
  return hooks;
}

/** Of the 32 digits of a UUID, the 13th and the 17th say what it is; the others are by chance. */
function newSecret({ ports }: Work): string {
  const chance = () =>
    ports
      .uuid()
      .replace(/-/g, "")
      .replace(/^(.{12}).{5}/, "$1");
  return (chance() + chance()).slice(0, 32);
}

export function webhooksState(work: Work): WebhooksState {
  const { ports, book } = work;
  const { fileStore, clock } = ports;
  const hooks = loadHooks(fileStore);
  const note = loadNote(fileStore);
  const { lagMs, error } = loadAnswered(fileStore);
  const nowMs = clock.nowMs();
  return {
    isOn: hooks !== null,
    query: hooks ? `k=${hooks.secret}` : "",
    bells: note.bells,
    today: note.day === book.dayOf(new Date(nowMs)) ? note.today : 0,
    refused: note.refused,
    lastBell: note.bells > 0 ? new Date(Math.min(nowMs, note.lastMs)).toISOString() : null,
    lagMs,
    isSigned: hooks?.signing !== undefined,
    owner: hooks && hooks.who !== whoAmI(ports) ? nameOf(hooks.who, ports) : null,
    error:
      hooks && isLate(work)
        ? "Nobody looked since the last bell. Turn live updates off and on again."
        : error,
  };
}

function isLate({ ports: { fileStore, clock } }: Work): boolean {
  const { lastMs, bells } = loadNote(fileStore);
  return bells > 0 && loadAnswered(fileStore).atMs < lastMs && clock.nowMs() - lastMs > LATE_MS;
}
