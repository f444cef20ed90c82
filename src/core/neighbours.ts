/** Runs of neighbouring numbers: [2, 3, 5] gives [2..3], [5..5]. The numbers ascend. */
export function runsOf(numbers: readonly number[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const n of numbers) {
    const run = runs[runs.length - 1];
    if (run && n === run.last + 1) run.last = n;
    else runs.push({ first: n, last: n });
  }
  return runs;
}
