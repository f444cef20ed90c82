import { isNoValue } from "./cells.ts";
import { assertInput, InputError } from "./errors.ts";
import { nearNames, snakeCase } from "./names.ts";
import type { Json } from "./ports.ts";
import type { Query, QueryValue } from "./query.ts";
import { ownDayIn } from "./reading.ts";
import type { Filter, Resource } from "./resource.ts";
import type { Workbook } from "./spreadsheet.ts";
import { DAY_MS, HOUR_MS, parseTime, secondsToMs } from "./times.ts";

/** What a cell of a range may hold when it arrives as an argument. */
export type RangeCell = string | number | boolean | Date | null | undefined;

/** Text `a=b; c=d`, a two-column range of name and value, or an object of names and values. */
export type FilterInput =
  | string
  | number
  | boolean
  | Date
  | readonly (readonly RangeCell[])[]
  | { readonly [name: string]: Json | Date }
  | null
  | undefined;

/** One name with the value as given: a list stays a list. */
type Pair = readonly [name: string, value: RangeCell | readonly RangeCell[]];

/** A file's calendar: a day, as its locale writes it too, and a time without a zone, is one of the file's. */
type Calendar = Pick<Workbook, "dayOf" | "startOf" | "locale">;

/**
 * The filters as parameters in the API's own form. A blank value in a form, a range of two columns or an object, is a
 * filter that is not set; in a text somebody joined a cell that was to hold one, and would get everything.
 * Times may be written as ISO dates (the file's unless they say otherwise), be dates of a sheet or the numbers that
 * stand for these, or Unix seconds.
 * @param idOf of a filter that takes ids, the one that a name stands for; without it names are none.
 * @throws InputError for an unknown name or an impossible value, with what is possible, for times between which nothing
 * lies, and for a required one left out.
 */
export function parseFilters(
  resource: Resource,
  input: FilterInput,
  calendar: Calendar,
  idOf?: (table: string, name: string) => Json,
): Query {
  const query: Record<string, QueryValue> = {};
  for (const [name, value] of pairsOf(resource, input)) {
    if (isBlank(value)) continue;
    const { filter, parameter } = findFilter(resource, name);
    const failed = [value].flat().find((one) => isNoValue(String(one)));
    assertInput(failed === undefined, `The filter ${parameter} shows ${failed}: mend its formula first.`);
    const parsed =
      filter.kind === "list"
        ? listValue(filter, value)
        : oneValue(filter, idOf ? asId(filter, value, idOf) : value, calendar);
    const known = query[parameter];
    if (known === undefined) query[parameter] = parsed;
    else if (typeof known === "object" && typeof parsed === "object")
      query[parameter] = [...known, ...parsed];
    else throw new InputError(`The filter ${parameter} is given twice. Give it once.`);
  }
  const { created_after = 0, created_before = Number.POSITIVE_INFINITY } = query;
  assertInput(
    Number(created_after) <= Number(created_before),
    "The filter created_after is later than created_before, so that nothing lies between them. Swap the two, or leave one out.",
  );
  const missing = requiredFilter(resource);
  if (missing && query[missing.name] === undefined)
    throw new InputError(
      `${resource.title} needs the filter ${missing.name}. Give its number${missing.of ? " or its name" : ""}.`,
    );
  return query;
}

function requiredFilter({ filters }: Resource): Filter | undefined {
  return filters.find(({ required }) => required);
}

/** Whether a person has to say what is listed. */
export function needsFilter(resource: Resource): boolean {
  return resource.needsFilter === true || requiredFilter(resource) !== undefined;
}

/**
 * Names of columns: a text is cut at its commas (`title, employer`), a cell of a range or an entry of a list is a name
 * as it stands. Undefined when nothing is asked for. What they mean is for `chosenColumns` to say.
 */
export function parseColumns(
  input: RangeCell | readonly (RangeCell | readonly RangeCell[])[],
): string[] | undefined {
  const given = Array.isArray(input)
    ? (input.flat() as RangeCell[]).map((cell) => String(cell ?? "").trim()).filter((name) => name !== "")
    : partsOf(String(input ?? ""), /[,;\n]/);
  return given.length > 0 ? given : undefined;
}

