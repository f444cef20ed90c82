import { GoogleError } from "./google-error.ts";
import type { JobConfig } from "./wire.ts";

export type AuthMode = JobConfig["authMode"];

const PREFIX = "https://www.googleapis.com/auth/";
/** facts 3.5: any one of a need's scopes is enough. */
const SCOPES = {
  spreadsheet: [`${PREFIX}spreadsheets.currentonly`, `${PREFIX}spreadsheets`],
  anySpreadsheet: [`${PREFIX}spreadsheets`],
  fetch: [`${PREFIX}script.external_request`],
  ui: [`${PREFIX}script.container.ui`],
  triggers: [`${PREFIX}script.scriptapp`],
  email: [`${PREFIX}userinfo.email`],
} as const;

/** What a service call needs. */
export interface Need {
  /** Modes in which it may be made (facts 3.1, 2.4). */
  readonly modes: readonly AuthMode[];
  readonly scopes?: readonly string[];
  /** Modes in which the scopes are looked at; all unless said. */
  readonly scopedIn?: readonly AuthMode[];
  /** What a custom function is told in place of the general words: "call setValue" (facts 2.4). */
  readonly inFormula?: string;
}

const ALL: readonly AuthMode[] = ["NONE", "LIMITED", "CUSTOM_FUNCTION", "FULL"];

/** facts 3.1, as a table. */
export const NEEDS = {
  /** Logger, Utilities, the locale. */
  nothing: { modes: ALL },
  /** Simple triggers and formulas are told nobody's address, whatever the scopes (facts 2.4, 9.3). */
  person: { modes: ["LIMITED", "CUSTOM_FUNCTION", "FULL"], scopes: SCOPES.email, scopedIn: ["FULL"] },
  readDocument: { modes: ["LIMITED", "CUSTOM_FUNCTION", "FULL"], scopes: SCOPES.spreadsheet },
  writeDocument: { modes: ["LIMITED", "FULL"], scopes: SCOPES.spreadsheet },
  openDocument: { modes: ["FULL"], scopes: SCOPES.anySpreadsheet },
  menus: { modes: ["NONE", "LIMITED", "FULL"] },
  panels: { modes: ["FULL"], scopes: SCOPES.ui },
  storage: { modes: ["LIMITED", "CUSTOM_FUNCTION", "FULL"] },
  html: { modes: ["LIMITED", "CUSTOM_FUNCTION", "FULL"] },
  fetch: { modes: ["CUSTOM_FUNCTION", "FULL"], scopes: SCOPES.fetch },
  triggers: { modes: ["FULL"], scopes: SCOPES.triggers },
  authorisation: { modes: ["LIMITED", "FULL"] },
  /** Text for a web app's answers; no service of formulas either (facts 2.4). */
  content: { modes: ["LIMITED", "FULL"] },
  /** The script itself; ScriptApp is no service of formulas. */
  project: { modes: ["LIMITED", "FULL"] },
} satisfies Record<string, Need>;

/** "SpreadsheetApp.flush" → "flush", for the words of a custom function's refusal. */
function lastWord(method: string): string {
  return method.slice(method.lastIndexOf(".") + 1);
}

/**
 * @param declared the manifest's scopes; null when it names none
 * @param refused scopes that this person did not grant; simple triggers and formulas never ask for consent
 * @throws Google's permission errors (facts 2.4, 3.5)
 */
export function checkAccess(
  method: string,
  need: Need,
  mode: AuthMode,
  declared: readonly string[] | null,
  refused: readonly string[],
): void {
  const listed = need.scopes?.join(" || ") ?? "";
  if (!need.modes.includes(mode)) {
    if (mode === "CUSTOM_FUNCTION") {
      const services = /^(ContentService|ScriptApp|Ui|ClockTriggerBuilder|SpreadsheetApp\.openBy)/;
      throw new GoogleError(
        services.test(method)
          ? `You do not have permission to call ${method.split(".")[0]} service.`
          : `You do not have permission to call ${lastWord(method)}`,
      );
    }
    throw new GoogleError(
      `You do not have permission to call ${method}${listed ? `. Required permissions: ${listed}` : ""}`,
    );
  }
  if (!need.scopes || (need.scopedIn && !need.scopedIn.includes(mode))) return;
  const has = (scope: string) => (declared === null || declared.includes(scope)) && !refused.includes(scope);
  if (!need.scopes.some(has))
    throw new GoogleError(
      `Specified permissions are not sufficient to call ${method}. Required permissions: ${listed}`,
    );
}
