/** Handles refer to each other in rings (a range gives its sheet, a sheet its ranges), so they are made through here. */
import type { Area } from "../wire.ts";
import { own } from "./sealed.ts";

let makeSheet: (id: number) => unknown = () => null;

/** Said once, by sheet.ts. */
export function sheetsAreMadeBy(make: (id: number) => unknown): void {
  makeSheet = make;
}

export function sheetHandle(id: number): unknown {
  return makeSheet(id);
}

/** The area behind a Range that a script handed in; undefined for anything else. */
export function areaOf(handle: unknown): Area | undefined {
  const area = (handle as { [own]?: unknown } | null)?.[own];
  return typeof area === "object" && area !== null && "nr" in area ? (area as Area) : undefined;
}

/** The sheet id behind a Sheet that a script handed in. */
export function sheetIdOf(handle: unknown): number | undefined {
  const held = (handle as { [own]?: unknown } | null)?.[own];
  return typeof held === "object" && held !== null && "sheetId" in held
    ? (held as { sheetId: number }).sheetId
    : undefined;
}
