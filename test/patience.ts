import { vi } from "vitest";

/**
 * What happens in a page or a process, happens within this time, also on a machine that is busy with other tests: a
 * step that waits longer fails and says for what it waited. It costs a test that passes nothing.
 */
export const PATIENCE_MS = 30_000;

/** Waits until this no longer throws, and gives what it gave. */
export function eventually<T>(holds: () => T | Promise<T>, ms = PATIENCE_MS): Promise<T> {
  return vi.waitFor(holds, { timeout: ms });
}
