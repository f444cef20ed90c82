import type { Api } from "../core/api.ts";
import { hasOwnKey, isKeyShared } from "../core/keys.ts";
import type { Ports } from "../core/ports.ts";

/** An add-on's clock trigger sees no document properties (facts, 4.3). */
export const KEY_OUT_OF_REACH =
  "Google shows a shared key only while the spreadsheet is open: this goes on when you open Huntsheet ▸ Progress. With a key of your own, under Huntsheet ▸ Set up, it needs nobody.";

/** What a person should know who has a clock do what only a colleague's key can; null when all is well. */
export function scheduleNote(api: Api["id"], ports: Ports): string | null {
  const isAddon = ports.claims !== null;
  if (!isAddon || hasOwnKey(api, ports) || !isKeyShared(api, ports)) return null;
  return "Google shows a shared key only while the spreadsheet is open: what this schedule starts waits until you open Huntsheet ▸ Progress. Set a key of your own under Huntsheet ▸ Set up.";
}
