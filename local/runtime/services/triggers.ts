import { DateTime } from "luxon";
import { NEEDS } from "../access.ts";
import { TRIGGER_CALL_MS } from "../costs.ts";
import { isZone } from "../file-time.ts";
import { GoogleError } from "../google-error.ts";
import { ADDON_TRIGGER_FLOOR_MS, TRIGGERS_PER_USER } from "../limits.ts";
import type { Running } from "../running.ts";
import { type CallContext, counted, free, type ServiceTable } from "../service.ts";
import type { ClockRule, TriggerRecord } from "../trigger-record.ts";
import { dayCounter, type World } from "../world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The first time after an instant that fits a rule with days. Google picks a minute within the hour and keeps it; here it is `nearMinute`, else 0. */
function nextDay(rule: ClockRule, afterMs: number, zone: string): number {
  const from = DateTime.fromMillis(afterMs, { zone });
  let at = from.set({
    hour: rule.atHour ?? from.hour,
    minute: rule.nearMinute ?? 0,
    second: 0,
    millisecond: 0,
  });
  const fits = (t: DateTime) =>
    t.toMillis() > afterMs &&
    (rule.weekDay === undefined || t.weekday % 7 === rule.weekDay) &&
    (rule.monthDay === undefined || t.day === Math.min(rule.monthDay, t.daysInMonth ?? 31));
  while (!fits(at)) at = at.plus({ days: 1 });
  return at.toMillis();
}

function isDaily(rule: ClockRule): boolean {
  return (
    rule.everyDays !== undefined ||
    rule.everyWeeks !== undefined ||
    rule.weekDay !== undefined ||
    rule.monthDay !== undefined ||
    rule.atHour !== undefined
  );
}

/** When a new trigger fires first. */
function firstFiring(rule: ClockRule, nowMs: number, scriptZone: string): number {
  const zone = rule.zone ?? scriptZone;
  if (rule.afterMs !== undefined) return nowMs + rule.afterMs;
  if (rule.atMs !== undefined) return rule.atMs;
  if (rule.atDate) {
    const [year, month, day] = rule.atDate;
    const at = DateTime.fromObject(
      { year, month, day, hour: rule.atHour ?? 0, minute: rule.nearMinute ?? 0 },
      { zone },
    );
    return at.toMillis();
  }
  if (rule.everyMinutes !== undefined) return nowMs + rule.everyMinutes * MINUTE_MS;
  if (rule.everyHours !== undefined) return nowMs + rule.everyHours * HOUR_MS;
  if (isDaily(rule)) return nextDay(rule, nowMs, zone);
  throw new GoogleError("The clock trigger has no time: say after, at, atDate or every….");
}

/** When a trigger that fired at `firedMs` does so again; null for one-shots. */
export function nextFiring(rule: ClockRule, firedMs: number, scriptZone: string): number | null {
  if (rule.everyMinutes !== undefined) return firedMs + rule.everyMinutes * MINUTE_MS;
  if (rule.everyHours !== undefined) return firedMs + rule.everyHours * HOUR_MS;
  if (rule.afterMs !== undefined || rule.atMs !== undefined || rule.atDate) return null;
  const zone = rule.zone ?? scriptZone;
  // On no day of the week in particular, a week has to pass as a whole.
  const skippedDays =
    rule.everyWeeks !== undefined && rule.weekDay === undefined
      ? rule.everyWeeks * 7 - 1
      : (rule.everyDays ?? 1) - 1 + ((rule.everyWeeks ?? 1) - 1) * 7;
  const from = DateTime.fromMillis(firedMs, { zone }).plus({ days: skippedDays });
  return nextDay(rule, from.toMillis(), zone);
}

/** facts 1.2: an add-on's clock triggers come at most hourly. What comes daily may come soon for once. */
function isTooOften(rule: ClockRule, firstMs: number, nowMs: number): boolean {
  const { afterMs, atMs, atDate, everyMinutes, everyHours } = rule;
  const isDaily = [afterMs, atMs, atDate, everyMinutes, everyHours].every((each) => each === undefined);
  return !isDaily && firstMs - nowMs < ADDON_TRIGGER_FLOOR_MS;
}

