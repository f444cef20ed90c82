/**
 * Ids as Huntr's database makes them (MongoDB ObjectId, 24 hex digits): creation time in seconds, five bytes of the
 * machine, three bytes that count up. Ordering by id is therefore ordering by creation, also within one second.
 */
export class ObjectIds {
  private count = 0x0a0000;

  /** @param machine ten hex digits */
  constructor(private readonly machine: string) {}

  /** A new id for something created at this time, seconds since 1970. */
  at(seconds: number): string {
    this.count++;
    return seconds.toString(16).padStart(8, "0") + this.machine + this.count.toString(16).padStart(6, "0");
  }
}

export const OBJECT_ID = /^[0-9a-f]{24}$/i;

/** Puts things newest first, the order of every Huntr listing. */
export function sortNewestFirst<T extends { id: string }>(things: T[]): T[] {
  return things.sort((a, b) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0));
}

/** Where in a newest-first list the things older than this id begin; the id itself need not be there any more. */
export function indexAfter(things: readonly { id: string }[], id: string): number {
  let low = 0;
  let high = things.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((things[middle] as { id: string }).id >= id) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function indexOfId(things: readonly { id: string }[], id: string): number {
  const index = indexAfter(things, id) - 1;
  return things[index]?.id === id ? index : -1;
}

export function findById<T extends { id: string }>(things: readonly T[], id: string): T | undefined {
  return things[indexOfId(things, id)];
}

/** Puts a new thing where its id belongs. */
export function insertById<T extends { id: string }>(things: T[], thing: T): void {
  things.splice(indexAfter(things, thing.id), 0, thing);
}
