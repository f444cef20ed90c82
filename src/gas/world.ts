import { StoreFullFault } from "../core/errors.ts";
import type { OtherFile, Ports } from "../core/ports.ts";
import type { Workbook } from "../core/spreadsheet.ts";
import { DAY_MS } from "../core/times.ts";
import { isBound } from "./install.ts";
import { type KeptFile, PropertySpace } from "./property-space.ts";
import { workbookOn } from "./spreadsheet.ts";
import { cacheOn, mutexOn, noteMutex } from "./stores.ts";
import { transport } from "./transport.ts";
import { triggers } from "./triggers.ts";

export interface World {
  readonly ports: Ports;
  readonly book: Workbook;
}

type File = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** Of a file, in the add-on: this person has something for the hourly trigger there. */
const TO_DO = "todo";
/** Of a file, in the add-on: when the trigger was last at it, in milliseconds since 1970. */
const SERVED = "served";
/** Claim of whoever is at the sheets that all write to. */
const SHEETS = "sheets";
/** Of a file: on how many days in a row it did not open when it was tried, and when on the last of them. */
const MISSED = "missed";
/** So long after something was last kept for a file that cannot be opened, it does not come back. */
const LOST_MS = 30 * DAY_MS;
/** One that is there may fail to open for a day, however long nobody used it. */
const LOST_DAYS = 7;

/** The file at hand: the one that is open, or in a bound script's trigger the one it belongs to. */
export function currentWorld(): World {
  return worldOn(SpreadsheetApp.getActiveSpreadsheet());
}

/**
 * The files whose runs a trigger of this person is for, each to be opened in its turn: null when it is out of reach. An
 * add-on's clock trigger may have no active file (facts, 4.3), and has one trigger for whichever files its lists of
 * triggers show: it opens those that were noted when a run was started in them. Who waited longest comes first, for
 * there may be more of them than an execution has time for.
 */
export function triggerFiles(): (() => World | null)[] {
  const active = SpreadsheetApp.getActiveSpreadsheet() as File | null;
  if (isBound) return active ? [() => worldOn(active)] : [];
  const user = userSpace();
  const files = user.files();
  lookAtOneUnseen(user, files);
  const activeId = active?.getId();
  const noted = files.filter(({ id, noteOf }) => noteOf(TO_DO) !== null || id === activeId);
  const servedMs = new Map(noted.map(({ id, noteOf }) => [id, Number(noteOf(SERVED) ?? 0)]));
  const ids = new Set([...(activeId ? [activeId] : []), ...servedMs.keys()]);
  const ordered = [...ids].sort((a, b) => (servedMs.get(a) ?? 0) - (servedMs.get(b) ?? 0));
  return ordered.map((id) => () => {
    const file = id === activeId ? active : opened(id);
    if (!file) {
      noteMissed(id, user);
      return null;
    }
    noteOpened(id, user);
    // Before anything is done in it: where an execution dies, the next one begins with the others.
    if (ids.size > 1) user.fileStore(id).set(SERVED, String(Date.now()));
    return worldOn(file);
  });
}

/** To be called when a run is started or goes on, so that the hourly trigger of an add-on finds the file. */
export function noteFile({ book }: World): void {
  if (!isBound) userSpace().fileStore(book.id).set(TO_DO, "1");
}

/** To be called when nothing is left to do in a file: each one that is noted is opened every hour. */
export function forgetFile({ book }: World): void {
  if (isBound) return;
  const store = userSpace().fileStore(book.id);
  if (store.get(TO_DO) !== null) store.remove(TO_DO);
}

/** Null when it was deleted, or is no longer shared with this person: its runs wait until it is again. */
function opened(id: string): File | null {
  try {
    return SpreadsheetApp.openById(id);
  } catch {
    return null;
  }
}

/** Notes that a file did not open. What is kept for one that has been out of reach for long goes. */
function noteMissed(id: string, user: PropertySpace): void {
  const file = user.files().find((kept) => kept.id === id);
  const seenMs = file?.seenMs ?? 0;
  if (seenMs === 0) user.noteFile(id);
  const { days, lastMs } = missedOf(file);
  if (Date.now() - lastMs < DAY_MS) return;
  const isLost = seenMs > 0 && Date.now() - seenMs > LOST_MS && days + 1 >= LOST_DAYS;
  if (isLost) user.purgeFile(id);
  else user.setNote(id, MISSED, `${days + 1} ${Date.now()}`);
}

