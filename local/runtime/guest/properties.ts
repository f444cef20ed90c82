import { call, exception } from "./link.ts";
import { own, sealed } from "./sealed.ts";
import { isAny, isBoolean, isObject, isText, overload } from "./signature.ts";

type Store = "document" | "script" | "user";

function ask<T>(store: Properties, method: string, args: Record<string, unknown> = {}): T {
  return call<T>(`Properties.${method}`, { store: store[own], ...args });
}

/** facts 9.2: strings only; other types are turned into text. */
class Properties {
  readonly [own]: Store;

  constructor(store: Store) {
    this[own] = store;
  }
  getProperty(...args: unknown[]): string | null {
    overload("PropertiesService.Properties.getProperty", args, [isText]);
    return ask(this, "getProperty", { name: args[0] });
  }
  getProperties(): Record<string, string> {
    return ask(this, "getProperties");
  }
  getKeys(): string[] {
    return ask(this, "getKeys");
  }
  setProperty(...args: unknown[]): this {
    overload("PropertiesService.Properties.setProperty", args, [isText, isAny]);
    if (args[1] === null || args[1] === undefined) throw exception("Invalid argument: value");
    ask(this, "setProperty", { values: { [args[0] as string]: String(args[1]) } });
    return this;
  }
  setProperties(...args: unknown[]): this {
    overload("PropertiesService.Properties.setProperties", args, [isObject], [isObject, isBoolean]);
    const values = Object.fromEntries(
      Object.entries(args[0] as object).map(([name, value]) => [name, String(value)]),
    );
    ask(this, "setProperties", { values, deleteAllOthers: args[1] === true });
    return this;
  }
  deleteProperty(...args: unknown[]): this {
    overload("PropertiesService.Properties.deleteProperty", args, [isText]);
    ask(this, "deleteProperty", { name: args[0] });
    return this;
  }
  deleteAllProperties(): this {
    ask(this, "deleteAllProperties");
    return this;
  }
}

/** facts 9.2: null where there is no such store. */
function open(method: string, store: Store): Properties | null {
  return call<boolean>(`PropertiesService.${method}`) ? sealed("Properties", new Properties(store)) : null;
}

export const PropertiesService = sealed("PropertiesService", {
  getDocumentProperties: () => open("getDocumentProperties", "document"),
  getScriptProperties: () => open("getScriptProperties", "script"),
  getUserProperties: () => open("getUserProperties", "user"),
});
