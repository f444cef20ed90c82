import { enumeration, sealed } from "./sealed.ts";

/** Enumerations of Apps Script that the stand-in knows, in Google's order. */
export const AuthMode = enumeration("AuthMode", ["NONE", "CUSTOM_FUNCTION", "LIMITED", "FULL"]);
export const AuthorizationStatus = enumeration("AuthorizationStatus", ["REQUIRED", "NOT_REQUIRED"]);
export const EventType = enumeration("EventType", [
  "CLOCK",
  "ON_OPEN",
  "ON_EDIT",
  "ON_FORM_SUBMIT",
  "ON_CHANGE",
  "ON_EVENT_UPDATED",
]);
export const TriggerSource = enumeration("TriggerSource", [
  "SPREADSHEETS",
  "CLOCK",
  "FORMS",
  "DOCUMENTS",
  "CALENDAR",
]);
export const InstallationSource = enumeration("InstallationSource", [
  "APPS_MARKETPLACE_DOMAIN_ADD_ON",
  "NONE",
  "WEB_STORE_ADD_ON",
]);
export const WeekDay = enumeration("WeekDay", [
  "SUNDAY",
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
]);

export const Button = enumeration("Button", ["CLOSE", "OK", "CANCEL", "YES", "NO"]);
export const ButtonSet = enumeration("ButtonSet", ["OK", "OK_CANCEL", "YES_NO", "YES_NO_CANCEL"]);

export const WrapStrategy = enumeration("WrapStrategy", ["WRAP", "OVERFLOW", "CLIP"]);
export const SheetType = enumeration("SheetType", ["GRID", "OBJECT", "DATASOURCE"]);
export const Dimension = enumeration("Dimension", ["COLUMNS", "ROWS"]);
export const ProtectionType = enumeration("ProtectionType", ["RANGE", "SHEET"]);

export const Charset = enumeration("Charset", ["US_ASCII", "UTF_8"]);
export const DigestAlgorithm = enumeration("DigestAlgorithm", [
  "MD2",
  "MD5",
  "SHA_1",
  "SHA_256",
  "SHA_384",
  "SHA_512",
]);
export const MacAlgorithm = enumeration("MacAlgorithm", [
  "HMAC_MD5",
  "HMAC_SHA_1",
  "HMAC_SHA_256",
  "HMAC_SHA_384",
  "HMAC_SHA_512",
]);

export const SandboxMode = enumeration("SandboxMode", ["EMULATED", "IFRAME", "NATIVE"]);
export const XFrameOptionsMode = enumeration("XFrameOptionsMode", ["ALLOWALL", "DEFAULT"]);
export const ContentMimeType = enumeration("MimeType", [
  "ATOM",
  "CSV",
  "ICAL",
  "JAVASCRIPT",
  "JSON",
  "RSS",
  "TEXT",
  "VCARD",
  "XML",
]);

/** The global MimeType: plain strings. */
export const MimeType = sealed("MimeType", {
  GOOGLE_SHEETS: "application/vnd.google-apps.spreadsheet",
  CSV: "text/csv",
  HTML: "text/html",
  JAVASCRIPT: "text/javascript",
  PLAIN_TEXT: "text/plain",
  PDF: "application/pdf",
  PNG: "image/png",
  JPEG: "image/jpeg",
  SVG: "image/svg+xml",
  ZIP: "application/zip",
});
