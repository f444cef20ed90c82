import { stub } from "./entry-points.mjs";
import { BuildFailure } from "./failure.mjs";

/**
 * What follows from a resource entry: the menu function that imports it and, where it has one, its formula.
 * The shape is `Resource` of src/core/resource.ts, as far as it is used here.
 * @typedef {{ name: string; kind: string; help: string; choices?: readonly string[]; of?: string; required?: boolean }} Filter
 * @typedef {{
 *   table: string; title: string; help: string; filters: readonly Filter[]; paging: { style: string }; columns: readonly { name: string; byDefault?: boolean }[];
 *   ownColumns?: unknown;
 *   formula?: { name: string; help: string };
 * }} Entry
 * @typedef {import("./entry-points.mjs").EntryPoint & { call: string }} ResourcePoint
 */

/** The two functions of src/entry/ that every generated function goes through. */
const IMPORT_TABLE = "importTable_";
const TABLE_FORMULA = "tableFormula_";

/** @param {Filter} filter */
function exampleOf({ name, kind, choices }) {
  if (choices?.[0] !== undefined) return `${name}=${choices[0]}`;
  const value = { time: "2026-01-01", number: "10", boolean: "true" }[kind] ?? "…";
  return `${name}=${value}`;
}

/**
 * A listing without filters that is short, and alike everywhere, is always asked for whole: its formula takes nothing. A
 * single record may have columns that few accounts fill.
 * @param {Entry} entry
 */
function takesArguments({ filters, paging, ownColumns }) {
  return filters.length > 0 || ["cursor", "single"].includes(paging.style) || ownColumns !== undefined;
}

/**
 * What its formula takes: a filter that there is no listing without stands first by itself.
 * @param {Entry} entry
 */
function paramsOf(entry) {
  if (!takesArguments(entry)) return [];
  return [entry.filters.find(({ required }) => required)?.name ?? "filters", "columns"];
}

/** As many fit into the card that Sheets shows. */
const SHOWN_NAMES = 12;

/**
 * @param {readonly { name: string; byDefault?: boolean }[]} all filters, or columns, of which those shown by default
 */
function usualNames(all) {
  const usual = all.filter(({ byDefault }) => byDefault !== false).slice(0, SHOWN_NAMES);
  const more = usual.length < all.length ? ` and ${all.length - usual.length} more` : "";
  return usual.map(({ name }) => name).join(", ") + more;
}

/**
 * Sheets shows a parameter's help on one line and knows no optional ones, so the sentence says that it is (facts, 2.1).
 * @param {Entry & { formula: { name: string; help: string } }} entry
 */
function formulaDoc(entry) {
  const { formula, filters, columns } = entry;
  const example = filters.slice(0, 2).map(exampleOf).join("; ");
  const needed = filters.find(({ required }) => required);
  const lines = [formula.help, ""];
  if (takesArguments(entry))
    lines.push(
      needed
        ? `@param {number} ${needed.name} ${needed.help} Its number${needed.of ? ", or its name" : ""}.`
        : filters.length > 0
          ? `@param {string|Array<Array<string>>} filters Optional. Such as "${example}", or two columns of name and value. Names: ${usualNames(filters)}.`
          : `@param {string} filters Leave empty: there are none.`,
      `@param {string|Array<Array<string>>} columns Optional. A list or a range of names, "*" for all. Names: ${usualNames(columns)}.`,
    );
  lines.push("@customfunction");
  const text = lines.map((line) => ` * ${line.replace(/\*\//g, "* /").replace(/\s+/g, " ")}`.trimEnd());
  return ["/**", ...text, " */"].join("\n");
}

/**
 * @param {readonly Entry[]} entries
 * @param {(title: string) => string} importFunctionName of src/core/names.ts: the menu follows the same rule
 * @param {string} globalName the variable that holds the entry module's functions
 * @returns {ResourcePoint[]} in the order of the entries
 */
export function resourcePoints(entries, importFunctionName, globalName) {
  return entries.flatMap((entry) => {
    const table = JSON.stringify(entry.table);
    /** @type {ResourcePoint[]} */
    const points = [];
    // What is no list makes no table.
    if (entry.paging.style !== "single")
      points.push({
        name: importFunctionName(entry.title),
        params: [],
        doc: "",
        call: `${globalName}.${IMPORT_TABLE}(${table})`,
      });
    const { formula } = entry;
    if (formula) {
      const params = paramsOf(entry);
      points.push({
        name: formula.name,
        params,
        doc: formulaDoc({ ...entry, formula }),
        call: `${globalName}.${TABLE_FORMULA}(${[table, ...params].join(", ")})`,
      });
    }
    return points;
  });
}

/**
 * @param {readonly ResourcePoint[]} points
 * @param {readonly { name: string }[]} exported the entry module's functions
 * @param {string} globalName the variable that holds them
 * @returns {string[]} one top-level declaration each
 * @throws {BuildFailure} when the function that they go through is not exported
 */
export function resourceStubs(points, exported, globalName) {
  for (const needed of [IMPORT_TABLE, TABLE_FORMULA]) {
    const user = points.find(({ call }) => call.includes(`.${needed}(`));
    if (user && !exported.some(({ name }) => name === needed))
      throw new BuildFailure(`${user.name} calls ${needed}, which src/main.ts does not export.`);
  }
  return points.map((point) => stub(point, point.call, globalName));
}
