import type { Host } from "../runtime/host.ts";

/** How often due triggers are looked for; Apps Script's finest is a minute. */
const TICK_MS = 1000;

/**
 * Has the host's triggers fire when their time has come, while somebody watches.
 *
 * @returns stops that, and waits for a trigger that is just running.
 */
export function keepTicking(host: Host): () => Promise<void> {
  let firing: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    // A trigger may run for longer than a tick.
    firing ??= host.advance(0).finally(() => {
      firing = null;
    });
  }, TICK_MS);
  return async () => {
    clearInterval(timer);
    await firing;
  };
}
