import { leftToGoogle } from "./guard.ts";
import { isBound } from "./install.ts";

const AUTH = "https://www.googleapis.com/auth/";

/** Without triggers all works as long as a sidebar is open, so who refused them is not asked at every click. */
const NEEDED = [
  isBound ? "spreadsheets.currentonly" : "spreadsheets",
  "script.external_request",
  "script.container.ui",
];

/**
 * Where something without which nothing works was refused, ends the execution, and Google asks for it again. For what
 * a person clicks in the menu: only there does Google show its dialog.
 */
export function requireConsent(): void {
  try {
    ScriptApp.requireScopes(
      ScriptApp.AuthMode.FULL,
      NEEDED.map((scope) => AUTH + scope),
    );
  } catch (error) {
    throw leftToGoogle(error);
  }
}

/** @returns where a person allows what they have refused, whichever scope it is; null when all is allowed. */
export function consentUrl(): string | null {
  const info = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL);
  return info.getAuthorizationStatus() === ScriptApp.AuthorizationStatus.REQUIRED
    ? info.getAuthorizationUrl()
    : null;
}