function noteOpened(id: string, user: PropertySpace): void {
  const file = user.files().find((kept) => kept.id === id);
  if (missedOf(file).days > 0) user.fileStore(id).remove(MISSED);
}

function missedOf(file: KeptFile | undefined): { readonly days: number; readonly lastMs: number } {
  const [days, lastMs] = (file?.noteOf(MISSED) ?? "0 0").split(" ");
  return { days: Number(days), lastMs: Number(lastMs) };
}

/** Of a file in which nothing is left to do nobody is told that it was deleted: one an hour is looked for. */
function lookAtOneUnseen(user: PropertySpace, files: readonly KeptFile[]): void {
  const isDue = (file: KeptFile) =>
    file.noteOf(TO_DO) === null && Date.now() - missedOf(file).lastMs >= DAY_MS;
  const [oldest] = files.filter(isDue).sort((a, b) => a.seenMs - b.seenMs);
  if (!oldest || Date.now() - oldest.seenMs < LOST_MS) return;
  if (oldest.seenMs > 0 && !opened(oldest.id)) {
    noteMissed(oldest.id, user);
    return;
  }
  user.noteFile(oldest.id);
  noteOpened(oldest.id, user);
}

/** What an add-on keeps for the files of a person, but for the one at hand. */
function otherFiles(user: PropertySpace, ownId: string): OtherFile[] {
  const others = user.files().filter(({ id }) => id !== ownId);
  return others.map(({ id, seenMs }) => ({
    seenMs,
    store: user.fileStore(id),
    // A file that is there may fail to open once.
    isInReach: () => opened(id) !== null || opened(id) !== null,
    purge: () => user.purgeFile(id),
  }));
}

/**
 * Ports on a file. A bound script keeps what belongs to the file in document properties, under the document lock; an
 * add-on, which may have neither in a trigger, in user properties under the file's id, under the user's lock. What people
 * have to know of each other there goes through the script's lock and cache, which all users of the add-on share (facts,
 * 3.3): a note of who is at what, and the lock for as long as that is written.
 */
function worldOn(file: File): World {
  const user = userSpace();
  const properties =
    PropertiesService.getDocumentProperties() as GoogleAppsScript.Properties.Properties | null;
  const document = properties && spaceOn(properties).store();
  const documentLock = LockService.getDocumentLock() as GoogleAppsScript.Lock.Lock | null;
  const userLock = mutexOn(LockService.getUserLock());
  const fileLock = documentLock ? mutexOn(documentLock) : userLock;
  const claims = isBound
    ? null
    : {
        ...cacheOn(CacheService.getScriptCache(), `${file.getId()}.`),
        lock: mutexOn(LockService.getScriptLock()),
      };
  const sheetLock = claims ? noteMutex(claims, SHEETS) : fileLock;
  const book = workbookOn(file, sheetLock);
  const documentCache = CacheService.getDocumentCache() as GoogleAppsScript.Cache.Cache | null;
  return {
    book,
    ports: {
      transport,
      triggers,
      minuteTriggers: isBound,
      clock: { nowMs: () => Date.now(), sleepMs: (ms) => Utilities.sleep(ms) },
      cache: documentCache ? cacheOn(documentCache) : cacheOn(CacheService.getUserCache(), `${book.id}.`),
      claims,
      storeLock: isBound ? fileLock : userLock,
      fileLock,
      sheetLock,
      fileStore: isBound && document ? document : user.fileStore(book.id),
      sharedStore: document,
      userStore: user.store(),
      otherFiles: isBound ? null : () => otherFiles(user, book.id),
      random: () => Math.random(),
      uuid: () => Utilities.getUuid(),
      warn: (message) => console.warn(message),
    },
  };
}

function userSpace(): PropertySpace {
  return spaceOn(PropertiesService.getUserProperties());
}

function spaceOn(properties: GoogleAppsScript.Properties.Properties): PropertySpace {
  return new PropertySpace(properties, {
    nowMs: () => Date.now(),
    random: () => Math.random(),
    fullFault: () => new StoreFullFault(isBound),
  });
}
