import type { Ports } from "../core/ports.ts";

/**
 * Who is at work on a table, for all who may not see each other's runs: an add-on keeps these per person, and two
 * people who import the same table at once would both add its records. The cache may forget a claim, never invent one.
 * To be called while the file's lock is held.
 */
type ClaimPorts = Pick<Ports, "claims" | "clock">;

const MS_PER_SECOND = 1_000;

/** The instant until which somebody else has claimed the table, 0 when nobody has. */
export function claimedUntilMs({ claims }: ClaimPorts, subject: string): number {
  const name = nameOf(subject);
  return Number(claims?.getAll([name])[name] ?? 0);
}

export function claim({ claims, clock }: ClaimPorts, subject: string, untilMs: number): void {
  const seconds = Math.ceil((untilMs - clock.nowMs()) / MS_PER_SECOND);
  claims?.putAll({ [nameOf(subject)]: String(untilMs) }, seconds);
}

export function giveUpClaim({ claims }: ClaimPorts, subject: string): void {
  claims?.remove([nameOf(subject)]);
}

function nameOf(subject: string): string {
  return `carrier.${subject}`;
}
