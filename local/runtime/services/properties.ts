import { NEEDS } from "../access.ts";
import type { PropertyStore } from "../book-file.ts";
import { PROPERTIES_CALL_MS } from "../costs.ts";
import { GoogleError } from "../google-error.ts";
import { PROPERTY_BYTES, PROPERTY_CALLS_PER_DAY, PROPERTY_STORE_BYTES } from "../limits.ts";
import { type CallContext, counted, free, type ServiceCall, type ServiceTable } from "../service.ts";
import { dayCounter } from "../world.ts";
import { hasDocument } from "./spreadsheet.ts";

export type StoreName = "document" | "script" | "user";

/** Whose store it is: in a formula the file owner's (facts 2.4), in a web app the deployer's. */
export function storeOwner({ home, run }: CallContext): string {
  return run.entry === "formula" ? home.file.owner : run.user;
}

function storeOf(context: CallContext, name: StoreName): PropertyStore {
  const { properties } = context.home.file;
  if (name !== "user") return properties[name];
  const owner = storeOwner(context);
  properties.user[owner] ??= {};
  return properties.user[owner];
}

function checkQuota({ world, run }: CallContext): void {
  const counter = dayCounter(world, run.user);
  counter.propertyCalls += 1;
  if (counter.propertyCalls > PROPERTY_CALLS_PER_DAY)
    throw new GoogleError("Service invoked too many times for one day: properties.");
}

function reading(read: (store: PropertyStore, name: string) => unknown): ServiceCall {
  return counted(NEEDS.storage, (context, { store, name }: { store: StoreName; name: string }) => {
    context.run.spend(PROPERTIES_CALL_MS);
    checkQuota(context);
    return read(storeOf(context, store), name);
  });
}

const bytes = (text: string) => Buffer.byteLength(text);

function writing<T>(method: string, write: (store: PropertyStore, args: T) => void): ServiceCall {
  return counted(NEEDS.storage, (context, args: { store: StoreName } & T) => {
    context.run.spend(PROPERTIES_CALL_MS);
    checkQuota(context);
    // facts 2.4: in a formula nobody can set user properties.
    if (context.run.entry === "formula" && args.store === "user")
      throw new GoogleError(`You do not have permission to call ${method}`);
    write(storeOf(context, args.store), args);
    context.world.touch();
    return null;
  });
}

interface Values {
  readonly values: Record<string, string>;
  readonly deleteAllOthers?: boolean;
}

/** facts 1.4, 9.2: each value and the whole store have their size; nothing is written when either is passed. */
function put(store: PropertyStore, { values, deleteAllOthers }: Values): void {
  for (const value of Object.values(values))
    if (bytes(value) > PROPERTY_BYTES) throw new GoogleError("Argument too large: value");
  const after = deleteAllOthers ? values : { ...store, ...values };
  let total = 0;
  for (const [name, value] of Object.entries(after)) total += bytes(name) + bytes(value);
  if (total > PROPERTY_STORE_BYTES)
    throw new GoogleError(
      "You have exceeded the property storage quota. Please remove some properties and try again.",
    );
  if (deleteAllOthers) for (const name of Object.keys(store)) if (!(name in values)) delete store[name];
  Object.assign(store, values);
}

export const properties: ServiceTable = {
  "PropertiesService.getDocumentProperties": free(NEEDS.storage, hasDocument),
  "PropertiesService.getScriptProperties": free(NEEDS.storage, () => true),
  "PropertiesService.getUserProperties": free(NEEDS.storage, () => true),

  "Properties.getProperty": reading((store, name) =>
    // A property may be called "constructor".
    Object.hasOwn(store, name) ? store[name] : null,
  ),
  "Properties.getProperties": reading((store) => store),
  "Properties.getKeys": reading((store) => Object.keys(store)),
  "Properties.setProperty": writing<Values>("setProperty", put),
  "Properties.setProperties": writing<Values>("setProperties", put),
  "Properties.deleteProperty": writing<{ name: string }>("deleteProperty", (store, { name }) => {
    delete store[name];
  }),
  "Properties.deleteAllProperties": writing("deleteAllProperties", (store) => {
    for (const name of Object.keys(store)) delete store[name];
  }),
};
