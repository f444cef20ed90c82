import { call, exception } from "./link.ts";
import { own, sealed } from "./sealed.ts";
import { isAny, isList, isNumber, isObject, overload } from "./signature.ts";

type Store = "document" | "script" | "user";

/** facts 1.4: a null or empty key has its own text. */
function key(value: unknown): string {
  if (value === null || value === undefined || value === "") throw exception("Invalid argument: key");
  return String(value);
}

function ask<T>(store: Cache, method: string, args: Record<string, unknown> = {}): T {
  return call<T>(`Cache.${method}`, { store: store[own], ...args });
}

class Cache {
  readonly [own]: Store;

  constructor(store: Store) {
    this[own] = store;
  }
  get(...args: unknown[]): string | null {
    overload("CacheService.Cache.get", args, [isAny]);
    const name = key(args[0]);
    const found = ask<Record<string, string>>(this, "get", { keys: [name] });
    return Object.hasOwn(found, name) ? (found[name] as string) : null;
  }
  getAll(...args: unknown[]): Record<string, string> {
    overload("CacheService.Cache.getAll", args, [isList]);
    return ask(this, "getAll", { keys: (args[0] as unknown[]).map(key) });
  }
  put(...args: unknown[]): null {
    overload("CacheService.Cache.put", args, [isAny, isAny], [isAny, isAny, isNumber]);
    return ask(this, "put", {
      values: [[key(args[0]), String(args[1])]],
      ...(args.length === 3 ? { seconds: args[2] } : {}),
    });
  }
  putAll(...args: unknown[]): null {
    overload("CacheService.Cache.putAll", args, [isObject], [isObject, isNumber]);
    const values = Object.entries(args[0] as object).map(([name, value]) => [key(name), String(value)]);
    return ask(this, "putAll", { values, ...(args.length === 2 ? { seconds: args[1] } : {}) });
  }
  remove(...args: unknown[]): null {
    overload("CacheService.Cache.remove", args, [isAny]);
    return ask(this, "remove", { keys: [key(args[0])] });
  }
  removeAll(...args: unknown[]): null {
    overload("CacheService.Cache.removeAll", args, [isList]);
    return ask(this, "removeAll", { keys: (args[0] as unknown[]).map(key) });
  }
}

function open(method: string, store: Store): Cache | null {
  return call<boolean>(`CacheService.${method}`) ? sealed("Cache", new Cache(store)) : null;
}

export const CacheService = sealed("CacheService", {
  getDocumentCache: () => open("getDocumentCache", "document"),
  getScriptCache: () => open("getScriptCache", "script"),
  getUserCache: () => open("getUserCache", "user"),
});
