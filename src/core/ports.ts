/**
 * The world as the add-on needs it. `gas/` implements these on Apps Script; nothing else does.
 * Everything is synchronous, as every Apps Script service is.
 */

/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** At most 2,000 characters (the platform's own limit is 2,082). */
  readonly url: string;
  /** Credentials go here and nowhere else: fault texts of the platform repeat the whole URL. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; never on a GET. */
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; a repeated header is joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No answer came: the server may or may not have acted on the request. */
export interface NoAnswer {
  readonly fault: string;
  /** False when the fault cannot pass by waiting (the host is unknown, the address is malformed). */
  readonly mayPass: boolean;
}

export interface Transport {
  /**
   * Sends the requests side by side and waits for all. Never throws for a fault of a single request, only when the
   * platform would send none at all.
   * @returns one outcome per request, in the order of the requests.
   */
  send(requests: readonly HttpRequest[]): (HttpResponse | NoAnswer)[];
}

export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  sleepMs(ms: number): void;
}

/**
 * Text by name, kept until removed, of any size that there is room for. Whoever is killed while it is set leaves the
 * old value or the new one, never a mixture.
 */
export interface Store {
  /** One service call; two for a value of more than 9 KB. */
  get(name: string): string | null;
  /** Everything at once, in one service call. */
  getAll(): Record<string, string>;
  /** One service call; for more than 9 KB, two and one for each 9 KB of the old value. @throws StoreFullFault */
  set(name: string, value: string): void;
  remove(name: string): void;
  /**
   * The bytes that a further value may have in UTF-8, rather too few than too many: of what this execution read last,
   * or of one service call. A value that is replaced still counts, since it stays until the new one is there.
   */
  room(): number;
}

/** Another spreadsheet file that something is kept for in the same place. */
export interface OtherFile {
  /** When something was last set for it, to a day; 0 when that is not known. */
  readonly seenMs: number;
  readonly store: Store;
  /** Opens it, which takes a second or so. False when it was deleted, or is no longer shared with this person. */
  isInReach(): boolean;
  /** Takes away all that is kept for it. */
  purge(): void;
}

/** The longest life of what is in a cache, in seconds (facts, 1.4). */
export const LONGEST_SECONDS = 21_600;

/** Text by name that may be gone at any moment. A value is at most 100 KB, a name at most 250 characters. */
export interface Cache {
  getAll(names: readonly string[]): Record<string, string>;
  putAll(values: Readonly<Record<string, string>>, seconds: number): void;
  remove(names: readonly string[]): void;
}

export interface Mutex {
  /**
   * Runs `work` while nobody else does. Whoever has the lock may take it again, which costs nothing.
   * @returns its value, or `busy` when the turn did not come within `waitMs`.
   */
  withLock<T>(waitMs: number, work: () => T): { readonly value: T } | "busy";
}

export interface Triggers {
  /**
   * Has global functions called again and again, for the person at hand, until removed. Creates nothing when a
   * trigger is there already: the platform allows only some 20 creations a day.
   * @returns false when the platform refused every one of them.
   */
  ensure(handlers: Readonly<Record<string, "minute" | "hour">>): boolean;
  /** Never throws. @returns whether there was one, and the platform took it away. */
  remove(handler: string): boolean;
  /** Where the person at hand grants what is missing for triggers to do their work; null when nothing is. */
  consentUrl(): string | null;
}

/** What one execution runs with. `random` gives [0, 1); `warn` writes to the execution log. */
export interface Ports {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly cache: Cache;
  /** Seen by everybody who works in this file, in triggers too; null where `fileStore` is, and tells more. */
  readonly claims: Cache | null;
  /** Held for milliseconds only; shared by everybody who works in this file. */
  readonly fileLock: Mutex;
  /** What belongs to this spreadsheet file. */
  readonly fileStore: Store;
  /** What belongs to one person. In a formula: to the file's owner. */
  readonly userStore: Store;
  /**
   * Readable by everybody who edits the file: nothing goes here but a key that
   * its owner chose to share, and what formulas found out for all to see.
   * Null where it is out of reach, in an add-on's clock trigger.
   */
  readonly sharedStore: Store | null;
  /** The files that share the room of `fileStore` with this one; null where it has that room for itself. */
  readonly otherFiles: (() => OtherFile[]) | null;
  readonly triggers: Triggers;
  /** Whether a trigger may fire each minute: in a bound script, not in an add-on (facts, 1.2). */
  readonly minuteTriggers: boolean;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly warn: (message: string) => void;
}
