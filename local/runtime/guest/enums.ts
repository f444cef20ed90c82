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
export const DeveloperMetadataLocationType = enumeration("DeveloperMetadataLocationType", [
  "SPREADSHEET",
  "SHEET",
  "ROW",
  "COLUMN",
]);
export const DeveloperMetadataVisibility = enumeration("DeveloperMetadataVisibility", [
  "DOCUMENT",
  "PROJECT",
]);
/** Criteria of conditional formats and filters. */
export const BooleanCriteria = enumeration("BooleanCriteria", [
  "CELL_EMPTY",
  "CELL_NOT_EMPTY",
  "DATE_AFTER",
  "DATE_BEFORE",
  "DATE_EQUAL_TO",
  "DATE_AFTER_RELATIVE",
  "DATE_BEFORE_RELATIVE",
  "DATE_EQUAL_TO_RELATIVE",
  "NUMBER_BETWEEN",
  "NUMBER_EQUAL_TO",
  "NUMBER_GREATER_THAN",
  "NUMBER_GREATER_THAN_OR_EQUAL_TO",
  "NUMBER_LESS_THAN",
  "NUMBER_LESS_THAN_OR_EQUAL_TO",
  "NUMBER_NOT_BETWEEN",
  "NUMBER_NOT_EQUAL_TO",
  "TEXT_CONTAINS",
  "TEXT_DOES_NOT_CONTAIN",
  "TEXT_EQUAL_TO",
  "TEXT_STARTS_WITH",
  "TEXT_ENDS_WITH",
  "CUSTOM_FORMULA",
]);
export const RelativeDate = enumeration("RelativeDate", [
  "TODAY",
  "TOMORROW",
  "YESTERDAY",
  "PAST_WEEK",
  "PAST_MONTH",
  "PAST_YEAR",
]);
export const DataValidationCriteria = enumeration("DataValidationCriteria", [
  "DATE_AFTER",
  "DATE_BEFORE",
  "DATE_BETWEEN",
  "DATE_EQUAL_TO",
  "DATE_IS_VALID_DATE",
  "DATE_NOT_BETWEEN",
  "DATE_ON_OR_AFTER",
  "DATE_ON_OR_BEFORE",
  "NUMBER_BETWEEN",
  "NUMBER_EQUAL_TO",
  "NUMBER_GREATER_THAN",
  "NUMBER_GREATER_THAN_OR_EQUAL_TO",
  "NUMBER_LESS_THAN",
  "NUMBER_LESS_THAN_OR_EQUAL_TO",
  "NUMBER_NOT_BETWEEN",
  "NUMBER_NOT_EQUAL_TO",
  "TEXT_CONTAINS",
  "TEXT_DOES_NOT_CONTAIN",
  "TEXT_EQUAL_TO",
  "TEXT_IS_VALID_EMAIL",
  "TEXT_IS_VALID_URL",
  "VALUE_IN_LIST",
  "VALUE_IN_RANGE",
  "CUSTOM_FORMULA",
  "CHECKBOX",
]);
export const BorderStyle = enumeration("BorderStyle", [
  "DOTTED",
  "DASHED",
  "SOLID",
  "SOLID_MEDIUM",
  "SOLID_THICK",
  "DOUBLE",
]);
export const CopyPasteType = enumeration("CopyPasteType", [
  "PASTE_NORMAL",
  "PASTE_NO_BORDERS",
  "PASTE_FORMAT",
  "PASTE_FORMULA",
  "PASTE_DATA_VALIDATION",
  "PASTE_VALUES",
  "PASTE_CONDITIONAL_FORMATTING",
  "PASTE_COLUMN_WIDTHS",
]);
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
  JAVASCRIPT: "application/javascript",
  PLAIN_TEXT: "text/plain",
  PDF: "application/pdf",
  PNG: "image/png",
  JPEG: "image/jpeg",
  SVG: "image/svg+xml",
  ZIP: "application/zip",
});

export const ChartType = enumeration("ChartType", [
  "TIMELINE",
  "AREA",
  "BAR",
  "BUBBLE",
  "CANDLESTICK",
  "COLUMN",
  "COMBO",
  "GAUGE",
  "GEO",
  "HISTOGRAM",
  "RADAR",
  "LINE",
  "ORG",
  "PIE",
  "SCATTER",
  "SPARKLINE",
  "STEPPED_AREA",
  "TABLE",
  "TREEMAP",
  "WATERFALL",
]);
export const ChartPosition = enumeration("Position", ["TOP", "RIGHT", "BOTTOM", "NONE"]);
export const ChartMergeStrategy = enumeration("ChartMergeStrategy", ["MERGE_COLUMNS", "MERGE_ROWS"]);
export const ChartHiddenDimensionStrategy = enumeration("ChartHiddenDimensionStrategy", [
  "IGNORE_BOTH",
  "IGNORE_ROWS",
  "IGNORE_COLUMNS",
  "SHOW_BOTH",
]);
