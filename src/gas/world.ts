import type { Ports } from "../core/ports.ts";
import type { Workbook } from "../core/spreadsheet.ts";
import { isBound } from "./install.ts";
import { workbookOn } from "./spreadsheet.ts";
import { cacheOn, mutexOn, storeOn } from "./stores.ts";
import { transport } from "./transport.ts";
import { triggers } from "./triggers.ts";

export interface World {
  readonly ports: Ports;
  readonly book: Workbook;
}

type File = GoogleAppsScript.Spreadsheet.Spreadsheet;

/** User property of the add-on: the ids of the files in which this person has something for the hourly trigger. */
const FILES = "files";

/** The file at hand: the one that is open, or in a bound script's trigger the one it belongs to. */
export function currentWorld(): World {
  return worldOn(SpreadsheetApp.getActiveSpreadsheet());
}

/**
 * The files whose runs a trigger of this person is for. An add-on's clock trigger may have no active file (facts,
 * 4.3), and has one trigger for whichever files its lists of triggers show: it opens those that were noted when a run
 * was started in them.
 */
export function triggerWorlds(): World[] {
  const active = SpreadsheetApp.getActiveSpreadsheet() as File | null;
  const worlds = active ? [worldOn(active)] : [];
  if (isBound) return worlds;
  for (const id of notedFiles()) {
    if (id === active?.getId()) continue;
    try {
      worlds.push(worldOn(SpreadsheetApp.openById(id)));
    } catch {
      // Deleted, or no longer shared with this person: its runs wait for somebody who can open it.
    }
  }
  return worlds;
}

/** To be called when a run is started or goes on, so that the hourly trigger of an add-on finds the file. */
export function noteFile({ book }: World): void {
  if (isBound) return;
  const files = notedFiles();
  if (!files.includes(book.id)) saveNotedFiles([...files, book.id]);
}

/** To be called when nothing is left to do in a file: each one that is noted is opened every hour. */
export function forgetFile({ book }: World): void {
  if (isBound) return;
  const files = notedFiles();
  if (files.includes(book.id)) saveNotedFiles(files.filter((id) => id !== book.id));
}

function saveNotedFiles(ids: readonly string[]): void {
  PropertiesService.getUserProperties().setProperty(FILES, JSON.stringify(ids));
}

function notedFiles(): string[] {
  return JSON.parse(PropertiesService.getUserProperties().getProperty(FILES) ?? "[]") as string[];
}

/**
 * Ports on a file. A bound script keeps what belongs to the file in document properties, under the document lock; an
 * add-on, which may have neither in a trigger, in user properties under the file's id, under the script lock.
 */
function worldOn(file: File): World {
  const user = PropertiesService.getUserProperties();
  const document = PropertiesService.getDocumentProperties() as GoogleAppsScript.Properties.Properties | null;
  const book = workbookOn(file);
  const lock = (isBound ? LockService.getDocumentLock() : null) as GoogleAppsScript.Lock.Lock | null;
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
      fileLock: mutexOn(lock ?? LockService.getScriptLock()),
      fileStore: isBound && document ? storeOn(document) : storeOn(user, `file.${book.id}.`),
      sharedStore: document && storeOn(document),
      userStore: storeOn(user),
      random: () => Math.random(),
      uuid: () => Utilities.getUuid(),
      warn: (message) => console.warn(message),
    },
  };
}
