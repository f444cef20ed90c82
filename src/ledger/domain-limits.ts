import { LONGEST_SECONDS, type Ports } from "../core/ports.ts";
import type { Outcome } from "../core/request.ts";
import type { Question } from "../hunter/lookup.ts";

/** Before Hunter said how many it takes, so many are asked at most: what may be in vain is one batch. */
const UNTOLD = 10;
/** Whoever asks and died in it is waited for this long. */
const UNDER_WAY_MS = 120_000;

/** With more than this left, all who may ask at once can: what is under way need not be counted. */
const AMPLE = 150;

/** How many more verifications an e-mail domain takes today as far as Hunter told, and how many are under way since when. */
type Left = readonly [left: number | null, underWay: number, sinceMs: number];

/** By e-mail domain: the least that was told, and of how many answers. */
export type DomainNews = ReadonlyMap<string, { readonly left: number; readonly count: number }>;

/** The verifier's daily limits by e-mail domain, as Hunter's answers tell them, shared by all who ask. */
export class DomainLimits {
  private readonly left = new Map<string, Left>();
  private readonly taken = new Map<string, number>();

  constructor(private readonly ports: Pick<Ports, "cache" | "clock">) {}

  namesOf(questions: readonly Question[]): string[] {
    return groupsIn(questions).map(nameOf);
  }

  read(found: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(found))
      if (name.startsWith(PREFIX)) this.left.set(name.slice(PREFIX.length), JSON.parse(text) as Left);
  }

  /** `wait`: what is under way may use up the rest. */
  roomFor(group: string | undefined): "full" | "wait" | "free" {
    if (group === undefined) return "free";
    const [told, underWay] = this.leftOf(group);
    const left = told ?? UNTOLD;
    if (left <= 0) return "full";
    return left > AMPLE || underWay + (this.taken.get(group) ?? 0) < left ? "free" : "wait";
  }

  take(group: string | undefined): void {
    if (group !== undefined) this.taken.set(group, (this.taken.get(group) ?? 0) + 1);
  }

  giveBack(group: string | undefined): void {
    if (group !== undefined) this.taken.set(group, (this.taken.get(group) ?? 0) - 1);
  }

  /** Tells the others what is under way. To be called under the lock. */
  save(mine: readonly Question[]): void {
    const nowMs = this.ports.clock.nowMs();
    const puts: Record<string, string> = {};
    for (const group of groupsIn(mine)) {
      const [left, underWay] = this.leftOf(group);
      if (Number(left) <= AMPLE)
        puts[nameOf(group)] = JSON.stringify([left, underWay + (this.taken.get(group) ?? 0), nowMs]);
    }
    this.taken.clear();
    this.put(puts);
  }

  /** What the answers tell that others should know (the text, email-verifier: X-Rate-Limit-Remaining). */
  newsIn(mine: readonly Question[], outcomes: readonly Outcome[]): DomainNews {
    const told = new Map<string, { left: number; count: number }>();
    mine.forEach(({ group }, n) => {
      const left = leftIn(outcomes[n] as Outcome);
      if (group === undefined) return;
      const before = told.get(group);
      told.set(group, { left: Math.min(left, before?.left ?? left), count: (before?.count ?? 0) + 1 });
    });
    return new Map(
      [...told].filter(([group, { left }]) => !(left > AMPLE && Number(this.leftOf(group)[0]) > AMPLE)),
    );
  }

  /** What can be told without the lock: of a domain that takes so many more that nobody counts, that it does. */
  ampleIn(news: DomainNews): Record<string, string> {
    const puts: Record<string, string> = {};
    news.forEach(({ left }, group) => {
      if (this.isAmple(group, left)) puts[nameOf(group)] = JSON.stringify([left, 0, 0] satisfies Left);
    });
    return puts;
  }

  /** Whether any of it changes what others count. */
  isCounted(news: DomainNews): boolean {
    return [...news].some(([group, { left }]) => !this.isAmple(group, left));
  }

  /** Takes it in. To be called under the lock. */
  heard(news: DomainNews): void {
    if (news.size === 0) return;
    this.read(this.ports.cache.getAll([...news.keys()].map(nameOf)));
    const puts: Record<string, string> = {};
    news.forEach(({ left, count }, group) => {
      const [known, underWay, sinceMs] = this.leftOf(group);
      const least = left === UNHEARD ? known : Math.min(left, known ?? left);
      puts[nameOf(group)] = JSON.stringify([least, Math.max(0, underWay - count), sinceMs]);
    });
    this.put(puts);
  }

  /** Nothing less was heard of it before. */
  private isAmple(group: string, left: number): boolean {
    return left > AMPLE && left !== UNHEARD && (this.leftOf(group)[0] ?? left) > AMPLE;
  }

  private leftOf(group: string): Left {
    const [left, underWay, sinceMs] = this.left.get(group) ?? [null, 0, 0];
    return sinceMs + UNDER_WAY_MS > this.ports.clock.nowMs() ? [left, underWay, sinceMs] : [left, 0, sinceMs];
  }

  private put(puts: Record<string, string>): void {
    if (Object.keys(puts).length > 0) this.ports.cache.putAll(puts, LONGEST_SECONDS);
  }
}

const PREFIX = "left.";
/** Beyond any limit: of an answer that does not tell, and of none. */
const BOUNDLESS = 1e9;
const UNHEARD = 2e9;

function leftIn(outcome: Outcome): number {
  if (!outcome.ok) return outcome.error.kind === "domain-limit" ? 0 : UNHEARD;
  const header = outcome.headers["x-rate-limit-remaining"];
  return header === undefined || Number.isNaN(Number(header)) ? BOUNDLESS : Number(header);
}

function nameOf(group: string): string {
  return PREFIX + group;
}

function groupsIn(questions: readonly Question[]): string[] {
  const groups = questions.flatMap(({ group }) => (group === undefined ? [] : [group]));
  return [...new Set(groups)];
}
