import { type Cache, LONGEST_SECONDS } from "../../core/ports.ts";

/** A value holds 100 KB (facts, 1.4): with ids of 24 characters half of that. */
const KEYS_PER_PART = 2_000;

const BEFORE = "before";

/**
 * What is gone when a pass has come to its end: the keys that stood in a table when it began, but for those that its
 * listing has shown since, batch by batch. How their rows show it is for the table (`Table.remove`). Within one execution they are in memory; over several in the cache, which may forget at any time: then the answer is null,
 * never a smaller set.
 */
export class PassKeys {
  /** What this execution knows, by name: the keys before the pass under "before", of each batch under its number. */
  private readonly known = new Map<string, readonly string[]>();
  private readonly kept = new Set<string>();

  /** @param pass tells it from all other passes of the file. */
  constructor(
    private readonly cache: Cache,
    private readonly pass: string,
  ) {}

  begin(keys: readonly string[]): void {
    this.known.set(BEFORE, keys);
  }

  saw(batch: number, keys: readonly string[]): void {
    this.known.set(String(batch), keys);
  }

  /** Keeps what this execution knows for the next one. One call. The first part of each tells how many there are. */
  keep(): void {
    const values: Record<string, string> = {};
    for (const [name, keys] of this.known) {
      if (this.kept.has(name)) continue;
      this.kept.add(name);
      const parts = Math.max(1, Math.ceil(keys.length / KEYS_PER_PART));
      for (let part = 0; part < parts; part++) {
        const text = keys.slice(part * KEYS_PER_PART, (part + 1) * KEYS_PER_PART).join("\n");
        values[this.name(name, part)] = part === 0 ? `${parts}\n${text}` : text;
      }
    }
    this.cache.putAll(values, LONGEST_SECONDS);
  }

  /** Of the keys that stood there when the pass began those that none of so many batches showed, and how many these showed. */
  missing(batches: number): { readonly gone: ReadonlySet<string>; readonly shown: number } | null {
    const [before, ...shown] = this.lists(namesOf(batches)) ?? [];
    if (!before) return null;
    const gone = new Set(before);
    const all = new Set<string>();
    for (const keys of shown)
      for (const key of keys) {
        gone.delete(key);
        all.add(key);
      }
    return { gone, shown: all.size };
  }

  /** Google keeps 1,000 items: those of so many batches are not needed any more. */
  forget(batches: number): void {
    if (batches === 0) return;
    this.cache.remove(namesOf(batches).map((name) => this.name(name, 0)));
  }

  private lists(names: readonly string[]): (readonly string[])[] | null {
    const heads = this.found(names.filter((name) => !this.known.has(name)).map((name) => this.name(name, 0)));
    if (!heads) return null;
    const partsOf = (name: string) => Number(heads.get(this.name(name, 0))?.split("\n", 1)[0] ?? 1);
    const rest = names.flatMap((name) =>
      Array.from({ length: partsOf(name) - 1 }, (_, i) => this.name(name, i + 1)),
    );
    const tails = this.found(rest);
    if (!tails) return null;
    return names.map((name) => {
      const known = this.known.get(name);
      if (known) return known;
      const [, ...lines] = (heads.get(this.name(name, 0)) ?? "").split("\n");
      for (let part = 1; part < partsOf(name); part++)
        for (const line of (tails.get(this.name(name, part)) ?? "").split("\n")) lines.push(line);
      return lines.filter((line) => line !== "");
    });
  }

  private found(names: readonly string[]): Map<string, string> | null {
    const found = new Map(Object.entries(this.cache.getAll(names)));
    return names.every((name) => found.has(name)) ? found : null;
  }

  private name(name: string, part: number): string {
    return `pass.${this.pass}.${name}.${part}`;
  }
}

function namesOf(batches: number): string[] {
  return [BEFORE, ...Array.from({ length: batches }, (_, batch) => String(batch))];
}
