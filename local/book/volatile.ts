// Custom functions may not depend on values that change by themselves (facts 2.2).
import { type Getters, iterateAstNodes, parse, type SheetZone } from "./engine.ts";

/** Functions that a custom function's argument must not reach, also through other cells. TODAY is not settled. */
const VOLATILE = new Set(["NOW", "RAND", "RANDARRAY", "RANDBETWEEN"]);

/** Wording as users quote it (facts 2.2). */
export const VOLATILE_REFUSED =
  "This function is not allowed to reference a cell with NOW(), RAND(), RANDARRAY(), or RANDBETWEEN()";

interface Node {
  type: string;
  value?: unknown;
  args?: Node[];
}

const nodesOf = (formula: string): Node[] => {
  try {
    return iterateAstNodes(parse(formula)) as unknown as Node[];
  } catch {
    return [];
  }
};

/** Whether a call of `name` in that formula has an argument that depends on a volatile function. */
export function hasVolatileArgument(
  name: string,
  formula: string,
  sheetId: string,
  getters: Getters,
): boolean {
  const calls = nodesOf(formula).filter(
    (node) => node.type === "FUNCALL" && String(node.value).toUpperCase() === name,
  );
  const seen = new Set<number>();
  return calls.some((call) =>
    (call.args ?? [])
      .flatMap((arg) => iterateAstNodes(arg as never) as unknown as Node[])
      .some((node) => {
        if (isVolatileCall(node)) return true;
        if (node.type === "SYMBOL") return namesVolatile(node, getters, seen);
        if (node.type !== "REFERENCE") return false;
        const range = getters.getRangeFromSheetXC(sheetId, String(node.value));
        return !range.invalidXc && !range.invalidSheetName && reachesVolatile(range, getters, seen);
      }),
  );
}

function isVolatileCall({ type, value }: Node): boolean {
  return type === "FUNCALL" && VOLATILE.has(String(value).toUpperCase());
}

function namesVolatile({ value }: Node, getters: Getters, seen: Set<number>): boolean {
  const named = getters.getNamedRange(String(value));
  return named !== undefined && reachesVolatile(named.range, getters, seen);
}

function reachesVolatile({ sheetId, zone }: SheetZone, getters: Getters, seen: Set<number>): boolean {
  if (!getters.tryGetSheet(sheetId)) return false;
  const bottom = Math.min(zone.bottom, getters.getNumberRows(sheetId) - 1);
  const right = Math.min(zone.right, getters.getNumberCols(sheetId) - 1);
  const given = getters.getResults(sheetId);
  for (let row = zone.top; row <= bottom; row++) {
    for (let col = zone.left; col <= right; col++) {
      const position = { sheetId, row, col };
      const own = getters.getCell(position);
      // A value that no formula here gives is another one's, which spills.
      const from = !own?.isFormula && given?.[col]?.[row] && getters.getArrayFormulaSpreadingOn(position);
      const cell = from ? getters.getCell(from) : own;
      if (!cell?.isFormula || seen.has(cell.id)) continue;
      seen.add(cell.id);
      const nodes = nodesOf(cell.compiledFormula.toFormulaString(getters));
      if (
        nodes.some(
          (node) => isVolatileCall(node) || (node.type === "SYMBOL" && namesVolatile(node, getters, seen)),
        ) ||
        cell.compiledFormula.rangeDependencies.some((range) => reachesVolatile(range, getters, seen))
      )
        return true;
    }
  }
  return false;
}
