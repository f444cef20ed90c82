import { importFunctionName } from "../core/names.ts";
import type { Resource } from "../core/resource.ts";
import { entries } from "../entries.ts";

export type MenuNode =
  | "separator"
  | { readonly label: string; readonly function: string }
  | { readonly label: string; readonly items: readonly MenuNode[] };

/** The add-on's menu. The imports follow from the resources. */
export const menu: readonly MenuNode[] = [
  {
    label: "Import",
    items: [
      { label: "Import…", function: "showImport" },
      "separator",
      ...imports("huntr"),
      "separator",
      ...imports("hunter"),
    ],
  },
  { label: "Progress", function: "showProgress" },
  { label: "Recalculate formulas", function: "recalculateFormulas" },
  "separator",
  { label: "Set up", function: "showSetup" },
];

function imports(api: Resource["api"]): MenuNode[] {
  return entries
    .filter((entry) => entry.api === api && entry.paging.style !== "single")
    .map(({ title }) => ({ label: title, function: importFunctionName(title) }));
}
