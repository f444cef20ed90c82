import type { Client } from "../core/client.ts";
import { assertInput } from "../core/errors.ts";
import { locked } from "../core/locked.ts";
import type { Ports } from "../core/ports.ts";
import type { Push } from "../core/push.ts";
import type { Resource } from "../core/resource.ts";
import type { Sheet, Workbook } from "../core/spreadsheet.ts";

/** What a slice of a run works with: handed in by `entry/`, so that nothing here reaches for the world itself. */
export interface Work {
  readonly ports: Ports;
  readonly book: Workbook;
  readonly entries: readonly Resource[];
  readonly pushes: readonly Push[];
  /** A client that gives up waiting at `deadlineMs`. Without a key its calls fail with a sentence. */
  readonly client: (api: Resource["api"], deadlineMs: number) => Client;
  /** What Google Sheets says when it refuses a call: a sentence, and whether it may pass by waiting. */
  readonly sheetFault: (error: unknown) => { readonly sentence: string; readonly mayPass: boolean };
}

const ME = "me";

/** In this execution. */
const known = new WeakMap<Ports["userStore"], string>();

/** The person at hand, as a random id in their own store: the same in each of their executions, told to nobody. */
export function whoAmI(ports: Pick<Ports, "userStore" | "storeLock" | "uuid">): string {
  const { userStore } = ports;
  const id = known.get(userStore) ?? userStore.get(ME) ?? locked(ports.storeLock, () => newcomer(ports));
  known.set(userStore, id);
  return id;
}

/** Of several executions at a person's first moment one gives the id, for all. */
function newcomer({ userStore, uuid }: Pick<Ports, "userStore" | "uuid">): string {
  const id = userStore.get(ME) ?? uuid();
  userStore.set(ME, id);
  return id;
}

const NAME = "name.";

/** What colleagues call a person of this file: the name that they gave, since the platform tells none (facts, 3.5). */
export function nameOf(who: string, { fileStore }: Pick<Ports, "fileStore">): string {
  return fileStore.get(NAME + who) || `Person ${who.slice(0, 4)}`;
}

export function saveName(name: string, ports: Ports): void {
  ports.fileStore.set(NAME + whoAmI(ports), name.trim().slice(0, 60));
}

/** @throws InputError */
export function sheetNamed(name: string, { book }: Pick<Work, "book">): Sheet {
  const sheet = book.sheetByName(name);
  assertInput(sheet, `There is no sheet "${name}".`);
  return sheet;
}

export function entryOf(entries: readonly Resource[], table: string): Resource {
  const entry = entries.find((other) => other.table === table);
  const tables = entries.map((other) => other.table).join(", ");
  assertInput(entry, `There is no table "${table}". There are: ${tables}.`);
  return entry;
}

/** "Huntr Jobs" holds jobs: a title is the API's name and the plural of what it lists. */
export function unitOf({ title }: Resource): string {
  return title.slice(title.indexOf(" ") + 1).toLowerCase();
}
