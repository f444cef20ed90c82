/** What a script asked of ScriptApp.newTrigger(…).timeBased(). */
export interface ClockRule {
  afterMs?: number;
  atMs?: number;
  atDate?: [year: number, month: number, day: number];
  everyMinutes?: number;
  everyHours?: number;
  everyDays?: number;
  everyWeeks?: number;
  atHour?: number;
  nearMinute?: number;
  /** 0 is Sunday. */
  weekDay?: number;
  monthDay?: number;
  zone?: string;
}

/** A clock trigger. `nextMs` is null once a one-shot has fired: it stays listed and counts (facts 4.1). */
export interface TriggerRecord {
  readonly id: string;
  readonly user: string;
  readonly function: string;
  readonly rule: ClockRule;
  readonly createdMs: number;
  nextMs: number | null;
}
