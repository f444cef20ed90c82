import { type Cache, LONGEST_SECONDS } from "./ports.ts";

/** A value holds 100 KB (facts, 1.4); texts are kept in characters of one byte. */
const PART_CHARACTERS = 90_000;

/**
 * What the reading of a listing keeps beside its place, by names of its own. Within one execution it forgets nothing; from
 * one to the next it may.
 */
export interface Memory {
  keep(name: string, text: string): void;
  /** In the order of the names; null when any of them is forgotten. */
  kept(names: readonly string[]): string[] | null;
}

/** @param reading tells it from all other readings; without a cache what is kept ends with the execution. */
export function memoryIn(cache: Cache | null, reading: string): Memory {
  const known = new Map<string, string>();
  const partName = (name: string, part: number) => `read.${reading}.${name}.${part}`;
  const found = (names: readonly string[]): Record<string, string> =>
    cache && names.length > 0 ? cache.getAll(names) : {};
  return {
    keep(name, text) {
      known.set(name, text);
      const ascii = text.replace(/[^ -~]/g, escaped);
      const parts = Math.max(1, Math.ceil(ascii.length / PART_CHARACTERS));
      const values: Record<string, string> = {};
      for (let part = 0; part < parts; part++) {
        const piece = ascii.slice(part * PART_CHARACTERS, (part + 1) * PART_CHARACTERS);
        values[partName(name, part)] = part === 0 ? `${parts}\n${piece}` : piece;
      }
      cache?.putAll(values, LONGEST_SECONDS);
    },
    kept(names) {
      const unknown = names.filter((name) => !known.has(name));
      const heads = found(unknown.map((name) => partName(name, 0)));
      const rest = (name: string) => {
        const count = Number(heads[partName(name, 0)]?.split("\n", 1)[0] ?? 1) - 1;
        return Array.from({ length: count }, (_, i) => partName(name, i + 1));
      };
      const tails = found(unknown.flatMap(rest));
      for (const name of unknown) {
        const [head, ...others] = [heads[partName(name, 0)], ...rest(name).map((part) => tails[part])];
        if (head === undefined || others.some((part) => part === undefined)) return null;
        known.set(name, head.slice(head.indexOf("\n") + 1) + others.join(""));
      }
      return names.map((name) => known.get(name) as string);
    },
  };
}

/** As JSON writes it: what is kept is JSON. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
