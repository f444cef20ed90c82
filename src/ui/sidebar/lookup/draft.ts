import type { Column } from "../../../core/resource.ts";
import { ADDRESSES_PER_SEARCH, addressColumns } from "../../../hunter/domain-search.ts";
import { lookups } from "../../../hunter/lookups.ts";
import type { LookupForm, LookupName, LookupPreview, LookupSpec } from "../../calls.ts";
import { twinQuestion } from "../parts/twins.ts";
import { parameters, words } from "./words.ts";

/** What a person has chosen so far; the rest follows from the look-up and from the sheet. */
export interface Draft {
  readonly lookup: LookupName;
  readonly which: "open" | "selected";
  /** Hidden rows are taken along. */
  readonly hidden: boolean;
  /** By API parameter, the header that was chosen instead of the recognised one; "" for none. */
  readonly inputs: { readonly [parameter: string]: string };
  /** By column, the header that was given to it; null for one that was taken out. */
  readonly outputs: { readonly [column: string]: string | null };
  readonly filters: { readonly [name: string]: string };
  /** Of a domain search: the sheet for the addresses, and the headers that each takes along. */
  readonly into: string;
  readonly along: readonly string[];
  /** As typed; blank for what is usual. */
  readonly maxAgeDays: string;
}

/** As `startRun` takes it. */
export interface LookupOrder extends Omit<LookupSpec, "rows"> {
  readonly kind: "lookup";
  /** Numbers of the chosen rows. */
  readonly rows?: readonly number[];
  /** What those rows said when their price was asked for. */
  readonly checked?: string;
}

/** As Hunter's own page does: what a domain costs is known before. */
const ADDRESSES_PER_DOMAIN = "10";
/** Where all addresses of a domain are wanted: the first hundred of each are reckoned with. */
const SEARCHES_PER_DOMAIN = 10;

export function draftFor(lookup: LookupName): Draft {
  const filters: Draft["filters"] = lookup === "domain" ? { limit: ADDRESSES_PER_DOMAIN } : {};
  return {
    lookup,
    which: "open",
    hidden: false,
    inputs: {},
    outputs: {},
    filters,
    into: "Hunter Domain Search",
    along: [],
    maxAgeDays: "",
  };
}

// --- Columns that are asked with --------------------------------------------------------------------------------

/** The API parameters that stand in columns; the filters are the same for all rows. */
export function parametersOf(lookup: LookupName): readonly string[] {
  const { inputs, filters } = lookups[lookup];
  return inputs.filter((parameter) => !filters.some(({ name }) => name === parameter));
}

/** The header of a parameter's column; "" for none. Of a whole name and its parts, the parts: Hunter finds more with them. */
export function inputOf({ headers, recognised }: LookupForm, { inputs }: Draft, parameter: string): string {
  const hasParts = recognised.first_name !== undefined && recognised.last_name !== undefined;
  const found = parameter === "full_name" && hasParts ? "" : (recognised[parameter] ?? "");
  const header = inputs[parameter] ?? found;
  return headers.includes(header) ? header : "";
}

/** Which columns are still to be chosen, each a list of parameters of which one would do. */
export function missingInputs(form: LookupForm, draft: Draft): readonly (readonly string[])[] {
  return lookups[draft.lookup].needs.filter((names) =>
    names.every((name) => inputOf(form, draft, name) === ""),
  );
}

// --- Columns that are filled ------------------------------------------------------------------------------------

/** Beside the rows, and of a domain search on the sheet of the addresses. */
export function besideColumns(lookup: LookupName): readonly Column[] {
  const { columns } = lookups[lookup];
  const { usual } = words[lookup];
  const rank = ({ name }: Column) => (usual.includes(name) ? usual.indexOf(name) : usual.length);
  return columns.filter((column) => !addressColumns().includes(column)).sort((a, b) => rank(a) - rank(b));
}

export function listColumns(lookup: LookupName): readonly Column[] {
  return lookup === "domain" ? addressColumns() : [];
}

/** The header that a column is given unless a person gives another. */
export function usualHeader(lookup: LookupName, { name, header }: Column): string {
  const { prefix, headers } = words[lookup];
  return headers[name] ?? (prefix ? `${prefix} ${header.toLowerCase()}` : header);
}

/** The header under which a column is filled; null when it is not. */
export function outputOf({ lookup, outputs }: Draft, column: Column): string | null {
  const given = outputs[column.name];
  if (given !== undefined) return given;
  const isUsual = addressColumns().includes(column)
    ? column.byDefault
    : words[lookup].usual.includes(column.name);
  return isUsual ? usualHeader(lookup, column) : null;
}

/** The row's columns that an address may take along: not those that its own sheet has anyway. */
export function offeredAlong({ headers }: LookupForm, draft: Draft): readonly string[] {
  const own = listColumns(draft.lookup).map((column) => outputOf(draft, column)?.trim().toLowerCase());
  return headers.filter((header) => header.toLowerCase() !== "id" && !own.includes(header.toLowerCase()));
}

// --- Order ------------------------------------------------------------------------------------------------------

