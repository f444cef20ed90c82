import { NEEDS } from "../access.ts";
import type { CacheStore } from "../book-file.ts";
import { CACHE_CALL_MS } from "../costs.ts";
import { GoogleError } from "../google-error.ts";
import {
  CACHE_DEFAULT_SECONDS,
  CACHE_EVICTED_AT_ONCE,
  CACHE_ITEMS,
  CACHE_KEY_CHARACTERS,
  CACHE_LONGEST_SECONDS,
  CACHE_VALUE_BYTES,
} from "../limits.ts";
import { type CallContext, counted, free, type ServiceCall, type ServiceTable } from "../service.ts";
import { type StoreName, storeOwner } from "./properties.ts";
import { hasDocument } from "./spreadsheet.ts";

function storeOf(context: CallContext, name: StoreName): CacheStore {
  const { caches } = context.home.file;
  if (name !== "user") return caches[name];
  const owner = storeOwner(context);
  caches.user[owner] ??= {};
  return caches.user[owner];
}

/** Looks at present items since the start, for the switch that makes some of them miss. */
const looks = new WeakMap<CacheStore, number>();

/** facts 1.4: an item may be gone before its time. */
function evicted(context: CallContext, store: CacheStore): boolean {
  const every = context.world.switches.cacheEvictsEvery;
  if (every <= 0) return false;
  const count = (looks.get(store) ?? 0) + 1;
  looks.set(store, count);
  return count % every === 0;
}

/** facts 1.4: put refuses such keys; whether a look does is in no source, the harsher reading. */
function checkKey(key: string): void {
  if (key.length > CACHE_KEY_CHARACTERS) throw new GoogleError("Argument too large: key");
}

const get = counted(NEEDS.storage, (context, { store: name, keys }: { store: StoreName; keys: string[] }) => {
  context.run.spend(CACHE_CALL_MS);
  keys.forEach(checkKey);
  const store = storeOf(context, name);
  const found: Record<string, string> = {};
  for (const key of keys) {
    // A key may be called "constructor".
    const item = Object.hasOwn(store, key) ? store[key] : undefined;
    if (!item) continue;
    if (item.until <= context.run.now() || evicted(context, store)) delete store[key];
    else found[key] = item.value;
  }
  return found;
});

const put = counted(
  NEEDS.storage,
  (context, o: { store: StoreName; values: [string, string][]; seconds?: number }) => {
    context.run.spend(CACHE_CALL_MS);
    const seconds = o.seconds ?? CACHE_DEFAULT_SECONDS;
    if (seconds < 1 || seconds > CACHE_LONGEST_SECONDS)
      throw new GoogleError(`Argument too ${seconds < 1 ? "small" : "large"}: expirationInSeconds`);
    for (const [key, value] of o.values) {
      checkKey(key);
      if (Buffer.byteLength(value) > CACHE_VALUE_BYTES) throw new GoogleError("Argument too large: value");
    }
    const store = storeOf(context, o.store);
    const until = context.run.now() + seconds * 1000;
    for (const [key, value] of o.values) {
      // Taken out first, so that the order of the store is the order of writing.
      delete store[key];
      store[key] = { value, until };
    }
    const keys = Object.keys(store);
    if (keys.length > CACHE_ITEMS) for (const key of keys.slice(0, CACHE_EVICTED_AT_ONCE)) delete store[key];
    context.world.touch();
    return null;
  },
);

const remove: ServiceCall = counted(
  NEEDS.storage,
  (context, { store: name, keys }: { store: StoreName; keys: string[] }) => {
    context.run.spend(CACHE_CALL_MS);
    keys.forEach(checkKey);
    const store = storeOf(context, name);
    for (const key of keys) delete store[key];
    context.world.touch();
    return null;
  },
);

export const cache: ServiceTable = {
  "CacheService.getDocumentCache": free(NEEDS.storage, hasDocument),
  "CacheService.getScriptCache": free(NEEDS.storage, () => true),
  "CacheService.getUserCache": free(NEEDS.storage, () => true),

  "Cache.get": get,
  "Cache.getAll": get,
  "Cache.put": put,
  "Cache.putAll": put,
  "Cache.remove": remove,
  "Cache.removeAll": remove,
};
