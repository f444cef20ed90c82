/**
 * Signs of life of a person's hourly triggers in an add-on. Each of them does what is due in all of the person's files,
 * but which others there are none of them may be told: whether Google lists the triggers of one file or of all is not
 * written anywhere, and there may be no more than 20 of them (facts, 1.2, 4.1).
 */

import { HOUR_MS, MINUTE_MS } from "../core/times.ts";

/** User properties: the hour of whichever trigger began last, and when one was made last, in milliseconds since 1970. */
const HOUR = "hourly";
const MADE = "hourly.made";
/** Google moves an hourly trigger about by some minutes (facts, 4.1). */
const ALIVE_MS = 2 * HOUR_MS + 30 * MINUTE_MS;
/** Another one that comes sooner leaves. */
const APART_MS = 50 * MINUTE_MS;
/**
 * A day's running time of all triggers is 90 minutes (facts, 1.2): an hour gives 190 s of it, and what is not used is saved
 * up for the next ones. What an answer took that came after the time was up is taken from them.
 */
const PER_HOUR_MS = 190_000;
const MOST_SAVED_MS = 400_000;
const MOST_AT_ONCE_MS = 270_000;
const LEAST_MS = 40_000;

interface Hour {
  readonly beganMs: number;
  readonly savedMs: number;
}

const store = () => PropertiesService.getUserProperties();

function lastHour(text: string | null | undefined): Hour {
  return JSON.parse(text ?? '{"beganMs":0,"savedMs":0}') as Hour;
}

/** @returns how long the trigger at hand may work; null where another one has this hour, or nothing is left of the day. */
export function beginHour(): number | null {
  const nowMs = Date.now();
  const { beganMs, savedMs } = lastHour(store().getProperty(HOUR));
  if (nowMs - beganMs < APART_MS) return null;
  const leftMs = Math.min(MOST_SAVED_MS, savedMs + ((nowMs - beganMs) / HOUR_MS) * PER_HOUR_MS);
  const budgetMs = Math.min(MOST_AT_ONCE_MS, leftMs);
  if (budgetMs < LEAST_MS) return null;
  // Before anything is done: who dies has used all of it.
  saveHour({ beganMs: nowMs, savedMs: leftMs - budgetMs });
  return budgetMs;
}

/** Gives back what was not used of the hour, or takes what was used beyond it. */
export function endHour(budgetMs: number, usedMs: number): void {
  const { beganMs, savedMs } = lastHour(store().getProperty(HOUR));
  saveHour({ beganMs, savedMs: savedMs + budgetMs - usedMs });
}

function saveHour(hour: Hour): void {
  store().setProperty(HOUR, JSON.stringify(hour));
}

export function noteMade(): void {
  store().setProperty(MADE, String(Date.now()));
}

/** Whether one of the triggers, in whichever file, came or was made a short while ago. */
export function isAlive(): boolean {
  const all = store().getProperties();
  return Date.now() - Math.max(lastHour(all[HOUR]).beganMs, Number(all[MADE] ?? 0)) < ALIVE_MS;
}

/** That one was made is no sign of life any more. What the day's hours have used stays used. */
export function forgetMade(): void {
  store().deleteProperty(MADE);
}
