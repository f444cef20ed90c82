import type { ClockRule, TriggerRecord } from "../trigger-record.ts";
import {
  AuthMode,
  AuthorizationStatus,
  EventType,
  InstallationSource,
  TriggerSource,
  WeekDay,
} from "./enums.ts";
import { call, exception } from "./link.ts";
import { isMember, notImplemented, own, sealed } from "./sealed.ts";
import { isDate, isNumber, isObject, isText, isTextList, overload } from "./signature.ts";

class Trigger {
  readonly [own]: TriggerRecord;

  constructor(record: TriggerRecord) {
    this[own] = record;
  }
  getUniqueId(): string {
    return this[own].id;
  }
  getHandlerFunction(): string {
    return this[own].function;
  }
  getEventType(): unknown {
    return EventType.CLOCK;
  }
  getTriggerSource(): unknown {
    return TriggerSource.CLOCK;
  }
  /** facts 4.1: null for clock triggers. */
  getTriggerSourceId(): null {
    return null;
  }
}

const trigger = (record: TriggerRecord) => sealed("Trigger", new Trigger(record));

/** facts 1.2: what everyMinutes takes. */
const MINUTES = [1, 5, 10, 15, 30];
/** facts 1.2: what everyHours is known to take; other values are settled by no source. */
const HOURS = [1, 2, 4, 6, 8, 12];

function ruled(builder: ClockTriggerBuilder, rule: Partial<ClockRule>): ClockTriggerBuilder {
  Object.assign(builder[own].rule, rule);
  return builder;
}

function numberIn(method: string, args: unknown[]): number {
  overload(`ClockTriggerBuilder.${method}`, args, [isNumber]);
  return args[0] as number;
}

/** A number that the clock or the calendar has. The words are made after those of everyMinutes. */
function within(method: string, args: unknown[], least: number, most: number): number {
  const n = numberIn(method, args);
  if (n < least || n > most || !Number.isInteger(n))
    throw exception(
      `The value you passed to ${method} was invalid. It must be between ${least} and ${most}.`,
    );
  return n;
}

class ClockTriggerBuilder {
  readonly [own]: { readonly function: string; rule: ClockRule };

  constructor(name: string) {
    this[own] = { function: name, rule: {} };
  }
  after(...args: unknown[]): ClockTriggerBuilder {
    return ruled(this, { afterMs: numberIn("after", args) });
  }
  at(...args: unknown[]): ClockTriggerBuilder {
    overload("ClockTriggerBuilder.at", args, [isDate]);
    return ruled(this, { atMs: (args[0] as Date).getTime() });
  }
  atDate(...args: unknown[]): ClockTriggerBuilder {
    overload("ClockTriggerBuilder.atDate", args, [isNumber, isNumber, isNumber]);
    return ruled(this, { atDate: args as [number, number, number] });
  }
  everyMinutes(...args: unknown[]): ClockTriggerBuilder {
    const n = numberIn("everyMinutes", args);
    if (!MINUTES.includes(n))
      throw exception(
        "The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.",
      );
    return ruled(this, { everyMinutes: n });
  }
  everyHours(...args: unknown[]): ClockTriggerBuilder {
    const n = numberIn("everyHours", args);
    if (!HOURS.includes(n))
      throw exception(
        "The value you passed to everyHours was invalid. It must be one of 1, 2, 4, 6, 8 or 12.",
      );
    return ruled(this, { everyHours: n });
  }
  everyDays(...args: unknown[]): ClockTriggerBuilder {
    return ruled(this, { everyDays: within("everyDays", args, 1, 366) });
  }
  everyWeeks(...args: unknown[]): ClockTriggerBuilder {
    return ruled(this, { everyWeeks: within("everyWeeks", args, 1, 52) });
  }
  atHour(...args: unknown[]): ClockTriggerBuilder {
    return ruled(this, { atHour: within("atHour", args, 0, 23) });
  }
  nearMinute(...args: unknown[]): ClockTriggerBuilder {
    return ruled(this, { nearMinute: within("nearMinute", args, 0, 59) });
  }
  onWeekDay(...args: unknown[]): ClockTriggerBuilder {
    overload("ClockTriggerBuilder.onWeekDay", args, [(v) => isMember(WeekDay, v)]);
    return ruled(this, { weekDay: (args[0] as { ordinal(): number }).ordinal() });
  }
  onMonthDay(...args: unknown[]): ClockTriggerBuilder {
    return ruled(this, { monthDay: within("onMonthDay", args, 1, 31) });
  }
  inTimezone(...args: unknown[]): ClockTriggerBuilder {
    overload("ClockTriggerBuilder.inTimezone", args, [isText]);
    return ruled(this, { zone: args[0] as string });
  }
  create(): unknown {
    return trigger(call<TriggerRecord>("ClockTriggerBuilder.create", this[own]));
  }
}

