import { button, element } from "./element.ts";

/** One line of a menu that opens from the title row. */
export interface Choice {
  readonly label: string;
  /** A second, paler line. */
  readonly detail?: string;
  /** Given for those of which one holds. */
  readonly isChosen?: boolean;
  readonly choose: () => void;
}

/**
 * Opens a menu under a button. Arrow keys move in it; Escape, Tab and any other click close it. The choices are asked
 * for when it opens.
 */
export function popupMenu(opener: HTMLElement, title: string, choices: () => readonly Choice[]): void {
  const heading = element("p", { class: "popup-title", id: `${opener.id}-title` }, title);
  const menu = element("div", { role: "menu", "aria-labelledby": heading.id });
  const box = element("div", { class: "popup" }, heading, menu);
  opener.setAttribute("aria-haspopup", "menu");
  opener.after(box);

  const show = (isOpen: boolean) => {
    box.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) menu.replaceChildren(...choices().map((choice) => line(choice, close)));
  };
  const close = () => {
    show(false);
    opener.focus();
  };
  const moveTo = (index: number) => {
    const items = [...menu.children] as HTMLElement[];
    items.at(index % items.length)?.focus();
  };
  show(false);
  opener.addEventListener("click", (event) => {
    event.stopPropagation();
    // Other menus of the row are open no longer.
    document.dispatchEvent(new MouseEvent("click"));
    show(true);
    moveTo(0);
  });
  box.addEventListener("click", (event) => event.stopPropagation());
  box.addEventListener("keydown", (event) => {
    // The grid listens for keys on the window.
    event.stopPropagation();
    const at = [...menu.children].indexOf(document.activeElement as Element);
    if (event.key === "Escape") close();
    else if (event.key === "Tab") show(false);
    else if (event.key === "ArrowDown") moveTo(at + 1);
    else if (event.key === "ArrowUp") moveTo(at - 1);
    else if (event.key === "Home") moveTo(0);
    else if (event.key === "End") moveTo(-1);
    else return;
    if (event.key !== "Tab") event.preventDefault();
  });
  document.addEventListener("click", () => show(false));
}

function line({ label, detail, isChosen, choose }: Choice, close: () => void): HTMLElement {
  const item = button(
    label,
    () => {
      close();
      choose();
    },
    {
      class: "popup-item",
      tabindex: "-1",
      ...(isChosen === undefined
        ? { role: "menuitem" }
        : { role: "menuitemradio", "aria-checked": String(isChosen) }),
    },
  );
  if (detail !== undefined) item.append(element("span", { class: "detail" }, detail));
  return item;
}
