import type { Ports } from "../core/ports.ts";
import type { Allowance } from "../hunter/asking.ts";
import type { Question } from "../hunter/lookups.ts";
import { digestOf } from "./lookup-sheet.ts";
import { changeHeldRun, changeRun } from "./store.ts";

/** What of a run's cap is gone. */
export interface Purse {
  /** Credits that were spent, or may have been. */
  readonly taken: number;
  /** Of these, by digest of a question: what is put by for asking it again. */
  readonly held: { readonly [digest: string]: number };
}

const FULL: Purse = { taken: 0, held: {} };
/** A run has 9 KB in all. */
const MOST_HELD = 100;
/** Hunter's price list: ten addresses of a domain are a search. */
const ADDRESSES_PER_SEARCH = 10;

/**
 * A cap, kept with the run: whoever asks for it takes the most that it may cost first, and gives back what was not
 * spent. Who dies in between gives nothing back, for Hunter may have been paid: the cap is never passed.
 */
export class RunAllowance implements Allowance {
  /** By key: what this execution took. */
  private readonly prices = new Map<string, number>();

  constructor(
    private readonly runId: string,
    private readonly cap: number,
    private readonly ports: Pick<Ports, "fileStore" | "fileLock">,
  ) {}

  take(questions: readonly Question[]): readonly Question[] {
    const affordable: Question[] = [];
    changeHeldRun(this.ports, this.runId, (run) => {
      const { taken, held } = run.purse ?? FULL;
      let left = this.cap - taken;
      for (const question of questions) {
        const known = held[digestOf(question)];
        const { limit } = question.query;
        const most = typeof limit === "number" ? Math.ceil(limit / ADDRESSES_PER_SEARCH) : 1;
        const price = known ?? Math.min(most, Math.floor(left));
        if (price < 1) continue;
        if (known === undefined) left -= price;
        this.prices.set(question.key, price);
        affordable.push(typeof limit === "number" ? limited(question, limit, price) : question);
      }
      return this.cap - left === taken ? null : { ...run, purse: { taken: this.cap - left, held } };
    });
    return affordable;
  }

  settle(costs: ReadonlyMap<string, number | null>): void {
    const isNews = [...costs].some(([key, cost]) => cost !== this.prices.get(key));
    if (!isNews) return;
    changeRun(this.ports, this.runId, (run) => {
      const purse = run.purse ?? FULL;
      const held = { ...purse.held };
      let { taken } = purse;
      costs.forEach((cost, key) => {
        const price = this.prices.get(key) ?? 0;
        const digest = digestOf({ key });
        if (cost !== null) {
          taken += cost - price;
          delete held[digest];
        } else if (Object.keys(held).length < MOST_HELD) held[digest] = price;
      });
      return { ...run, purse: { taken, held } };
    });
  }
}

function limited(question: Question, limit: number, price: number): Question {
  const query = { ...question.query, limit: Math.min(limit, price * ADDRESSES_PER_SEARCH) };
  return { ...question, query };
}
