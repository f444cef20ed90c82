import type { Cache, Claims, Mutex } from "../core/ports.ts";

export function cacheOn(cache: GoogleAppsScript.Cache.Cache | null, prefix = ""): Cache {
  return {
    getAll: (names) => {
      if (!cache || names.length === 0) return {};
      return withoutPrefix(cache.getAll(names.map((name) => prefix + name)), prefix);
    },
    putAll: (values, seconds) => {
      const named: Record<string, string> = {};
      for (const [name, value] of Object.entries(values)) named[prefix + name] = value;
      cache?.putAll(named, seconds);
    },
    remove: (names) => {
      if (names.length > 0) cache?.removeAll(names.map((name) => prefix + name));
    },
  };
}

/** What is named with the prefix, by the rest of its name. */
function withoutPrefix(all: Record<string, string>, prefix: string): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(all))
    if (name.startsWith(prefix)) own[name.slice(prefix.length)] = value;
  return own;
}

/** The wait after a lock was refused: at random, so that those who were refused together do not come again together. */
const TAKE_AGAIN_MS = { least: 200, spread: 600 };
/** Shorter, since others wait for it. Who fails each time holds the lock until the execution ends, or takes it again. */
const RELEASE_AGAIN_MS = { least: 50, spread: 150 };
const RELEASES = 5;

/** Under load both taking and releasing a lock throw (facts, 9.1), in words of the user's language. */
export function mutexOn(lock: GoogleAppsScript.Lock.Lock): Mutex {
  let isHeld = false;
  return {
    withLock: (waitMs, work) => {
      if (isHeld) return { value: work() };
      const untilMs = Date.now() + waitMs;
      const isTaken = () => lock.tryLock(Math.max(0, untilMs - Date.now()));
      if (!unthrottled(isTaken, TAKE_AGAIN_MS, () => Date.now() < untilMs)) return "busy";
      isHeld = true;
      try {
        return { value: work() };
      } finally {
        isHeld = false;
        let left = RELEASES;
        unthrottled(
          () => lock.releaseLock(),
          RELEASE_AGAIN_MS,
          () => --left > 0,
        );
      }
    },
  };
}

/** Longer than anything that is done under it: whoever dies in it keeps the others away for so long. */
const NOTE_SECONDS = 120;

/** A lock that is a note among the claims: taken for as long as may be, while the claims' own lock is held to write it. */
export function noteMutex(claims: Claims, name: string): Mutex {
  let isHeld = false;
  const isNoted = (waitMs: number, holder: string) =>
    claims.lock.withLock(waitMs, () => {
      if (claims.getAll([name])[name] !== undefined) return false;
      claims.putAll({ [name]: holder }, NOTE_SECONDS);
      return true;
    });
  return {
    withLock: (waitMs, work) => {
      if (isHeld) return { value: work() };
      const holder = Utilities.getUuid();
      const untilMs = Date.now() + waitMs;
      for (;;) {
        const turn = isNoted(untilMs - Date.now(), holder);
        if (turn !== "busy" && turn.value) break;
        if (Date.now() >= untilMs) return "busy";
        Utilities.sleep(TAKE_AGAIN_MS.least + Math.random() * TAKE_AGAIN_MS.spread);
      }
      isHeld = true;
      try {
        return { value: work() };
      } finally {
        isHeld = false;
        try {
          if (claims.getAll([name])[name] === holder) claims.remove([name]);
        } catch {
          // It goes by itself; what was done under it is not to be lost.
        }
      }
    },
  };
}

/** What an operation gives, tried again after a random wait as long as it throws and may; null when it only threw. */
function unthrottled<T>(
  operation: () => T,
  { least, spread }: typeof TAKE_AGAIN_MS,
  mayGoOn: () => boolean,
): T | null {
  for (;;) {
    try {
      return operation();
    } catch {
      if (!mayGoOn()) return null;
      Utilities.sleep(least + Math.random() * spread);
    }
  }
}
