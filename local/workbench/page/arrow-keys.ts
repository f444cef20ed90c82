/** Parts of the page in which the arrow keys move: the toolbar, what opens from it, and the sheet tabs. */
import { focusGrid } from "./grid.ts";

/** What a click is for in the toolbar and in the boxes that open from it. */
const CONTROLS =
  ".o-toolbar-button, .o-menu-item-button, .o-color-picker-line-item, .o-text-options > div, .o-table-style-list-item";

/** Those that are to be seen, in their order. What lies within another belongs to it. */
function controlsIn(group: Element): HTMLElement[] {
  return [...group.querySelectorAll<HTMLElement>(CONTROLS)]
    .filter((control) => !control.parentElement?.closest(CONTROLS))
    .map((control) => control.querySelector<HTMLElement>("input") ?? control)
    .filter((control) => control.getClientRects().length > 0);
}

/** o-spreadsheet has names in titles, on the control or close to it. What is written on it belongs to its name. */
function nameOf(control: HTMLElement): string {
  if (control.classList.contains("more-tools")) return "More";
  const near = [control, control.querySelector("[title]"), control.closest("[title]")];
  const title = near.map((element) => element?.getAttribute("title")).find(Boolean);
  const text = control.textContent?.trim() ?? "";
  if (!title || !text) return title ?? text;
  return `${title}: ${text}`;
}

function isDisabled(control: HTMLElement): boolean {
  return control.closest(".o-disabled") !== null;
}

/** Makes controls known as buttons, one of which Tab leads to. */
function dress(controls: readonly HTMLElement[]): void {
  for (const [index, control] of controls.entries()) {
    control.setAttribute("tabindex", index === 0 ? "0" : "-1");
    control.setAttribute("aria-label", nameOf(control));
    control.setAttribute("aria-disabled", String(isDisabled(control)));
    if (!(control instanceof HTMLInputElement)) control.setAttribute("role", "button");
  }
}

/** To be called when the toolbar is drawn. */
export function dressToolbar(): void {
  const toolbar = document.querySelector(".o-toolbar-tools");
  if (toolbar) dress(controlsIn(toolbar));
}

export function focusToolbar(): boolean {
  const toolbar = document.querySelector(".o-toolbar-tools");
  const controls = toolbar ? controlsIn(toolbar) : [];
  dress(controls);
  controls[0]?.focus();
  return controls.length > 0;
}

function whenDrawn(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}

/** A click beside an open box closes it. */
function closeBoxes(): void {
  document.documentElement.click();
  focusGrid();
}

/** A box that was opened by a key takes the keys; a menu does so by itself. */
function enterBox(): void {
  const box = [...document.querySelectorAll(".o-popover")].at(-1);
  const controls = box && !box.querySelector(".o-menu") ? controlsIn(box) : [];
  dress(controls);
  controls[0]?.focus();
}

/** Boxes of the toolbar close when something was chosen, as in Google Sheets; o-spreadsheet leaves some open. */
export function closeBoxesOnChoice(): void {
  const choices = ".o-popover .o-menu-item-button";
  addEventListener(
    "click",
    ({ target }) => {
      if (target instanceof Element && target.closest(choices)) whenDrawn(closeBoxes);
    },
    { capture: true },
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function moveIn(controls: readonly HTMLElement[], at: number, key: string): boolean {
  const ends: Readonly<Record<string, number>> = { Home: 0, End: -1 };
  const step = STEPS[key];
  const next = step === undefined ? ends[key] : (at + step) % controls.length;
  if (next === undefined) return false;
  controls.at(next)?.focus();
  return true;
}

function inToolbar(target: HTMLElement, key: string): boolean {
  const group = target.closest(".o-toolbar-tools, .o-popover");
  const controls = group ? controlsIn(group) : [];
  const at = controls.indexOf(target);
  if (at === -1) return false;
  // A number's own keys change the number.
  if (target instanceof HTMLInputElement && !["ArrowLeft", "ArrowRight"].includes(key)) return false;
  if (moveIn(controls, at, key)) return true;
  if (key === "Escape") {
    closeBoxes();
    return true;
  }
  if (key !== "Enter" && key !== " ") return false;
  if (isDisabled(target)) return true;
  const isInBox = target.closest(".o-popover") !== null;
  target.click();
  whenDrawn(isInBox ? closeBoxes : enterBox);
  return true;
}

function tabs(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".o-sheet")];
}

/** o-spreadsheet opens a sheet when the pointer goes down; the main button would begin to drag the tab. */
function open(tab: HTMLElement | undefined): void {
  tab?.dispatchEvent(new PointerEvent("pointerdown", { button: 1 }));
}

function inTabs(target: HTMLElement, key: string): boolean {
  if (target.matches(".o-add-sheet, .o-list-sheets")) {
    if (key !== "Enter" && key !== " ") return false;
    target.click();
    return true;
  }
  if (!target.matches(".o-sheet")) return false;
  if (key === "ArrowDown" || key === "ArrowUp") target.querySelector<HTMLElement>(".o-sheet-icon")?.click();
  else if (key === "Enter" || key === " ") open(target);
  else if (key === "Escape") focusGrid();
  else return moveIn(tabs(), tabs().indexOf(target), key);
  return true;
}

/** The next sheet, or the one before. */
export function stepSheet(step: 1 | -1): void {
  const all = tabs();
  open(all[all.findIndex((tab) => tab.classList.contains("active")) + step]);
}

/** Does what a key is for in the toolbar and the tabs. False when it is for somebody else. */
export function movedByArrows(target: HTMLElement, key: string): boolean {
  return inToolbar(target, key) || inTabs(target, key);
}
