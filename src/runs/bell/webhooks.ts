import type { Store } from "../../core/ports.ts";

/**
 * How Huntr's webhooks ring, as it is kept with the file: the web app runs as whoever deployed it, and may find it
 * nowhere else. Whoever has both secrets can ring a bell, and no more.
 */
export interface Webhooks {
  /** What the address ends with, as `k`. */
  readonly secret: string;
  /** Whose trigger answers, and whose key it reads with. */
  readonly who: string;
  /** The web app's, as a person pasted it. */
  readonly address?: string;
  /** With which Huntr signs: set, only what a relay passes on with its signature counts. */
  readonly signing?: string;
}

const NAME = "webhooks";

/** Null while they are off. One service call. */
export function loadWebhooks(store: Store): Webhooks | null {
  return JSON.parse(store.get(NAME) ?? "null") as Webhooks | null;
}

export function saveWebhooks(store: Store, webhooks: Webhooks | null): void {
  if (webhooks) store.set(NAME, JSON.stringify(webhooks));
  else store.remove(NAME);
}
