import { allColumns } from "../../../core/columns.ts";
import { alike } from "../../../core/names.ts";
import type { Filter, Resource } from "../../../core/resource.ts";
import { entries } from "../../../entries.ts";
import type { ImportColumn, ImportedSheet, ImportForm } from "../../calls.ts";

/** What can be imported, as the build leaves it to a page: with the help texts, without the functions that read. */
export const tables = entries.filter(({ paging }) => paging.style !== "single");

/** As it stands in the field: "" and [] are not set. For a filter with `[]`: the word between, and the value. */
export type FilterValue = string | readonly string[];

/** What a person has chosen so far; null for what follows from the rest. */
export interface Draft {
  readonly table: Resource;
  readonly filters: { readonly [name: string]: FilterValue };
  /** Names of columns whose tick was changed: own columns may still be on their way. */
  readonly flipped: readonly string[];
  readonly sheet: string | null;
  readonly removed: "mark" | "delete" | null;
}

/** As `startRun` takes it. */
export interface ImportOrder {
  readonly kind: "import";
  readonly table: string;
  readonly sheet?: string;
  readonly filters?: { readonly [name: string]: string | number | boolean | readonly string[] };
  readonly columns?: readonly string[];
  readonly removed: "mark" | "delete";
}

/** A table as it was imported last into its usual sheet, else as most people want it. */
export function draftOf(form: ImportForm, table: Resource): Draft {
  const blank: Draft = { table, filters: {}, flipped: [], sheet: null, removed: null };
  return { ...blank, filters: filtersOf(table, sheetOf(form, blank)) };
}

// --- Filters ----------------------------------------------------------------------------------------------------

/** A name that ends in `[]` is any number of filters, with a word of the person's between the brackets. */
export function isFamily({ name }: Filter): boolean {
  return name.endsWith("[]");
}

/** The filters that are set, as API parameters. */
export function setFilters({
  table,
  filters,
}: Pick<Draft, "table" | "filters">): NonNullable<ImportOrder["filters"]> {
  const set: Record<string, string | number | boolean | readonly string[]> = {};
  for (const filter of table.filters) {
    const value = filters[filter.name];
    if (isFamily(filter)) {
      const [word = "", text = ""] = Array.isArray(value) ? (value as readonly string[]) : [];
      if (word.trim() !== "" && text.trim() !== "")
        set[filter.name.replace("[]", `[${word.trim()}]`)] = text.trim();
    } else if (typeof value === "string") {
      if (value.trim() !== "" && !isHalfName(filter, value)) set[filter.name] = typed(filter, value.trim());
    } else if (value && value.length > 0) set[filter.name] = value;
  }
  return set;
}

/** Where a name is to be chosen, which stands for an id: what was typed and is neither. */
export function isHalfName({ of, kind }: Filter, text: string): boolean {
  const id = kind === "number" ? /^\d*$/ : /^([0-9a-f]{24})?$/i;
  return of !== undefined && !id.test(text.trim());
}

/** A name was begun and none chosen: an import without it would hold everything. */
export function hasHalfName({ table, filters }: Draft): boolean {
  return table.filters.some((filter) => isHalfName(filter, String(filters[filter.name] ?? "")));
}

/** The filter that the listing cannot be read without, while it is not set. */
export function missingFilter(draft: Pick<Draft, "table" | "filters">): Filter | undefined {
  const set = setFilters(draft);
  return draft.table.filters.find(({ name, required }) => required && set[name] === undefined);
}

function typed({ kind }: Filter, text: string): string | number | boolean {
  if (kind === "boolean") return text === "true";
  return kind === "number" && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** The filters that a sheet was filled with, none when the form's fields cannot say them: a script may set others. */
export function filtersOf(table: Resource, sheet: ImportedSheet | null): Draft["filters"] {
  const filters: Record<string, FilterValue> = {};
  const given = sheet?.filters ?? {};
  for (const { name, kind } of table.filters) {
    const value = given[name];
    if (Array.isArray(value)) filters[name] = value.map(String);
    else if (value !== undefined && (kind !== "time" || /^\d{4}-\d\d-\d\d$/.test(String(value))))
      filters[name] = String(value);
  }
  const said = setFilters({ table, filters });
  return JSON.stringify(said) === JSON.stringify(given) ? filters : {};
}

// --- Columns ----------------------------------------------------------------------------------------------------

/** The columns that will be in the sheet, the key first. */
export function tickedColumns(
  draft: Draft,
  all: readonly ImportColumn[],
  sheet: ImportedSheet | null,
): ImportColumn[] {
  const { key } = draft.table;
  const ticked = all.filter(
    (column) => column.name === key || isBase(column, sheet) !== draft.flipped.includes(column.name),
  );
  return ticked.sort((a, b) => Number(b.name === key) - Number(a.name === key));
}

/** Which ticks to change so that just these columns are ticked. */
export function flippedFor(
  wanted: (column: ImportColumn) => boolean,
  all: readonly ImportColumn[],
  sheet: ImportedSheet | null,
): string[] {
  return all.filter((column) => isBase(column, sheet) !== wanted(column)).map(({ name }) => name);
}

/** Ticked before anybody changed it: what the sheet was filled with, else what the table shows by default. */
function isBase({ name, byDefault }: ImportColumn, sheet: ImportedSheet | null): boolean {
  const chosen = sheet?.columns;
  return chosen ? chosen.includes(name) || chosen.includes("*") : byDefault;
}

// --- Sheet ------------------------------------------------------------------------------------------------------

/** The sheet that this table fills when nobody names another one. */
export function usualSheet(form: ImportForm, { table, title }: Resource): string {
  return form.sheets.find((sheet) => sheet.table === table && sheet.isMain)?.name ?? title;
}

/** A sheet of ours that has the name already, whatever it holds. */
export function sheetCalled(form: ImportForm, name: string): ImportedSheet | null {
  const { sheets } = form;
  const exact = sheets.find((sheet) => sheet.name === name);
  return exact ?? sheets.find((sheet) => alike(sheet.name) === alike(name)) ?? null;
}

/** The sheet that will be brought up to date, null for one that is made. */
export function sheetOf(form: ImportForm, draft: Draft): ImportedSheet | null {
  const sheet = sheetCalled(form, draft.sheet ?? usualSheet(form, draft.table));
  return sheet?.table === draft.table.table ? sheet : null;
}

// --- Order ------------------------------------------------------------------------------------------------------

/** @param own what a preview told; null while nobody knows, so that nothing can be said about the ticks. */
export function orderOf(form: ImportForm, draft: Draft, own: readonly ImportColumn[] | null): ImportOrder {
  const { table } = draft.table;
  const sheet = sheetOf(form, draft);
  const usual = usualSheet(form, draft.table);
  const name = draft.sheet ?? usual;
  const all = allColumns<ImportColumn>(draft.table.columns, own ?? []);
  const ticked = tickedColumns(draft, all, sheet);
  const filters = setFilters(draft);
  // Without a name the table's main sheet is meant, which its menu item then finds wherever it is moved to.
  const isUsual = sheet ? sheet.isMain : name === usual;
  const columns = ticked.length === all.length ? ["*"] : ticked.map((column) => column.name);
  return {
    kind: "import",
    table,
    ...(isUsual ? {} : { sheet: name }),
    ...(Object.keys(filters).length > 0 ? { filters } : {}),
    ...(draft.flipped.length > 0 ? { columns } : {}),
    removed: draft.removed ?? sheet?.removed ?? "mark",
  };
}
