import { type Model, registries } from "@odoo/o-spreadsheet";

/** An item of o-spreadsheet's menu registry, as far as used here. */
interface MenuItem {
  readonly id: string;
  name: unknown;
  sequence: number;
  isVisible?: () => boolean;
  readonly children?: readonly MenuItem[];
}

/**
 * Menu items of o-spreadsheet that Google Sheets has not got, or that would change what the stand-in keeps elsewhere
 * (the locale, under Settings). Paths are the ids in its menu registry.
 */
const NOT_GOOGLES = [
  "file/settings",
  "view/view_irregularity_map",
  "view/toggle_pin_panel",
  "insert/insert_carousel",
];

/** What Google Sheets calls the others. */
const GOOGLES_NAMES: Readonly<Record<string, string>> = {
  "edit/paste_special/paste_special_value": "Values only",
  "edit/paste_special/paste_special_format": "Format only",
  "edit/delete/edit_delete_cell_values": "Values",
  "insert/insert_row": "Rows",
  "insert/insert_column": "Columns",
  "insert/insert_cell": "Cells",
  "insert/insert_sheet": "Sheet",
  "insert/insert_dropdown": "Dropdown",
  "data/data_validation": "Data validation",
  "data/column_statistics": "Column stats",
  "data/sort_range/sort_ascending": "Sort range A to Z",
  "data/sort_range/sort_descending": "Sort range Z to A",
};

function itemAt(path: string): MenuItem {
  const [root = "", ...ids] = path.split("/");
  let item = registries.topbarMenuRegistry.get(root) as unknown as MenuItem | undefined;
  for (const id of ids) item = item?.children?.find((child) => child.id === id);
  if (!item) throw new Error(`o-spreadsheet has no menu item ${path}`);
  return item;
}

/** Makes the menus those of Google Sheets. To be called before the grid is mounted. */
export function dressMenus(): void {
  for (const path of NOT_GOOGLES) itemAt(path).isVisible = () => false;
  for (const [path, name] of Object.entries(GOOGLES_NAMES)) itemAt(path).name = name;
  // Google Sheets has Cut above Copy.
  const [copy, cut] = [itemAt("edit/copy"), itemAt("edit/cut")];
  [copy.sequence, cut.sequence] = [cut.sequence, copy.sequence];
  addHiddenSheets();
}

interface Env {
  readonly model: Model;
}

function hiddenSheets({ model: { getters } }: Env): string[] {
  return getters.getSheetIds().filter((id) => !getters.isSheetVisible(id));
}

/** View ▸ Hidden sheets: a click shows one again. Where none is hidden, the menu has no such line: it would lead nowhere. */
function addHiddenSheets(): void {
  const always = { isReadonlyAllowed: true, isEnabledOnLockedSheet: true };
  registries.topbarMenuRegistry.addChild("hidden_sheets", ["view"], {
    ...always,
    name: (env: Env) => `Hidden sheets (${hiddenSheets(env).length})`,
    icon: "o-spreadsheet-Icon.HIDE_SHEET",
    sequence: 20,
    children: [
      (env: Env) =>
        hiddenSheets(env).map((sheetId, index) => ({
          ...always,
          id: `hidden_sheets/${sheetId}`,
          name: `Show ${env.model.getters.getSheetName(sheetId)}`,
          sequence: index,
          execute: () => {
            env.model.dispatch("SHOW_SHEET", { sheetId });
            env.model.dispatch("ACTIVATE_SHEET", {
              sheetIdFrom: env.model.getters.getActiveSheetId(),
              sheetIdTo: sheetId,
            });
          },
        })),
    ],
  });
}