export function orderOf(form: LookupForm, draft: Draft): LookupOrder {
  const { lookup, which, filters, into, along, maxAgeDays } = draft;
  const inputs: Record<string, string> = {};
  for (const parameter of parametersOf(lookup)) {
    const header = inputOf(form, draft, parameter);
    if (header !== "") inputs[parameter] = header;
  }
  const outputs: Record<string, string> = {};
  for (const column of [...listColumns(lookup), ...besideColumns(lookup)]) {
    const header = outputOf(draft, column);
    if (header !== null) outputs[column.name] = header.trim();
  }
  const set = Object.entries(filters).filter(([, value]) => value.trim() !== "");
  const taken = offeredAlong(form, draft).filter((header) => along.includes(header));
  return {
    kind: "lookup",
    lookup,
    sheet: form.sheet,
    inputs,
    outputs,
    ...(set.length > 0
      ? { filters: Object.fromEntries(set.map(([name, value]) => [name, typed(lookup, name, value)])) }
      : {}),
    ...(lookup === "domain" ? { into: into.trim() } : {}),
    ...(taken.length > 0 ? { along: taken } : {}),
    ...(maxAgeDays.trim() === "" ? {} : { maxAgeDays: Number(maxAgeDays) }),
    ...(which === "selected" ? { rows: selectedRows(form, draft) } : {}),
    ...(draft.hidden ? { hidden: true } : {}),
  };
}

function typed(lookup: LookupName, name: string, value: string): string | number {
  const filter = lookups[lookup].filters.find((one) => one.name === name);
  return filter?.kind === "number" ? Number(value) : value.trim();
}

/** What is to be changed before the price can be asked for, in a sentence; null when nothing is. */
export function faultOf(form: LookupForm, draft: Draft): string | null {
  const [missing] = missingInputs(form, draft);
  if (missing) return missingText(missing);
  const question = twinAsked(form, draft);
  if (question !== null) return question;
  const { inputs, outputs, into } = orderOf(form, draft);
  const headers = Object.values(outputs);
  if (headers.includes("")) return "Give each result column a header, or take it out.";
  const beside = besideColumns(draft.lookup).flatMap((column) => outputs[column.name] ?? []);
  if (beside.length === 0 && draft.lookup !== "domain") return "Choose at least one result column.";
  const all = [...Object.values(inputs), ...headers].map((header) => header.toLowerCase());
  const twice = all.find((header, i) => all.indexOf(header) !== i);
  if (twice !== undefined) return `Two columns are called "${twice}". Give each another header.`;
  if (into === "") return "Give the sheet for the addresses a name.";
  if (into === form.sheet) return `The addresses cannot go to "${into}" itself. Name another sheet.`;
  if (draft.maxAgeDays.trim() !== "" && !isCount(draft.maxAgeDays)) return "The age is a number of days.";
  return null;
}

/** Of a header that is meant, and that several columns have, which of these it is. */
export function twinAsked(form: LookupForm, draft: Draft): string | null {
  const { inputs, outputs, along = [] } = orderOf(form, draft);
  const onOwnSheet = listColumns(draft.lookup).map(({ name }) => name);
  const beside = Object.keys(outputs).filter((name) => !onOwnSheet.includes(name));
  const meant = [...Object.values(inputs), ...beside.map((name) => outputs[name] ?? ""), ...along];
  return twinQuestion(meant, form.twins);
}

function missingText(names: readonly string[]): string {
  const labels = names.map((name) => parameters[name]?.label.toLowerCase() ?? name);
  const header = parameters[names[0] ?? ""]?.header;
  return `Choose the column with the ${labels.join(" or ")}. One that is called "${header}" is found by itself.`;
}

/** Those of the selected rows that are meant. */
export function selectedRows({ rows }: LookupForm, { hidden }: Draft): readonly number[] {
  return rows.selected.filter((row) => hidden || !rows.hidden.includes(row));
}

/** Why the rows that are meant now cannot be, in a sentence; null when they can. */
export function rowsFault(form: LookupForm, draft: Draft): string | null {
  const isMissing = draft.which === "selected" && selectedRows(form, draft).length === 0;
  return isMissing ? `Select rows of "${form.sheet}" first.` : null;
}

// --- Price ------------------------------------------------------------------------------------------------------

/** What is to be bought, at most; of a search for all addresses, what is reckoned with. */
export function priceOf({ toBuy, each }: LookupPreview, { lookup, filters }: LookupOrder): number {
  if (lookup !== "domain") return toBuy * each;
  const most = Number(filters?.limit ?? 0);
  return toBuy * each * (most > 0 ? Math.ceil(most / ADDRESSES_PER_SEARCH) : SEARCHES_PER_DOMAIN);
}

/** The cap to begin with: what is to be bought, or what is left when that is less. */
export function usualCap(price: number, account: LookupPreview["account"]): number {
  return Math.min(price, Math.floor(100 * (account?.left ?? price)) / 100);
}

function isCount(text: string): boolean {
  return /^\d{1,7}$/.test(text.trim());
}

/** Blank is none. Credits of one pool are spent in parts. */
export function isCap(text: string): boolean {
  return /^(\d{1,7}(\.\d{1,2})?)?$/.test(text.trim());
}
