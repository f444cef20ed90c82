import type { Run } from "./run.ts";
import type { Work } from "./work.ts";

export interface Counted extends Work {
  /** How many requests its clients were asked for so far; repeats after faults are not among them. */
  readonly requests: () => number;
}

/** The same work, with its requests counted. */
export function counted(work: Work): Counted {
  let requests = 0;
  return {
    ...work,
    requests: () => requests,
    client: (api, deadlineMs) => {
      const client = work.client(api, deadlineMs);
      return {
        ...client,
        get: (...asked) => {
          requests += 1;
          return client.get(...asked);
        },
        getAll: (all) => {
          requests += all.length;
          return client.getAll(all);
        },
      };
    },
  };
}

/** "1 request", "1,200 rows". */
export function many(n: number, word: string): string {
  return `${n.toLocaleString("en-US")} ${word}${n === 1 ? "" : "s"}`;
}

/** Counts with some more of each. */
export function plus(counts: Run["counts"], more: Run["counts"]): Run["counts"] {
  const sum = { ...counts };
  for (const word of Object.keys(more)) sum[word] = (sum[word] ?? 0) + (more[word] ?? 0);
  return sum;
}
