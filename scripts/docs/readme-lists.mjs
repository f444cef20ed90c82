import { BuildFailure } from "../build/failure.mjs";

/** Where they lie, below the project. */
export const README = "README.md";

/** @typedef {{ api: string; title: string; formula?: { name: string }; paging: { style: string } }} Entry */

/** @param {readonly string[]} words */
const joined = (words) => `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/**
 * README.md with its lists of tables and of their formulas, each between two comments.
 * @param {string} readme
 * @param {readonly Entry[]} entries
 * @returns {string}
 * @throws {BuildFailure} when the comments are not there
 */
export function withLists(readme, entries) {
  const listings = entries.filter(({ paging }) => paging.style !== "single");
  const titles = (/** @type {string} */ api) =>
    joined(
      listings
        .filter((entry) => entry.api === api)
        .map(({ title }) => title.slice(api.length + 1).toLowerCase()),
    );
  const formulas = listings.flatMap(({ formula }) => (formula ? [`\`${formula.name}\``] : []));
  const lists = {
    tables: `${titles("huntr")} from Huntr, and for ${titles("hunter")} from Hunter`,
    // The first is the example.
    formulas: formulas.slice(1).join(", "),
  };
  return Object.entries(lists).reduce((text, [name, list]) => {
    const [before, rest] = text.split(`<!-- ${name} -->`);
    const [, after] = rest?.split(`<!-- /${name} -->`) ?? [];
    if (after === undefined)
      throw new BuildFailure(
        `${README} has no <!-- ${name} --><!-- /${name} -->, between which the list of ${name} belongs.`,
      );
    return `${before}<!-- ${name} -->${list}<!-- /${name} -->${after}`;
  }, readme);
}
