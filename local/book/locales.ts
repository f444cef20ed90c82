// How each spreadsheet locale writes numbers and dates, as far as typed text and displayed values depend on it.

/** Order of day, month and year in an all-digits date. */
type DateOrder = "mdy" | "dmy" | "ymd";

export interface LocaleRules {
  /** As Apps Script's getSpreadsheetLocale() gives it. */
  readonly code: string;
  readonly decimal: "." | ",";
  /** Separators between groups of three digits. */
  readonly groups: readonly string[];
  readonly dateOrder: DateOrder;
  /** Separators in an all-digits date, the usual one first. */
  readonly dateSeparators: readonly string[];
  /** The currency that typed amounts get when they show this symbol, in Sheets' format language. */
  readonly currency: string;
  /** Whether the currency symbol follows the number. */
  readonly currencyAfter: boolean;
  /** Its own words for TRUE and FALSE, lower case; English ones are understood everywhere. */
  readonly truths?: readonly [string, string];
  /** Number format of a date without and with a time, as Sheets gives them to new dates. */
  readonly dateFormat: string;
  readonly dateTimeFormat: string;
}

const NARROW_SPACE = "\u202f";
const HARD_SPACE = "\u00a0";

const EN_US: LocaleRules = {
  code: "en_US",
  decimal: ".",
  groups: [","],
  dateOrder: "mdy",
  dateSeparators: ["/", "-"],
  currency: "$",
  currencyAfter: false,
  dateFormat: "M/d/yyyy",
  dateTimeFormat: "M/d/yyyy H:mm:ss",
};

const EN_GB: LocaleRules = {
  ...EN_US,
  code: "en_GB",
  dateOrder: "dmy",
  currency: "£",
  dateFormat: "dd/MM/yyyy",
  dateTimeFormat: "dd/MM/yyyy HH:mm:ss",
};

const DE_DE: LocaleRules = {
  code: "de_DE",
  decimal: ",",
  groups: ["."],
  dateOrder: "dmy",
  dateSeparators: [".", "/", "-"],
  currency: "€",
  currencyAfter: true,
  truths: ["wahr", "falsch"],
  dateFormat: "dd.MM.yyyy",
  dateTimeFormat: "dd.MM.yyyy HH:mm:ss",
};

const FR_FR: LocaleRules = {
  ...DE_DE,
  code: "fr_FR",
  truths: ["vrai", "faux"],
  groups: [NARROW_SPACE, HARD_SPACE, " "],
  dateSeparators: ["/", ".", "-"],
  dateFormat: "dd/MM/yyyy",
  dateTimeFormat: "dd/MM/yyyy HH:mm:ss",
};

const ROMANCE = {
  dateSeparators: ["/", "-"],
  dateFormat: "dd/MM/yyyy",
  dateTimeFormat: "dd/MM/yyyy HH:mm:ss",
};

const KNOWN: readonly LocaleRules[] = [
  EN_US,
  EN_GB,
  { ...EN_GB, code: "en_AU", currency: "$" },
  { ...EN_GB, code: "en_IE", currency: "€" },
  {
    ...EN_US,
    code: "en_CA",
    dateOrder: "ymd",
    dateFormat: "yyyy-MM-dd",
    dateTimeFormat: "yyyy-MM-dd H:mm:ss",
  },
  DE_DE,
  FR_FR,
  { ...DE_DE, ...ROMANCE, code: "es_ES", truths: ["verdadero", "falso"] },
  { ...DE_DE, ...ROMANCE, code: "it_IT", truths: ["vero", "falso"] },
  {
    ...DE_DE,
    ...ROMANCE,
    code: "pt_BR",
    currency: "R$",
    currencyAfter: false,
    truths: ["verdadeiro", "falso"],
  },
  {
    ...DE_DE,
    ...ROMANCE,
    code: "nl_NL",
    truths: ["waar", "onwaar"],
    dateFormat: "dd-MM-yyyy",
    dateTimeFormat: "dd-MM-yyyy HH:mm:ss",
  },
];

/** The rules of a locale; en_US for one that is not listed. */
export function localeRules(code: string): LocaleRules {
  return KNOWN.find((rules) => rules.code === code) ?? EN_US;
}

const monthNumbers = new Map<string, ReadonlyMap<string, number>>();

/** Month names, long and short, in the locale and in English, lower case and without dots, to 1–12. */
export function monthNames(code: string): ReadonlyMap<string, number> {
  const known = monthNumbers.get(code);
  if (known) return known;
  const names = new Map<string, number>([["sept", 9]]);
  for (const language of ["en-US", code.replace("_", "-")]) {
    for (const month of ["long", "short"] as const) {
      const format = new Intl.DateTimeFormat(language, { month, timeZone: "UTC" });
      for (let i = 0; i < 12; i++) {
        names.set(
          format
            .format(Date.UTC(2026, i, 1))
            .toLowerCase()
            .replace(".", ""),
          i + 1,
        );
      }
    }
  }
  monthNumbers.set(code, names);
  return names;
}

const weekdayWords = new Map<string, ReadonlySet<string>>();

/** Weekday names as `monthNames` gives months: they may stand before a date. */
export function weekdayNames(code: string): ReadonlySet<string> {
  const known = weekdayWords.get(code);
  if (known) return known;
  const names = new Set<string>();
  for (const language of ["en-US", code.replace("_", "-")]) {
    for (const weekday of ["long", "short"] as const) {
      const format = new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" });
      for (let i = 1; i <= 7; i++)
        names.add(
          format
            .format(Date.UTC(2026, 0, i))
            .toLowerCase()
            .replace(".", ""),
        );
    }
  }
  weekdayWords.set(code, names);
  return names;
}
