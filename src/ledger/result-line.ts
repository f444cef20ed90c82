import type { LookupName, LookupRecord, Result } from "../hunter/lookup.ts";
import { lookups } from "../hunter/lookups.ts";
import type { Pool } from "../hunter/plan.ts";
import { costOf } from "./price.ts";

/** One result that Hunter was paid for, as it is kept. */
export interface ResultLine {
  readonly lookup: LookupName;
  readonly key: string;
  readonly atMs: number;
  readonly credits: number;
  /** The run or formula that paid. */
  readonly payer: string;
  readonly status: string;
  /** The record as JSON text. */
  readonly text: string;
}

export function lineOf(
  lookup: LookupName,
  key: string,
  atMs: number,
  credits: number,
  payer: string,
  record: LookupRecord,
): ResultLine {
  return { lookup, key, atMs, credits, payer, status: record.status, text: JSON.stringify(record) };
}

export function linesOf(
  lookup: LookupName,
  results: readonly Result[],
  atMs: number,
  payer: string,
  pool: Pool | null,
): ResultLine[] {
  return results.map(({ key, record }) =>
    lineOf(lookup, key, atMs, costOf(lookups[lookup], record, pool), payer, record),
  );
}

export function recordIn(text: string): LookupRecord | null {
  try {
    return JSON.parse(text) as LookupRecord;
  } catch {
    // A person edited it.
    return null;
  }
}

/** The same for all results of one question: those of its pages differ in their offset. */
export function stemOf({ lookup, key }: Pick<ResultLine, "lookup" | "key">): string {
  return `${lookup} ${key.replace(/; offset=\d+$/, "")}`;
}
