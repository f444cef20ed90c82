/** The menus' names in the menu bar. Ids are those of o-spreadsheet's menu registry. */

function menuName(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`.o-topbar-menu[data-id="${id}"]`);
}

function isOpen(name: Element | null): boolean {
  return name?.classList.contains("active") ?? false;
}

/** A click beside an open menu closes it. */
function closeMenus(): void {
  document.documentElement.click();
}

export function openMenu(id: string): void {
  const name = menuName(id);
  if (!isOpen(name)) name?.click();
}

/** Has a menu that is open read its lines anew. */
export function openMenuAgain(id: string): void {
  const name = menuName(id);
  if (!isOpen(name)) return;
  closeMenus();
  name?.click();
}

/** A click on the name of an open menu closes it, as in Google Sheets; o-spreadsheet would open it again. */
export function closeMenusByTheirNames(): void {
  addEventListener(
    "click",
    (event) => {
      // A person's, not openMenuAgain's.
      if (!event.isTrusted || !isOpen((event.target as Element).closest(".o-topbar-menu"))) return;
      event.stopImmediatePropagation();
      closeMenus();
    },
    { capture: true },
  );
}