class TriggerBuilder {
  readonly [own]: string;

  constructor(name: string) {
    this[own] = name;
  }
  timeBased(): ClockTriggerBuilder {
    return sealed("ClockTriggerBuilder", new ClockTriggerBuilder(this[own]));
  }
}

interface Consent {
  readonly granted: string[];
  readonly lacking: string[];
}

class AuthorizationInfo {
  readonly [own]: Consent;

  constructor(info: Consent) {
    this[own] = info;
  }
  getAuthorizationStatus(): unknown {
    return this[own].lacking.length > 0 ? AuthorizationStatus.REQUIRED : AuthorizationStatus.NOT_REQUIRED;
  }
  getAuthorizationUrl(): string | null {
    return this[own].lacking.length > 0 ? "https://script.google.com/macros/d/authorize" : null;
  }
  /** Since 2025 (facts 3.5); the type package lags behind. Of those asked about, if some were named. */
  getAuthorizedScopes(): string[] {
    return this[own].granted;
  }
}

/** The deployed web app. */
class Service {
  getUrl(): string | null {
    return call("Service.getUrl");
  }
  isEnabled(): boolean {
    return this.getUrl() !== null;
  }
}

const isMode = (v: unknown) => isMember(AuthMode, v);

export const ScriptApp = sealed("ScriptApp", {
  AuthMode,
  AuthorizationStatus,
  EventType,
  InstallationSource,
  TriggerSource,
  WeekDay,

  newTrigger: (...args: unknown[]) => {
    overload("ScriptApp.newTrigger", args, [isText]);
    call("ScriptApp.newTrigger");
    return sealed("TriggerBuilder", new TriggerBuilder(args[0] as string));
  },
  getProjectTriggers: () => call<TriggerRecord[]>("ScriptApp.getProjectTriggers").map(trigger),
  getUserTriggers: (...args: unknown[]) => {
    overload("ScriptApp.getUserTriggers", args, [isObject]);
    return call<TriggerRecord[]>("ScriptApp.getUserTriggers").map(trigger);
  },
  deleteTrigger: (...args: unknown[]) => {
    overload("ScriptApp.deleteTrigger", args, [(v) => v instanceof Trigger]);
    call("ScriptApp.deleteTrigger", { id: (args[0] as Trigger)[own].id });
  },
  getScriptId: () => call<string>("ScriptApp.getScriptId"),
  getService: () => sealed("Service", new Service()),
  getInstallationSource: () =>
    InstallationSource[call<"NONE" | "WEB_STORE_ADD_ON">("ScriptApp.getInstallationSource")],
  getAuthorizationInfo: (...args: unknown[]) => {
    overload("ScriptApp.getAuthorizationInfo", args, [isMode], [isMode, isTextList]);
    const info = call<Consent>("ScriptApp.getAuthorizationInfo", {
      scopes: args[1] ?? null,
    });
    return sealed("AuthorizationInfo", new AuthorizationInfo(info));
  },
  requireScopes: (...args: unknown[]) => {
    overload("ScriptApp.requireScopes", args, [isMode, isTextList]);
    call("ScriptApp.requireScopes", { scopes: args[1] });
  },
  requireAllScopes: (...args: unknown[]) => {
    overload("ScriptApp.requireAllScopes", args, [isMode]);
    call("ScriptApp.requireAllScopes", { scopes: null });
  },
  invalidateAuth: () => {
    call("ScriptApp.invalidateAuth");
  },
  /** A token would be a way round every scope check here. */
  getOAuthToken: () => {
    throw notImplemented("ScriptApp.getOAuthToken");
  },
});
