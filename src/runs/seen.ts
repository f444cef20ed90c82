import type { Cache } from "../core/ports.ts";

/** The cache's longest life, in seconds (facts, 1.4). A run that rests longer reads its listing anew. */
const KEPT_SECONDS = 21_600;
/** A value holds 100 KB (facts, 1.4): with ids of 24 characters half of that. */
const KEYS_PER_PART = 2_000;

/**
 * The keys that a listing has shown so far, batch by batch, over slices. Only needed to tell which rows are gone, and
 * exact or not there at all: the cache may forget, and then the answer is null, never a smaller set.
 */
export class SeenKeys {
  constructor(
    private readonly cache: Cache,
    private readonly run: string,
  ) {}

  /** One call. The first part of a batch tells how many there are. */
  add(batch: number, keys: readonly string[]): void {
    const parts = Math.max(1, Math.ceil(keys.length / KEYS_PER_PART));
    const values: Record<string, string> = {};
    for (let part = 0; part < parts; part++) {
      const text = keys.slice(part * KEYS_PER_PART, (part + 1) * KEYS_PER_PART).join("\n");
      values[this.name(batch, part)] = part === 0 ? `${parts}\n${text}` : text;
    }
    this.cache.putAll(values, KEPT_SECONDS);
  }

  all(batches: number): Set<string> | null {
    const keys = new Set<string>();
    const take = (lines: readonly string[]) => {
      for (const key of lines) if (key !== "") keys.add(key);
    };
    const heads = this.found(Array.from({ length: batches }, (_, batch) => this.name(batch, 0)));
    if (!heads) return null;
    const rest: string[] = [];
    heads.forEach((text, batch) => {
      const [parts = "1", ...lines] = text.split("\n");
      take(lines);
      for (let part = 1; part < Number(parts); part++) rest.push(this.name(batch, part));
    });
    const tails = this.found(rest);
    if (!tails) return null;
    for (const text of tails) take(text.split("\n"));
    return keys;
  }

  private found(names: readonly string[]): string[] | null {
    const found = this.cache.getAll(names);
    const texts: string[] = [];
    for (const name of names) {
      const text = found[name];
      if (text === undefined) return null;
      texts.push(text);
    }
    return texts;
  }

  forget(batches: number): void {
    this.cache.remove(Array.from({ length: batches }, (_, batch) => this.name(batch, 0)));
  }

  private name(batch: number, part: number): string {
    return `seen.${this.run}.${batch}.${part}`;
  }
}
