/** How far a run was, and when. */
export interface Mark {
  readonly atMs: number;
  readonly done: number;
}

/** Two slices have three ends. One alone tells nothing: the first slice also makes the sheet. */
const FEWEST_MARKS = 3;
/** So that the estimate follows a pace that changes, as when the API slows us down. */
const MOST_MARKS = 7;

export function addMark(marks: readonly Mark[], mark: Mark): Mark[] {
  return [...marks, mark].slice(-MOST_MARKS);
}

/** @returns milliseconds, null when nothing can be told yet. */
export function timeLeftMs(marks: readonly Mark[], total: number | null): number | null {
  const first = marks[0];
  const last = marks[marks.length - 1];
  if (total === null || !first || !last || marks.length < FEWEST_MARKS) return null;
  const done = last.done - first.done;
  if (done <= 0) return null;
  return (Math.max(0, total - last.done) * (last.atMs - first.atMs)) / done;
}
