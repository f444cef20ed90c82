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

/** What a web app answers. As a page it comes with status 200; a text would come by way of a redirect (facts, 7.3). */
export function pageOf(text: string): GoogleAppsScript.HTML.HtmlOutput {
  return HtmlService.createHtmlOutput(text);
}

/** What Huntr signs a body with, in base 64: of the body's bytes in UTF-8. */
export function signatureOf(body: string, secret: string): string {
  const bytes = Utilities.computeHmacSha256Signature(body, secret, Utilities.Charset.UTF_8);
  return Utilities.base64Encode(bytes);
}
