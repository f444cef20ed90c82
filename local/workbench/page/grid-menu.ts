import { registries } from "@odoo/o-spreadsheet";

/**
 * Menu items of o-spreadsheet that Google Sheets has not got, or that would change what the stand-in keeps elsewhere
 * (the locale, under Settings). Paths are the ids in its menu registry.
 */
const NOT_GOOGLES: readonly (readonly [menu: string, item: string])[] = [
  ["file", "settings"],
  ["view", "view_irregularity_map"],
  ["view", "toggle_pin_panel"],
  ["insert", "insert_carousel"],
];

/** Hides them. To be called before the grid is mounted. */
export function hideForeignMenuItems(): void {
  for (const [menu, item] of NOT_GOOGLES) {
    registries.topbarMenuRegistry.replaceChild(item, [menu], { name: item, isVisible: () => false });
  }
}
