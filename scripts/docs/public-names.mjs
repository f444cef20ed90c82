import { BuildFailure } from "../build/failure.mjs";

/** Where they lie, below the project. */
export const PUBLIC_NAMES = "test/core/public-names.json";

/**
 * All that a sheet, a formula or a script may hold of an entry: frozen once it was released.
 * @typedef {{ sheet?: string; menuFunction?: string; formula?: string; key: string; filters: string[]; columns: Record<string, string> }} Names
 * @typedef {{ table: string; title: string; key: string; formula?: { name: string }; paging: { style: string };
 *   filters: readonly { name: string }[]; columns: readonly { name: string; header: string }[] }} Entry
 */

/**
 * @param {Entry} entry
 * @param {(title: string) => string} importFunctionName of src/core/names.ts
 * @returns {Names}
 */
export function publicNamesOf({ title, formula, filters, columns, key, paging }, importFunctionName) {
  return {
    ...(paging.style === "single" ? {} : { sheet: title, menuFunction: importFunctionName(title) }),
    ...(formula && { formula: formula.name }),
    key,
    filters: filters.map(({ name }) => name),
    columns: Object.fromEntries(columns.map(({ name, header }) => [name, header])),
  };
}

/** Each as one text, such as `column title "Title"`. @param {Names} names */
const listed = ({ filters, columns, ...others }) => [
  ...Object.entries(others).map(([what, name]) => `${what} ${name}`),
  ...filters.map((name) => `filter ${name}`),
  ...Object.entries(columns).map(([name, header]) => `column ${name} "${header}"`),
];

/**
 * The file as it is to be: what is new is added, and nothing goes.
 * @param {readonly Entry[]} entries
 * @param {(title: string) => string} importFunctionName
 * @param {Readonly<Record<string, Names>>} known what the file holds
 * @returns {string} JSON
 * @throws {BuildFailure} when a name is gone that people may hold
 */
export function publicNamesText(entries, importFunctionName, known) {
  const present = Object.fromEntries(
    entries.map((entry) => [entry.table, publicNamesOf(entry, importFunctionName)]),
  );
  for (const [table, names] of Object.entries(known)) {
    const now = present[table] ? listed(present[table]) : [];
    const gone = listed(names).find((name) => !now.includes(name));
    if (gone)
      throw new BuildFailure(
        `${table} has no ${gone} any more, which people's sheets and scripts hold: keep it, or take it out of ${PUBLIC_NAMES} by hand.`,
      );
  }
  return `${JSON.stringify(present, null, 2).replace(/: \[[^\]]*\]/g, onOneLine)}\n`;
}

/** As the formatter has it. @param {string} list */
function onOneLine(list) {
  const line = list
    .replace(/\s*\n\s*/g, " ")
    .replace("[ ", "[")
    .replace(" ]", "]");
  return `    "filters"${line},`.length > 110 ? list : line;
}