/** facts 1.2 [?]: a day's budget, which deleting gives nothing back of. The words are made after those of other quotas. */
function checkBudget({ world, run }: CallContext): void {
  const most = world.switches.triggersMadePerDay;
  if (most <= 0) return;
  const counter = dayCounter(world, run.user);
  counter.triggersMade = (counter.triggersMade ?? 0) + 1;
  if (counter.triggersMade > most)
    throw new GoogleError("Service invoked too many times for one day: triggers.");
}

/** The person's triggers in some files. */
function triggersIn(worlds: Iterable<World>, { user }: Running): TriggerRecord[] {
  return [...worlds].flatMap(({ file }) => file.triggers).filter((t) => t.user === user);
}

const list = counted(NEEDS.triggers, ({ home, run }) => {
  run.spend(TRIGGER_CALL_MS);
  return triggersIn(home.switches.addonTriggersListed === "all" ? home.files.values() : [home], run);
});

let serial = 0;

export const triggerCalls: ServiceTable = {
  "ScriptApp.newTrigger": free(NEEDS.triggers, () => null),
  "ScriptApp.getProjectTriggers": list,
  "ScriptApp.getUserTriggers": list,
  "ScriptApp.deleteTrigger": counted(NEEDS.triggers, (context, { id }: { id: string }) => {
    const { world, run } = context;
    run.spend(TRIGGER_CALL_MS);
    for (const { file } of world.files.values()) {
      const index = file.triggers.findIndex((t) => t.id === id && t.user === run.user);
      if (index >= 0) file.triggers.splice(index, 1);
    }
    world.touch();
    return null;
  }),
  "ClockTriggerBuilder.create": counted(
    NEEDS.triggers,
    (context, o: { function: string; rule: ClockRule }) => {
      const { world, run } = context;
      run.spend(TRIGGER_CALL_MS);
      const nowMs = run.now();
      if (o.rule.zone !== undefined && !isZone(o.rule.zone))
        throw new GoogleError(`Invalid argument: ${o.rule.zone}`);
      const nextMs = firstFiring(o.rule, nowMs, world.project.manifest.timeZone);
      if (world.mode === "addon") {
        if (isTooOften(o.rule, nextMs, nowMs))
          throw new GoogleError("Clock events must be scheduled at least 1 hour(s) apart.");
        // facts 1.2: at most one of each type per user per document; all of these are of the clock's type.
        if (triggersIn([world], run).length > 0)
          throw new GoogleError(
            "This add-on has created too many time-based triggers in this document for this Google user account.",
          );
      }
      if (triggersIn(world.files.values(), run).length >= TRIGGERS_PER_USER)
        throw new GoogleError(
          "This script has too many triggers. Triggers must be deleted from the script before more can be added.",
        );
      checkBudget(context);
      serial += 1;
      const record: TriggerRecord = {
        id: `${Math.floor(nowMs)}${String(serial).padStart(6, "0")}`,
        user: run.user,
        function: o.function,
        rule: o.rule,
        createdMs: nowMs,
        nextMs,
      };
      world.file.triggers.push(record);
      world.touch();
      return record;
    },
  ),
  // [K]: null as long as nothing is deployed.
  "Service.getUrl": free(NEEDS.project, ({ world }) =>
    world.project.manifest.isWebApp ? "https://script.google.com/macros/s/stand-in-deployment/exec" : null,
  ),
  "ScriptApp.getScriptId": free(NEEDS.project, () => "stand-in-script"),
  "ScriptApp.getInstallationSource": free(NEEDS.project, ({ world }) =>
    world.mode === "addon" ? "WEB_STORE_ADD_ON" : "NONE",
  ),
};

/** facts 4.2: what a clock trigger's handler receives; authMode is added in the context. */
export function clockEvent(trigger: TriggerRecord, firedMs: number): Record<string, unknown> {
  const t = DateTime.fromMillis(firedMs, { zone: "utc" });
  return {
    triggerUid: trigger.id,
    timezone: "UTC",
    year: t.year,
    month: t.month,
    "day-of-month": t.day,
    "day-of-week": t.weekday,
    "week-of-year": t.weekNumber,
    hour: t.hour,
    minute: t.minute,
    second: t.second,
  };
}
