import { StoreFullFault } from "../core/errors.ts";
import type { OtherFile, Ports } from "../core/ports.ts";
import type { Workbook } from "../core/spreadsheet.ts";
import { DAY_MS } from "../core/times.ts";
import { isBound } from "./install.ts";
import { PropertySpace } from "./property-space.ts";
import { workbookOn } from "./spreadsheet.ts";
import { cacheOn, mutexOn } from "./stores.ts";
import { transport } from "./transport.ts";
import { triggers } from "./triggers.ts";

export interface World {
  readonly ports: Ports;
  readonly book: Workbook;
}

type File = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** User property of the add-on: the ids of the files in which this person has something for the hourly trigger. */
const FILES = "files";
/** User property of the add-on: those files by when the trigger was last at them, the newest last. */
const SERVED = "served";
/** So long after something was last kept for a file that cannot be opened, it does not come back. */
const LOST_MS = 30 * DAY_MS;

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
  const activeId = active?.getId();
  const ids = new Set([...(activeId ? [activeId] : []), ...notedFiles()]);
  const served = idsUnder(SERVED);
  const ordered = [...ids].sort((a, b) => served.indexOf(a) - served.indexOf(b));
  return ordered.map((id) => () => {
    const file = id === activeId ? active : opened(id);
    if (!file) {
      purgeLost(id);
      return null;
    }
    // Before anything is done in it: where an execution dies, the next one begins with the others.
    if (ids.size > 1) noteServed(id);
    return worldOn(file);
  });
}

function noteServed(id: string): void {
  const noted = notedFiles();
  const others = idsUnder(SERVED).filter((other) => other !== id && noted.includes(other));
  saveIds(SERVED, [...others, id]);
}

/** To be called when a run is started or goes on, so that the hourly trigger of an add-on finds the file. */
export function noteFile({ book }: World): void {
  if (isBound) return;
  const files = notedFiles();
  if (!files.includes(book.id)) saveIds(FILES, [...files, book.id]);
}

/** To be called when nothing is left to do in a file: each one that is noted is opened every hour. */
export function forgetFile({ book }: World): void {
  if (isBound) return;
  const files = notedFiles();
  if (files.includes(book.id))
    saveIds(
      FILES,
      files.filter((id) => id !== book.id),
    );
}

/** Null when it was deleted, or is no longer shared with this person: its runs wait until it is again. */
function opened(id: string): File | null {
  try {
    return SpreadsheetApp.openById(id);
  } catch {
    return null;
  }
}

/** Takes away what is kept for a file that has been out of reach for long. */
function purgeLost(id: string): void {
  const user = userSpace();
  user.noteFile(id);
  const seen = user.files().find((file) => file.id === id);
  if (seen && Date.now() - seen.seenMs > LOST_MS) purge(id, user);
}

function purge(id: string, user: PropertySpace): void {
  const noted = notedFiles();
  if (noted.includes(id))
    saveIds(
      FILES,
      noted.filter((other) => other !== id),
    );
  user.purgeFile(id);
}

/** What an add-on keeps for the files of a person, but for the one at hand. */
function otherFiles(user: PropertySpace, ownId: string): OtherFile[] {
  const others = user.files().filter(({ id }) => id !== ownId);
  return others.map(({ id, seenMs }) => ({
    seenMs,
    store: user.fileStore(id),
    // A file that is there may fail to open once.
    isInReach: () => opened(id) !== null || opened(id) !== null,
    purge: () => purge(id, user),
  }));
}

function notedFiles(): string[] {
  return idsUnder(FILES);
}

function idsUnder(name: string): string[] {
  return JSON.parse(PropertiesService.getUserProperties().getProperty(name) ?? "[]") as string[];
}

function saveIds(name: string, ids: readonly string[]): void {
  PropertiesService.getUserProperties().setProperty(name, JSON.stringify(ids));
}

/**
 * Ports on a file. A bound script keeps what belongs to the file in document properties, under the document lock; an
 * add-on, which may have neither in a trigger, in user properties under the file's id, under the script lock.
 */
function worldOn(file: File): World {
  const user = userSpace();
  const properties =
    PropertiesService.getDocumentProperties() as GoogleAppsScript.Properties.Properties | null;
  const document = properties && spaceOn(properties).store();
  const lock = (isBound ? LockService.getDocumentLock() : null) as GoogleAppsScript.Lock.Lock | null;
  const fileLock = mutexOn(lock ?? LockService.getScriptLock());
  const book = workbookOn(file, fileLock);
  const documentCache = CacheService.getDocumentCache() as GoogleAppsScript.Cache.Cache | null;
  return {
    book,
    ports: {
      transport,
      triggers,
      minuteTriggers: isBound,
      clock: { nowMs: () => Date.now(), sleepMs: (ms) => Utilities.sleep(ms) },
      cache: documentCache ? cacheOn(documentCache) : cacheOn(CacheService.getUserCache(), `${book.id}.`),
      // A published add-on has one such cache for all its users: nothing but claims goes there.
      claims: isBound ? null : cacheOn(CacheService.getScriptCache(), `${book.id}.`),
      fileLock,
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
