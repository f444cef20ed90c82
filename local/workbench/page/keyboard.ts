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

const OPENING_KEYS: readonly string[] = ["Enter", " ", "ArrowDown"];

/**
 * Menus and the parts of the page by the keyboard: Alt and a letter opens a menu, F6 and Shift+F6 go from part to part,
 * the arrow keys move in the menu bar. What is in an open menu is o-spreadsheet's.
 */
export function wireKeyboard(): void {
  addEventListener(
    "keydown",
    (event) => {
      if (!isOurs(event)) return;
      event.preventDefault();
      // The grid listens for keys on the window.
      event.stopPropagation();
    },
    { capture: true },
  );
}

/** Does what a key is for. False when it is for somebody else. */
function isOurs({ key, code, altKey, shiftKey, metaKey, target }: KeyboardEvent): boolean {
  if (key === "F6") {
    moveToRegion(shiftKey ? -1 : 1);
    return true;
  }
  const menu = altKey && !shiftKey && !metaKey && MENU_KEYS[code];
  if (menu) {
    openMenu(menu);
    return true;
  }
  const entry = (target as HTMLElement).closest<HTMLElement>(".o-topbar-menu");
  if (!entry) return false;
  const neighbours = { ArrowLeft: entry.previousElementSibling, ArrowRight: entry.nextElementSibling };
  if (key === "ArrowLeft" || key === "ArrowRight") (neighbours[key] as HTMLElement | null)?.focus();
  else if (OPENING_KEYS.includes(key)) entry.click();
  else return false;
  return true;
}
