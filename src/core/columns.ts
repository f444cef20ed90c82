import { InputError } from "./errors.ts";
import { fieldAt } from "./json.ts";
import { nearNames, snakeCase } from "./names.ts";
import type { Json, JsonObject } from "./ports.ts";
import type { Column, ColumnKind, Details, Resource } from "./resource.ts";

/** A column before it is known whether it is shown by default. */
export interface ColumnSketch {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly help: string;
  readonly value: Column["value"];
  /** Else made of the name: `employer_domain` is 'Employer domain', and the key is 'ID'. */
  readonly header?: string;
  readonly timeForm?: "seconds" | "text";
  readonly changesWithTime?: true;
  readonly details?: Details;
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
 * which closes a table. Made when first asked for: most executions look at one table, and each begins from nothing.
 * @param names with blanks between them; "" for none.
 * @returns what gives the same columns each time; it throws an Error for a name that no sketch has.
 */
export function columnsOf(names: string, sketches: () => readonly ColumnSketch[]): () => readonly Column[] {
  let made: readonly Column[] | undefined;
  return () => {
    made ??= madeOf(names, sketches());
    return made;
  };
}

function madeOf(names: string, sketches: readonly ColumnSketch[]): readonly Column[] {
  const defaults = names === "" ? [] : names.split(" ");
  const unknown = defaults.filter((name) => !sketches.some((sketch) => sketch.name === name));
  if (unknown.length > 0) throw new Error(`Shown by default, and no column: ${unknown.join(", ")}.`);
  const ranked = sketches.map((sketch, i) => {
    const index = defaults.indexOf(sketch.name);
    const rank =
      sketch.name === "created_at" ? Number.POSITIVE_INFINITY : index < 0 ? defaults.length + i : index;
    const { name, kind, help, value, timeForm, changesWithTime, details, header = headerOf(name) } = sketch;
    const byDefault = index >= 0;
    const column = { name, kind, help, value, header, timeForm, changesWithTime, details, byDefault };
    return { rank, column: column satisfies Record<keyof ColumnSketch, unknown> };
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

const CAPITALISED = new RegExp(`\\b(${Object.keys(CAPITALS).join("|")})\\b`, "g");

function headerOf(name: string): string {
  const words = name.replace(/_/g, " ").replace(CAPITALISED, (word) => CAPITALS[word] ?? word);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/**
 * The columns to show, in the order asked for; by default those that the entry marks, and all own ones.
 * The key comes first, asked for or not, for a table's rows are found by it.
 * @param names as the user wrote them: a name or a header, in any case. `*` is all columns.
 * @param own columns that only this organisation has.
 * @param options `withKey: false` for a formula, whose rows nobody looks up.
 * @throws InputError for a name that there is not.
 */
export function chosenColumns(
  resource: Resource,
  names: readonly string[] | undefined,
  own: readonly Column[],
  options: { readonly withKey?: boolean } = {},
): Column[] {
  const all = allColumns(resource.columns, own);
  const chosen: Column[] = [];
  const add = (column: Column) => {
    if (!chosen.includes(column)) chosen.push(column);
  };
  if (names === undefined || names.length === 0) all.filter((column) => column.byDefault).forEach(add);
  else {
    for (const name of names) {
      if (name.trim() === "*") all.forEach(add);
      else add(findColumn(resource, name, all));
    }
  }
  if (options.withKey === false) return chosen;
  const key = all.find((column) => column.name === resource.key);
  return key === undefined ? chosen : [key, ...chosen.filter((column) => column !== key)];
}

/** Own columns stand before the time of creation, which closes every table. */
export function allColumns<C extends { readonly name: string }>(
  columns: readonly C[],
  own: readonly C[],
): C[] {
  const created = columns.findIndex(({ name }) => name === "created_at");
  const end = created < 0 ? columns.length : created;
  return [...columns.slice(0, end), ...own, ...columns.slice(end)];
}

function findColumn(resource: Resource, name: string, all: readonly Column[]): Column {
  const wanted = name.trim().toLowerCase();
  const snake = snakeCase(name);
  const exact = name.trim();
  const found =
    all.find((column) => column.name === exact) ??
    all.find((column) => column.header === exact) ??
    all.find((column) => column.name.toLowerCase() === wanted) ??
    all.find((column) => column.header.toLowerCase() === wanted) ??
    all.find((column) => column.name === snake);
  if (found !== undefined) return found;
  const names = all.map((column) => column.name);
  const near = nearNames(name, names);
  const help =
    near.length > 0
      ? `Did you mean ${near.join(", ")}? Use * for all columns.`
      : `It has: ${names.join(", ")}. Use * for all of them.`;
  throw new InputError(`${resource.title} has no column '${name.trim()}'. ${help}`);
}
