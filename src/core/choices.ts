import { alike } from "./names.ts";

/**
 * Several choices in one cell: with commas between them, and in quotes where a choice has a sign of its own that would be
 * taken for one of these. What a person types may also have semicolons or line breaks between, and its choices in any
 * order and case, twice, and without the quotes.
 */

const BETWEEN = /[,;\r\n]+/;
/** A choice in quotes, or whatever stands between two separators. */
const PART = /\s*"(?:[^"]|"")*"\s*(?=[,;\r\n]|$)|[^,;\r\n]+/g;
const QUOTED = /^"(?:[^"]|"")*"$/;
/** What would not be read again as it is. */
const NEEDS_QUOTES = /^\s|\s$|[",;\r\n]/;

/** As a cell shows them, each once. */
export function joinChoices(choices: readonly string[]): string {
  const shown = [...new Set(choices)].filter((choice) => alike(choice) !== "");
  return shown
    .map((choice) => (NEEDS_QUOTES.test(choice) ? `"${choice.replace(/"/g, '""')}"` : choice))
    .join(", ");
}

/** What a cell says, each once: choices that there are, and words that are none of them or may be several. */
export interface Chosen {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
}

/** The choices that there are, by which cells are read. */
export class ChoiceList {
  private readonly exact: ReadonlySet<string>;
  /** By what they are compared by; null for what may be several. */
  private readonly loose = new Map<string, string | null>();
  /** Of so many parts a choice consists at most, where somebody writes it without quotes. */
  private readonly longest: number;

  constructor(choices: readonly string[]) {
    this.exact = new Set(choices);
    this.longest = Math.max(1, ...choices.map((choice) => choice.split(BETWEEN).length));
    for (const choice of this.exact) {
      const key = keyOf([choice]);
      this.loose.set(key, this.loose.has(key) ? null : choice);
    }
  }

  /** The one choice that a text means as a whole. */
  one(text: string): string | undefined {
    return this.find([text.trim()]);
  }

  /** Reads a cell. A comma stands between two choices wherever it can. */
  read(text: string): Chosen {
    const written = (text.match(PART) ?? []).map((part) => part.trim()).filter((part) => alike(part) !== "");
    const isQuoted = written.map((part) => QUOTED.test(part));
    const parts = written.map((part, i) => (isQuoted[i] ? part.slice(1, -1).replace(/""/g, '"') : part));
    const ends = this.endsIn(parts, isQuoted);
    const known = new Set<string>();
    const unknown = new Set<string>();
    for (let from = 0, to = 0; from < parts.length; from = to) {
      to = ends[from] as number;
      const choice = this.find(parts.slice(from, to));
      if (choice !== undefined) known.add(choice);
      else if (alike(parts[from] ?? "") !== "") unknown.add(parts[from] as string);
    }
    return { known: [...known], unknown: [...unknown] };
  }

  /** What two cells have in common that say the same. */
  meaning(text: string): string {
    const { known, unknown } = this.read(text);
    return JSON.stringify([[...known].sort(), [...new Set(unknown.map(alike))].sort()]);
  }

  /** Behind which part the choice ends that begins with a part: so that the fewest are unknown, else the shortest. */
  private endsIn(parts: readonly string[], isQuoted: readonly boolean[]): number[] {
    const ends: number[] = [];
    const unknown: number[] = [];
    unknown[parts.length] = 0;
    for (let from = parts.length - 1; from >= 0; from--) {
      ends[from] = from + 1;
      let fewest = 1 + (unknown[from + 1] as number);
      for (let to = from + 1; to <= Math.min(parts.length, from + this.longest); to++) {
        if (to > from + 1 && (isQuoted[from] || isQuoted[to - 1])) break;
        const rest = unknown[to] as number;
        if (rest >= fewest || this.find(parts.slice(from, to)) === undefined) continue;
        fewest = rest;
        ends[from] = to;
      }
      unknown[from] = fewest;
    }
    return ends;
  }

  private find(parts: readonly string[]): string | undefined {
    const [first = ""] = parts;
    if (parts.length === 1 && this.exact.has(first)) return first;
    const key = keyOf(parts);
    return key === "" ? undefined : (this.loose.get(key) ?? undefined);
  }
}

/** Without what stands between the parts: `Sales; EMEA` is `sales,emea`. */
function keyOf(parts: readonly string[]): string {
  const words = parts.join(",").split(BETWEEN).map(alike);
  return words.filter((word) => word !== "").join(",");
}
