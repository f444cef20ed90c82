import type { MenuNode } from "../ui/menu.ts";

/** The menu under Extensions: its title is the project's, so bound script and add-on look alike. */
export function showMenu(nodes: readonly MenuNode[]): void {
  filled(SpreadsheetApp.getUi().createAddonMenu(), nodes).addToUi();
}

function filled(menu: GoogleAppsScript.Base.Menu, nodes: readonly MenuNode[]): GoogleAppsScript.Base.Menu {
  for (const node of nodes) {
    if (node === "separator") menu.addSeparator();
    else if ("items" in node)
      menu.addSubMenu(filled(SpreadsheetApp.getUi().createMenu(node.label), node.items));
    else menu.addItem(node.label, node.function);
  }
  return menu;
}

/** @param page the name of a built HTML file. */
export function showSidebar(
  page: "setup" | "progress" | "import" | "tables" | "send" | "lookup" | "credits",
): void {
  // Never as a template: these would run what looks like a scriptlet.
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile(page).setTitle("Huntsheet"));
}

export function toast(message: string): void {
  SpreadsheetApp.getActiveSpreadsheet().toast(message, "Huntsheet");
}
