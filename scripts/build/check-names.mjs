import { BuildFailure } from "./failure.mjs";

/**
 * A menu as data, as src/ui/menu.ts exports it.
 * @typedef {"separator" | { label: string; function: string } | { label: string; items: readonly MenuNode[] }} MenuNode
 */

/**
 * @param {readonly { name: string }[]} points
 * @throws {BuildFailure} when two functions have one name; formula names are matched without regard to case (facts, 2.1)
 */
export function checkDistinct(points) {
  const seen = new Map();
  for (const { name } of points) {
    const key = name.toLowerCase();
    if (seen.has(key))
      throw new BuildFailure(
        `Two functions are called ${name}${seen.get(key) === name ? "" : ` or ${seen.get(key)}`}.`,
      );
    seen.set(key, name);
  }
}

/**
 * @param {readonly MenuNode[]} menu
 * @param {ReadonlySet<string>} names the functions that Apps Script finds
 * @throws {BuildFailure} naming the first item that leads nowhere
 */
export function checkMenu(menu, names) {
  for (const node of menu) {
    if (node === "separator") continue;
    if ("items" in node) checkMenu(node.items, names);
    else if (!names.has(node.function))
      throw new BuildFailure(
        `The menu item "${node.label}" calls ${node.function}, and there is no such function.`,
      );
  }
}

/**
 * @param {readonly string[]} handlers
 * @param {ReadonlySet<string>} names the functions that Apps Script finds
 */
export function checkTriggers(handlers, names) {
  for (const handler of handlers)
    if (!names.has(handler))
      throw new BuildFailure(`A trigger would call ${handler}, and there is no such function.`);
}
