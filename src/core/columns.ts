import { fieldAt } from "./json.ts";
import type { Json, JsonObject } from "./ports.ts";
import type { Column, ColumnKind } from "./resource.ts";

/** A column before it is known whether it is shown by default. */
export interface ColumnSketch {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly help: string;
  readonly value: Column["value"];
  /** Else made of the name: `employer_domain` is 'Employer domain', and the key is 'ID'. */
  readonly header?: string;
  readonly timeForm?: "seconds" | "text";
}

/** What stands under a path of names, such as "to.givenName". */
export function at(path: string): (record: JsonObject) => Json | undefined {
  const names = path.split(".");
  return (record) => fieldAt(record, ...names);
}

/**
 * The column of a field, named by its path in snake_case: activity.startAt is `activity_start_at`.
 * @param value when it is more than what stands there.
 */
export function field(kind: ColumnKind, path: string, help: string, value = at(path)): ColumnSketch {
  return { name: path.replace(/\.|(?=[A-Z])/g, "_").toLowerCase(), kind, help, value };
}

function fieldOf(kind: ColumnKind) {
  return (path: string, help: string, value?: Column["value"]) => field(kind, path, help, value);
}

export const textAt = fieldOf("text");
export const numberAt = fieldOf("number");
export const booleanAt = fieldOf("boolean");
export const timeAt = fieldOf("time");
export const dateAt = fieldOf("date");

/**
 * An entry's columns: those shown by default in the order of `names`, the rest behind them but for the time of creation,
 * which closes a table.
 * @param names with blanks between them.
 */
export function columnsOf(names: string, sketches: readonly ColumnSketch[]): Column[] {
  const defaults = names.split(" ");
  // Evaluated at the start of every execution, for every table: each rank is worked out once.
  const ranked = sketches.map((sketch, i) => {
    const index = defaults.indexOf(sketch.name);
    const rank =
      sketch.name === "created_at" ? Number.POSITIVE_INFINITY : index < 0 ? defaults.length + i : index;
    const column: Column = {
      ...sketch,
      header: sketch.header ?? headerOf(sketch.name),
      byDefault: index >= 0,
    };
    return { rank, column };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ column }) => column);
}

/** Words that a person writes in capitals. */
const CAPITALS: Readonly<Record<string, string>> = {
  id: "ID",
  url: "URL",
  html: "HTML",
  mx: "MX",
  smtp: "SMTP",
  linkedin: "LinkedIn",
  twitter: "Twitter",
  hunter: "Hunter",
};

function headerOf(name: string): string {
  const words = name.split("_").map((word) => CAPITALS[word] ?? word);
  const header = words.join(" ");
  return header.charAt(0).toUpperCase() + header.slice(1);
}
