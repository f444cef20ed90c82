import { registries } from "@odoo/o-spreadsheet";
import type { Menu, MenuItem } from "../../runtime/report.ts";
import type { Connection } from "./connection.ts";
import { openMenuAgain } from "./menu-bar.ts";

/** o-spreadsheet's own description of a menu item, as far as used here. */
interface GridMenuItem {
  readonly id: string;
  readonly name: string;
  readonly sequence: number;
  readonly separator: boolean;
  readonly isReadonlyAllowed: boolean;
  readonly isEnabledOnLockedSheet: boolean;
  readonly execute?: () => void;
  readonly children?: GridMenuItem[];
}

/** After Data, where Google has it. */
const EXTENSIONS_SEQUENCE = 70;

/** Puts what onOpen built under Extensions; it may come when the menu is open already. */
export function addExtensionsMenu(connection: Connection): void {
  let current: readonly Menu[] = [];
  connection.on("menus", ({ menus }) => {
    const isNew = JSON.stringify(menus) !== JSON.stringify(current);
    current = menus;
    if (isNew) openMenuAgain("extensions");
  });
  const run = (name: string) => connection.send({ type: "menu click", function: name });
  registries.topbarMenuRegistry.add("extensions", {
    name: "Extensions",
    sequence: EXTENSIONS_SEQUENCE,
    isReadonlyAllowed: true,
    children: [() => gridItems(current, "extensions", run)],
  });
}

/** o-spreadsheet draws a line after an item that says so; Apps Script's separators are items of their own. */
function gridItems(items: readonly MenuItem[], path: string, run: (name: string) => void): GridMenuItem[] {
  return items.flatMap((item, index): GridMenuItem[] => {
    if ("separator" in item) return [];
    const id = `${path}/${index}`;
    const next = items[index + 1];
    const common = {
      id,
      name: item.label,
      sequence: index,
      separator: next !== undefined && "separator" in next,
      isReadonlyAllowed: true,
      isEnabledOnLockedSheet: true,
    };
    return "items" in item
      ? [{ ...common, children: gridItems(item.items, id, run) }]
      : [{ ...common, execute: () => run(item.function) }];
  });
}
