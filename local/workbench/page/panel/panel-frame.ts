/** What the browser remembers of the panel over a reload. */
interface Remembered {
  readonly isOpen: boolean;
  /** The id of its tab. */
  readonly tab: string;
  readonly widthPx: number;
}

const STORED_AS = "huntsheet developer panel";
const AT_FIRST: Remembered = { isOpen: false, tab: "executions", widthPx: 460 };

const NARROWEST_PX = 320;
/** The sheet keeps so much. */
const SHEET_KEEPS_PX = 360;
const KEY_STEP_PX = 20;

export function remembered(): Remembered {
  try {
    return { ...AT_FIRST, ...(JSON.parse(localStorage.getItem(STORED_AS) ?? "{}") as Partial<Remembered>) };
  } catch {
    return AT_FIRST;
  }
}

export function remember(change: Partial<Remembered>): void {
  localStorage.setItem(STORED_AS, JSON.stringify({ ...remembered(), ...change }));
}

/** Makes an element the panel's left edge: dragged, or moved with the arrow keys, it changes the panel's width. */
export function resizeBy(edge: HTMLElement, resized: () => void): void {
  const setWidth = (wantedPx: number) => {
    const widest = Math.max(NARROWEST_PX, innerWidth - SHEET_KEEPS_PX);
    const widthPx = Math.round(Math.min(widest, Math.max(NARROWEST_PX, wantedPx)));
    document.documentElement.style.setProperty("--developer-width", `${widthPx}px`);
    edge.setAttribute("aria-valuenow", String(widthPx));
    edge.setAttribute("aria-valuemin", String(NARROWEST_PX));
    edge.setAttribute("aria-valuemax", String(widest));
    return widthPx;
  };
  const done = (widthPx: number) => {
    remember({ widthPx });
    resized();
  };
  setWidth(remembered().widthPx);
  /** The width that the panel would have with the pointer at 0. */
  let reachPx = 0;
  edge.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    reachPx = remembered().widthPx + event.clientX;
  });
  edge.addEventListener("pointermove", ({ pointerId, clientX }) => {
    if (edge.hasPointerCapture(pointerId)) setWidth(reachPx - clientX);
  });
  edge.addEventListener("pointerup", ({ clientX }) => done(setWidth(reachPx - clientX)));
  edge.addEventListener("keydown", ({ key }) => {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return;
    done(setWidth(remembered().widthPx + (key === "ArrowLeft" ? KEY_STEP_PX : -KEY_STEP_PX)));
  });
}
