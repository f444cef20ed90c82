import { focusToolbar } from "./arrow-keys.ts";
import { byId } from "./element.ts";
import { focusGrid } from "./grid.ts";

/** A part of the page that F6 leads to. */
interface Region {
  readonly selector: string;
  /** Gives it the focus; false when it is not there. */
  enter(root: HTMLElement): boolean;
}

function focusFirst(selector: string): (root: HTMLElement) => boolean {
  return (root) => {
    const first = root.querySelector<HTMLElement>(selector);
    first?.focus();
    return first !== null;
  };
}

const GRID = ".o-grid";

/** In the order in which they lie on the page. */
const REGIONS: readonly Region[] = [
  { selector: "header", enter: focusFirst("button:not([disabled])") },
  { selector: ".o-topbar-topleft", enter: focusFirst(".o-topbar-menu") },
  { selector: ".o-toolbar-tools", enter: focusToolbar },
  {
    selector: GRID,
    enter: () => {
      focusGrid();
      return true;
    },
  },
  { selector: ".o-spreadsheet-bottom-bar", enter: focusFirst(".o-sheet.active") },
  { selector: "#sidebar", enter: focusFirst("iframe") },
  { selector: "#dialogs", enter: focusFirst("iframe, button") },
  { selector: "#developer", enter: focusFirst("[role=tab][aria-selected=true]") },
];

/** What is in none of them, such as the formula bar, counts as the grid. */
function regionOf(element: Element | null): number {
  const found = REGIONS.findIndex(({ selector }) => element?.closest(selector));
  return found === -1 ? REGIONS.findIndex(({ selector }) => selector === GRID) : found;
}

/** Moves the focus to the next part of the page that is there; to the one before with a `step` of -1. */
export function moveToRegion(step: 1 | -1): void {
  // A modal dialog keeps the focus.
  if (byId("dialogs").querySelector(".scrim:not(.see-through)")) return;
  const count = REGIONS.length;
  const from = regionOf(document.activeElement);
  for (let moved = 1; moved <= count; moved += 1) {
    const region = REGIONS[(from + step * moved + count * moved) % count];
    const root = region && document.querySelector<HTMLElement>(region.selector);
    if (root && !root.hidden && region.enter(root)) return;
  }
}
