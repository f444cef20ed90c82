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

/** In the order in which they lie on the page. */
const REGIONS: readonly Region[] = [
  { selector: "header", enter: focusFirst("button:not([disabled])") },
  { selector: ".o-topbar-topleft", enter: focusFirst(".o-topbar-menu") },
  {
    selector: "#grid",
    enter: () => {
      focusGrid();
      return true;
    },
  },
  { selector: "#sidebar", enter: focusFirst("iframe") },
  { selector: "#dialogs", enter: focusFirst("iframe, button") },
  { selector: "#developer", enter: focusFirst("[role=tab][aria-selected=true]") },
];

/** The menu bar lies within the grid's element, and stands before it in the list. */
function regionOf(element: Element | null): number {
  return REGIONS.findIndex(({ selector }) => element?.closest(selector));
}

/** Moves the focus to the next part of the page that is there; to the one before with a `step` of -1. */
export function moveToRegion(step: 1 | -1): void {
  // A modal dialog keeps the focus.
  if (byId("dialogs").querySelector(".scrim:not(.see-through)")) return;
  const count = REGIONS.length;
  const from = Math.max(0, regionOf(document.activeElement));
  for (let moved = 1; moved <= count; moved += 1) {
    const region = REGIONS[(from + step * moved + count * moved) % count];
    const root = region && document.querySelector<HTMLElement>(region.selector);
    if (root && !root.hidden && region.enter(root)) return;
  }
}