function pairsOf(resource: Resource, input: FilterInput): Pair[] {
  if (input === undefined || input === null || input === "") return [];
  const required = requiredFilter(resource);
  if (required && (typeof input === "number" || (typeof input === "string" && !input.includes("="))))
    return [[required.name, input]];
  if (typeof input === "string") return pairsOfText(resource, input);
  if (Array.isArray(input)) return pairsOfRange(resource, input as readonly (readonly RangeCell[])[]);
  if (typeof input === "object" && !(input instanceof Date))
    return pairsOfObject(input as { [name: string]: Json | Date });
  throw howTo(resource);
}

function pairsOfText(resource: Resource, text: string): Pair[] {
  const pairs: Pair[] = [];
  for (const part of splitOutsideQuotes(text)) {
    if (part.trim() === "") continue;
    const equals = part.indexOf("=");
    if (equals < 1) throw howTo(resource);
    const pair: Pair = [part.slice(0, equals).trim(), unquoted(part.slice(equals + 1).trim())];
    if (isBlank(pair[1])) throw blank(findFilter(resource, pair[0]).parameter);
    pairs.push(pair);
  }
  return pairs;
}

/** At `;` and line ends, but for those between double quotes right behind a `=`. */
function splitOutsideQuotes(text: string): string[] {
  const parts = text.match(/(?:=\s*"[^"]*"|[^;\n])+/g);
  return parts ?? [];
}

function unquoted(text: string): string {
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
}

function pairsOfRange(resource: Resource, rows: readonly (readonly RangeCell[])[]): Pair[] {
  const pairs: Pair[] = [];
  for (const row of rows) {
    const [name, value, ...rest] = row;
    if (rest.some((cell) => !isBlank(cell))) throw howTo(resource);
    if (isBlank(name) && isBlank(value)) continue;
    if (typeof name !== "string" || name.trim() === "") throw howTo(resource);
    if (row.length === 1) pairs.push(...pairsOfText(resource, name));
    else pairs.push([name.trim(), value]);
  }
  return pairs;
}

function pairsOfObject(input: { readonly [name: string]: Json | Date }): Pair[] {
  return Object.keys(input).map((name): Pair => {
    const value = input[name];
    if (Array.isArray(value)) return [name, value.map((one) => scalar(name, one))];
    return [name, scalar(name, value)];
  });
}

function scalar(name: string, value: Json | Date | undefined): RangeCell {
  assertInput(
    typeof value !== "object" || value === null || value instanceof Date,
    `The filter ${name} takes a single value.`,
  );
  return value;
}

function isBlank(value: Pair[1]): boolean {
  if (Array.isArray(value)) return value.every((one) => isBlank(one as RangeCell));
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function howTo(resource: Resource): InputError {
  const example = resource.filters[0]?.name;
  if (example === undefined) return new InputError(`${resource.title} takes no filters.`);
  return new InputError(
    `Filters are text like ${example}=…; …=…, or a range of two columns with names and values. ${possible(resource)}`,
  );
}

function blank(name: string): InputError {
  return new InputError(`The filter ${name} is blank. Give it a value or leave it out.`);
}

function possible(resource: Resource): string {
  return `${resource.title} has the filters ${resource.filters.map((filter) => filter.name).join(", ")}.`;
}

/** `custom_attributes[]` among the entry's filters stands for `custom_attributes[slug]` with any slug. */
function findFilter(resource: Resource, name: string): { filter: Filter; parameter: string } {
  if (resource.filters.length === 0) throw howTo(resource);
  const keyed = /^(.+)\[([^[\]]+)\]$/.exec(name);
  if (keyed !== null) {
    const family = resource.filters.find((filter) => filter.name === `${keyed[1] ?? ""}[]`);
    if (family !== undefined) return { filter: family, parameter: name };
  }
  const plain = snakeCase(name.replace(/\[\]$/, ""));
  // Newer filters of Huntr's are written as its fields are: memberId.
  const filter = resource.filters.find((one) => !one.name.endsWith("[]") && snakeCase(one.name) === plain);
  if (filter !== undefined) return { filter, parameter: filter.name };
  const near = nearNames(
    plain,
    resource.filters.map((one) => one.name),
  );
  const help = near.length > 0 ? `Did you mean ${near.join(", ")}?` : possible(resource);
  throw new InputError(`${resource.title} has no filter '${name}'. ${help}`);
}

function listValue(filter: Filter, value: Pair[1]): string[] {
  const parts = partsOf([value].flat().join(), /,/);
  if (parts.length === 0) throw blank(filter.name);
  return parts.map((one) => choice(filter, one));
}

/** The parts of a text that hold something. */
function partsOf(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** The value, or where it is a name of what the filter takes ids of, that id. */
function asId(filter: Filter, value: Pair[1], idOf: (table: string, name: string) => Json): Pair[1] {
  const { of } = filter;
  return of !== undefined && typeof value === "string" && isName(filter, value)
    ? (idOf(of, value) as number)
    : value;
}

/**
 * Whether a text for a filter that takes ids is a name. Only where ids are numbers: an ID of Huntr's is a text too, and
 * to look among all members whether it is one would cost a listing.
 */
export function isName({ of, kind }: Filter, text: string): boolean {
  return of !== undefined && kind === "number" && !/^\s*[\d.-]*\s*$/.test(text);
}

function oneValue(filter: Filter, value: Pair[1], calendar: Calendar): string | number | boolean {
  assertInput(!Array.isArray(value), `The filter ${filter.name} takes a single value.`);
  const one = value as RangeCell;
  switch (filter.kind) {
    case "time":
      return timeValue(filter, one, calendar);
    case "boolean":
      return booleanValue(filter, one);
    case "number":
      return numberValue(filter, one);
    default:
      if (one instanceof Date) return calendar.dayOf(one);
      return choice(filter, String(one).trim());
  }
}

function choice(filter: Filter, text: string): string {
  if (filter.choices === undefined) return text;
  const found = filter.choices.find((one) => one.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return found;
  throw new InputError(
    `The filter ${filter.name} cannot be '${text}'. It can be ${filter.choices.join(", ")}.`,
  );
}

/** Unix seconds, as Huntr takes them. */
function timeValue(filter: Filter, value: RangeCell, calendar: Calendar): number {
  const ms = timeMs(value, calendar);
  assertInput(ms !== null, `The filter ${filter.name} takes a date like 2026-01-31, or Unix seconds.`);
  return Math.floor(ms / 1000);
}

function timeMs(value: RangeCell, calendar: Calendar): number | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.getTime();
  if (typeof value === "number") return numberMs(value, calendar);
  if (typeof value !== "string") return null;
  const text = value.trim();
  // A number of a sheet that was joined to a text is written as its file's locale has it.
  if (/^\d+([.,]\d+)?$/.test(text)) return numberMs(Number(text.replace(",", ".")), calendar);
  const typed = ownDayIn(text, calendar);
  const ms = parseTime(text) ?? (typed === null ? null : parseTime(typed));
  return ms === null || SAYS_ZONE.test(text) ? ms : fileTimeMs(ms, calendar);
}

const SAYS_ZONE = /(Z|UTC|GMT|:\d{2}\S*[+-]\d{2}:?\d{2})$/i;

/** What sheets count days from: 30 December 1899. */
const SERIAL_ZERO_MS = Date.UTC(1899, 11, 30);
/** The numbers of 1955 to 2200, that people mean as days. */
const SERIALS = [20_000, 110_000] as const;
/** Unix seconds of 1973: what is less, and no day's number, is a year or a day without its dashes. */
const LEAST_SECONDS = 1e8;

function numberMs(value: number, calendar: Calendar): number | null {
  const [first, last] = SERIALS;
  if (value >= first && value < last)
    return fileTimeMs(SERIAL_ZERO_MS + Math.round(value * DAY_MS), calendar);
  return value >= LEAST_SECONDS ? secondsToMs(value) : null;
}

/** The instant at which the file's calendar and clocks show what those of UTC do at another. */
function fileTimeMs(utcMs: number, { startOf }: Calendar): number {
  const day = new Date(utcMs).toISOString().slice(0, 10);
  return startOf({ day }, (utcMs - Date.parse(day)) / HOUR_MS).getTime();
}

function booleanValue(filter: Filter, value: RangeCell): boolean {
  const text = String(value).trim().toLowerCase();
  if (["true", "yes", "1"].includes(text)) return true;
  if (["false", "no", "0"].includes(text)) return false;
  throw new InputError(`The filter ${filter.name} can be true or false.`);
}

function numberValue(filter: Filter, value: RangeCell): number {
  const number = typeof value === "number" ? value : Number(String(value).trim());
  if (Number.isInteger(number) && number > 0 && !(value instanceof Date)) return number;
  throw new InputError(`The filter ${filter.name} takes a whole number, 1 or more.`);
}
