import { join } from "node:path";
import { isFormula, partsOf } from "../build/check-formulas.mjs";
import { entryPoints, isPublic } from "../build/entry-points.mjs";
import { loadSource } from "../build/load-source.mjs";
import { resourcePoints } from "../build/resource-stubs.mjs";
import { sourceProgram } from "../build/source-program.mjs";

/** Where it lies, below the project. */
export const REFERENCE = "docs/reference.md";

/**
 * As far as it is used here: `Resource` of src/core/resource.ts.
 * @typedef {{ name: string; kind: string; help: string; choices?: readonly string[]; of?: string }} Filter
 * @typedef {{ name: string; header: string; kind: string; help: string; byDefault: boolean }} Column
 * @typedef {Omit<import("../build/resource-stubs.mjs").Entry, "filters" | "columns"> & {
 *   filters: readonly Filter[]; columns: readonly Column[];
 * }} Entry
 */

/**
 * The reference of formulas, tables, filters and columns, as Markdown. It follows from the resource entries and from
 * the comments that Sheets shows while a formula is typed.
 * @param {string} root the project's folder
 * @returns {Promise<string>}
 */
export async function referenceText(root) {
  /** @param {string} path @returns {Promise<any>} its exports */
  const load = (path) => loadSource(join(root, "src", path), { root, define: {} });
  /** @type {readonly Entry[]} */
  const entries = (await load("entries.ts")).entries;
  const { importFunctionName } = await load("core/names.ts");
  /** @type {{ [name: string]: { columns: readonly Column[] } }} */
  const lookups = (await load("hunter/lookups.ts")).lookups;
  const main = join(root, "src/main.ts");
  const own = entryPoints(sourceProgram(main), main, root).filter(isPublic);
  const formulas = [...resourcePoints(entries, importFunctionName, "app"), ...own].filter(isFormula);
  const tables = entries.map((entry) => tableSection(entry));
  return `${[
    "# Reference",
    "Written by `npm run docs` from the entries and formulas in `src/`: change it there.",
    "## Formulas",
    "Filters are text such as `created_after=2026-01-01; owner_member_id=…`, or a range of two columns with names and values. Columns are text such as `title, employer` (names or headers, in any case), or a range of them; `*` is all of them. Dates may be dates of the sheet, text such as `2026-01-31`, or Unix seconds.",
    ...formulas.map((point) => formulaSection(point, entries)),
    "## Tables",
    "An import takes the same filters and columns as the formula.",
    ...tables,
    ...Object.entries(lookups).flatMap(([name, { columns }]) => [
      `## Columns of HUNTER_${name.toUpperCase()}`,
      columnTable(columns),
    ]),
  ].join("\n\n")}\n`;
}

/**
 * @param {import("../build/entry-points.mjs").EntryPoint} point
 * @param {readonly Entry[]} entries
 */
function formulaSection({ name, params, doc }, entries) {
  const { help, params: texts } = partsOf(doc);
  const entry = entries.find(({ formula }) => formula?.name === name);
  const parts = [`### ${name}(${params.join(", ")})`, help];
  // The names are in the tables below.
  const rows = params.map((param) => [`\`${param}\``, texts.get(param)?.replace(/ Names: .*$/, "") ?? ""]);
  if (rows.length > 0) parts.push(table(["argument", "is"], rows));
  if (entry)
    parts.push(
      `${entry.filters.length > 0 ? "Filters and columns" : "Columns"}: [${entry.title}](#${anchor(entry.title)}).`,
    );
  return parts.join("\n\n");
}

/** @param {Entry} entry */
function tableSection({ title, help, formula, filters, columns, ownColumns, paging }) {
  const ways = [
    ...(paging.style === "single" ? [] : [`Huntsheet ▸ Import ▸ ${title}`]),
    ...(formula ? [`\`${formula.name}\``] : []),
  ];
  const parts = [`### ${title}`, `${help} By ${ways.join(", or ")}.`];
  if (filters.length > 0)
    parts.push(
      table(
        ["filter", "kind", "choices", "help"],
        filters.map((filter) => [
          `\`${filter.name}\``,
          filter.of ? `${filter.kind}, or a name` : filter.kind,
          (filter.choices ?? []).map((choice) => `\`${choice}\``).join(", "),
          filter.help,
        ]),
      ),
    );
  parts.push(columnTable(columns));
  if (ownColumns)
    parts.push(
      "Besides these, the columns that only your organization has; they are shown unless you choose others.",
    );
  return parts.join("\n\n");
}

/** @param {readonly Column[]} columns */
const columnTable = (columns) =>
  table(
    ["column", "header", "kind", "default", "help"],
    columns.map(({ name, header, kind, byDefault, help }) => [
      `\`${name}\``,
      header,
      kind,
      byDefault ? "yes" : "",
      help,
    ]),
  );

/** The name under which a page of GitHub has a heading. @param {string} title */
const anchor = (title) =>
  title
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replace(/\s+/g, " ").replace(/[|<]/g, "\\$&")).join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n");
}
