import { byId, element } from "./element.ts";
import { focusGrid } from "./grid.ts";

/** The open ones; the last lies on top. */
const layers: HTMLElement[] = [];

/** All but the uppermost and the developer panel stand still. */
function coverRest(): void {
  const top = layers.at(-1);
  for (const part of document.querySelectorAll<HTMLElement>("header, main")) part.inert = top !== undefined;
  for (const layer of layers) layer.inert = layer !== top;
}

/**
 * A box over everything else but the developer panel: the keys stay in it until it is closed, and then go back to where
 * they were.
 */
export class Modal {
  private readonly before = document.activeElement;
  private readonly layer: HTMLElement;

  /**
   * @param first gets the focus
   * @param onEscape what Escape means
   */
  constructor(box: HTMLElement, first: HTMLElement, onEscape: () => void) {
    box.setAttribute("aria-modal", "true");
    box.addEventListener("keydown", (event) => {
      // The grid listens for keys on the window; what is typed here is not for it.
      event.stopPropagation();
      if (event.key === "Escape") onEscape();
    });
    this.layer = element("div", { class: "scrim" }, box);
    byId("dialogs").append(this.layer);
    layers.push(this.layer);
    coverRest();
    first.focus();
  }

  close(): void {
    this.layer.remove();
    layers.splice(layers.indexOf(this.layer), 1);
    coverRest();
    // What had the focus may be gone: a menu item is.
    if (this.before instanceof HTMLElement && this.before !== document.body && this.before.isConnected)
      this.before.focus();
    else focusGrid();
  }
}
