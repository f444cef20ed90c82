import { closeBoxesOnChoice, focusToolbar, movedByArrows, stepSheet } from "./arrow-keys.ts";
import { openMenu } from "./menu-bar.ts";
import { moveToRegion } from "./regions.ts";

/** Google Sheets' keys for its menus: Alt and the letter. Ids are those of o-spreadsheet's menu registry. */
const MENU_KEYS: Readonly<Record<string, string>> = {
  KeyF: "file",
  KeyE: "edit",
  KeyV: "view",
  KeyI: "insert",
  KeyO: "format",
  KeyD: "data",
  KeyN: "extensions",
};

/** Google Sheets' keys for sheets, with Alt. */
function isShortcut(code: string, shiftKey: boolean): boolean {
  if (!shiftKey && code === "ArrowDown") stepSheet(1);
  else if (!shiftKey && code === "ArrowUp") stepSheet(-1);
  else if (shiftKey && code === "KeyK") document.querySelector<HTMLElement>(".o-list-sheets")?.click();
  else if (shiftKey && code === "KeyS")
    document.querySelector<HTMLElement>(".o-sheet.active .o-sheet-icon")?.click();
  else return false;
  return true;
}

const OPENING_KEYS: readonly string[] = ["Enter", " ", "ArrowDown"];

/**
 * The page by the keyboard: Alt and a letter opens a menu, F6 and Shift+F6 go from part to part, the arrow keys move in
 * the menu bar, the toolbar and the sheet tabs. What is in an open menu is o-spreadsheet's.
 */
export function wireKeyboard(): void {
  closeBoxesOnChoice();
  addEventListener(
    "keydown",
    (event) => {
      const isDone = isOurs(event);
      if (isDone) event.preventDefault();
      // The grid listens for keys on the window.
      if (isDone || leadsOn(event)) event.stopPropagation();
    },
    { capture: true },
  );
}

/** Tab goes from cell to cell in the grid only; in the bars around it, it leads on as everywhere. */
function leadsOn({ key, target }: KeyboardEvent): boolean {
  const place = target as HTMLElement;
  if (key !== "Tab" || place.closest(".o-composer")) return false;
  return place.closest(".o-spreadsheet-topbar, .o-spreadsheet-bottom-bar") !== null;
}

/** Does what a key is for. False when it is for somebody else. */
function isOurs({ key, code, altKey, ctrlKey, shiftKey, metaKey, target }: KeyboardEvent): boolean {
  if (key === "F6") {
    moveToRegion(shiftKey ? -1 : 1);
    return true;
  }
  const menu = altKey && !shiftKey && !metaKey && MENU_KEYS[code];
  if (menu) {
    openMenu(menu);
    return true;
  }
  if (altKey && !ctrlKey && !metaKey) return isShortcut(code, shiftKey);
  const place = target as HTMLElement;
  if (!ctrlKey && !metaKey && movedByArrows(place, key)) return true;
  const entry = place.closest<HTMLElement>(".o-topbar-menu");
  if (!entry) return false;
  const neighbours = { ArrowLeft: entry.previousElementSibling, ArrowRight: entry.nextElementSibling };
  if (key === "ArrowLeft" || key === "ArrowRight") (neighbours[key] as HTMLElement | null)?.focus();
  else if (OPENING_KEYS.includes(key)) entry.click();
  // The menus are one stop; the name box, which would be next, gives the keys to the cells.
  else if (key === "Tab" && !shiftKey) focusToolbar();
  else return false;
  return true;
}
