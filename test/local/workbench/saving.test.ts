import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Saving } from "../../../local/workbench/saving.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A Saving that notes what it writes and tells. */
function noted(write: () => Promise<void> = async () => {}) {
  const notes: string[] = [];
  const saving = new Saving(
    async () => {
      notes.push("write");
      await write();
    },
    (state) => notes.push(state),
  );
  return { saving, notes };
}

test("many changes are written once, after a second's rest", async () => {
  const { saving, notes } = noted();
  saving.changed();
  await vi.advanceTimersByTimeAsync(900);
  saving.changed();
  await vi.advanceTimersByTimeAsync(900);
  expect(notes).toEqual(["saving"]);
  await vi.advanceTimersByTimeAsync(200);
  expect(notes).toEqual(["saving", "write", "saved"]);
});

test("changes that never rest are written every ten seconds", async () => {
  const { saving, notes } = noted();
  for (let i = 0; i < 110; i++) {
    saving.changed();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(notes.filter((note) => note === "write")).toHaveLength(1);
});

test("a change during a write is written by the next one", async () => {
  let finish = () => {};
  const { saving, notes } = noted(
    () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
  );
  saving.changed();
  await vi.advanceTimersByTimeAsync(1000);
  saving.changed();
  finish();
  await vi.advanceTimersByTimeAsync(1000);
  finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(notes.filter((note) => note === "write")).toHaveLength(2);
  expect(notes.at(-1)).toBe("saved");
});

test("flush writes at once, and nothing when nothing changed", async () => {
  const { saving, notes } = noted();
  await saving.flush();
  saving.changed();
  await saving.flush();
  expect(notes).toEqual(["saving", "write", "saved"]);
});

test("a write that failed is told, and tried again after the next change", async () => {
  let isFull = true;
  const { saving, notes } = noted(async () => {
    if (isFull) throw new Error("no space left");
  });
  saving.changed();
  await vi.advanceTimersByTimeAsync(1000);
  expect(notes).toEqual(["saving", "write", "save failed"]);
  isFull = false;
  saving.changed();
  await vi.advanceTimersByTimeAsync(1000);
  expect(notes.slice(3)).toEqual(["write", "saved"]);
});
