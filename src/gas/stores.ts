import type { Cache, Mutex, Store } from "../core/ports.ts";

type Properties = GoogleAppsScript.Properties.Properties;

/** @param prefix keeps the names of one file apart from another's in a store that is shared by several. */
export function storeOn(properties: Properties, prefix = ""): Store {
  return {
    get: (name) => properties.getProperty(prefix + name),
    getAll: () => withoutPrefix(properties.getProperties(), prefix),
    set: (name, value) => {
      properties.setProperty(prefix + name, value);
    },
    remove: (name) => {
      properties.deleteProperty(prefix + name);
    },
  };
}

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

export function mutexOn(lock: GoogleAppsScript.Lock.Lock): Mutex {
  return {
    withLock: (waitMs, work) => {
      if (!lock.tryLock(waitMs)) return "busy";
      try {
        return { value: work() };
      } finally {
        lock.releaseLock();
      }
    },
  };
}
