/**
 * What Apps Script puts into an execution's global scope, on top of the bare language. Bundled to one expression,
 * evaluated in the context before the project's files.
 */
import "./borders.ts";
import { CacheService } from "./cache.ts";
import { Charts } from "./charts.ts";
import { virtualDate } from "./clock.ts";
import { ContentService, webResult } from "./content.ts";
import { AuthMode, MimeType } from "./enums.ts";
import "./filter.ts";
import { HtmlService } from "./html.ts";
import "./conditional-format.ts";
import "./copying.ts";
import "./data-validation.ts";
import "./developer-metadata.ts";
import { connect, job } from "./link.ts";
import { LockService } from "./lock.ts";
import { loggers } from "./logger.ts";
import "./named-range.ts";
import { PropertiesService } from "./properties.ts";
import "./protection.ts";
import "./rich-text.ts";
import "./rows.ts";
import { ScriptApp } from "./script-app.ts";
// Makes sheets for those that refer to them.
import "./sheet.ts";
import { sealed } from "./sealed.ts";
import { Session } from "./session.ts";
import { spreadsheetHandle } from "./spreadsheet.ts";
import { SpreadsheetApp } from "./spreadsheet-app.ts";
import "./text-finder.ts";
import { UrlFetchApp } from "./url-fetch.ts";
import { Utilities } from "./utilities.ts";
import { argumentIn, formulaResult, rpcResult } from "./values.ts";

/** What a bare context has and Apps Script has not, or has for another thing (facts 8.1). */
const ABSENT = ["SharedArrayBuffer", "Atomics", "ShadowRealm"];

/** Services of Apps Script that the stand-in has not got: named, so that using one says so. */
const UNWRITTEN = [
  "AdminDirectory",
  "Browser",
  "CalendarApp",
  "CardService",
  "ContactsApp",
  "DocumentApp",
  "Drive",
  "DriveApp",
  "FormApp",
  "GmailApp",
  "GroupsApp",
  "Jdbc",
  "LanguageApp",
  "LinearOptimizationService",
  "MailApp",
  "Maps",
  "Sheets",
  "SitesApp",
  "SlidesApp",
  "XmlService",
];

export function install(
  call: (method: string, args: string, spentMs: number, file: string | null) => string,
  log: (level: string, text: string) => void,
  config: string,
  clock: () => number,
): void {
  connect(call, config, clock);
  for (const name of ABSENT) Reflect.deleteProperty(globalThis, name);
  const services: Record<string, unknown> = {
    CacheService,
    Charts,
    ContentService,
    HtmlService,
    LockService,
    MimeType,
    PropertiesService,
    ScriptApp,
    Session,
    SpreadsheetApp,
    UrlFetchApp,
    Utilities,
    ...loggers(log),
  };
  for (const name of UNWRITTEN) services[name] = sealed(name, {});
  for (const [name, value] of Object.entries(services))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  virtualDate();
}

/** Wire form → what the function receives. Only events and formulas carry more than JSON. */
function argumentsIn(text: string): unknown[] {
  const args = JSON.parse(text) as unknown[];
  const { entry, authMode } = job();
  if (entry === "formula") return args.map(argumentIn);
  if (entry === "trigger" || entry === "open") {
    const event = (args[0] ?? {}) as Record<string, unknown>;
    event.authMode = AuthMode[authMode];
    if (entry === "open" && authMode !== "NONE") event.source = spreadsheetHandle();
    return [event];
  }
  return args;
}

function resultOut(value: unknown): string {
  const { entry } = job();
  if (entry === "formula") return JSON.stringify(formulaResult(value));
  if (entry === "get" || entry === "post") return JSON.stringify(webResult(value));
  return JSON.stringify(rpcResult(value));
}

export function invoke(fn: unknown, args: string): { json: string } | { promise: Promise<{ json: string }> } {
  const value = (fn as (...args: unknown[]) => unknown)(...argumentsIn(args));
  // facts 8.1: an entry function may be async.
  if (value instanceof Promise) return { promise: value.then((v) => ({ json: resultOut(v) })) };
  return { json: resultOut(value) };
}
