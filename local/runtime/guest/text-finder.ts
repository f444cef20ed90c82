import type { FindOptions, FindScope } from "../services/text-finder.ts";
import type { Area } from "../wire.ts";
import { areaOf } from "./handles.ts";
import { call } from "./link.ts";
import { Range, range } from "./range.ts";
import { addMembers, own, sealed } from "./sealed.ts";
import { Sheet } from "./sheet.ts";
import { isBoolean, isText, overload } from "./signature.ts";
import { Spreadsheet } from "./spreadsheet.ts";

interface Search {
  readonly scope: FindScope;
  readonly options: FindOptions;
  /** Where the search stands: behind this match, or behind what startFrom named. */
  at: Area | null;
  match: Area | null;
}

function toggle(finder: TextFinder, method: keyof FindOptions, args: unknown[]): TextFinder {
  overload(`SpreadsheetApp.TextFinder.${method}`, args, [isBoolean]);
  Object.assign(finder[own].options, { [method]: args[0] });
  return finder;
}

function step(finder: TextFinder, method: "findNext" | "findPrevious"): Range | null {
  const search = finder[own];
  const { scope, options, at } = search;
  search.match = call<Area | null>(`TextFinder.${method}`, { scope, options, at });
  search.at = search.match ?? at;
  return search.match && range(search.match);
}

/** Finds text in what cells show, row by row, sheet by sheet. */
class TextFinder {
  readonly [own]: Search;

  constructor(scope: FindScope, text: string) {
    this[own] = { scope, options: { text }, at: null, match: null };
  }
  matchCase(...args: unknown[]): TextFinder {
    return toggle(this, "matchCase", args);
  }
  matchEntireCell(...args: unknown[]): TextFinder {
    return toggle(this, "matchEntireCell", args);
  }
  matchFormulaText(...args: unknown[]): TextFinder {
    return toggle(this, "matchFormulaText", args);
  }
  useRegularExpression(...args: unknown[]): TextFinder {
    return toggle(this, "useRegularExpression", args);
  }
  ignoreDiacritics(...args: unknown[]): TextFinder {
    return toggle(this, "ignoreDiacritics", args);
  }
  startFrom(...args: unknown[]): TextFinder {
    overload("SpreadsheetApp.TextFinder.startFrom", args, [(v) => areaOf(v) !== undefined]);
    this[own].at = areaOf(args[0]) ?? null;
    return this;
  }
  findAll(): Range[] {
    const { scope, options } = this[own];
    return call<Area[]>("TextFinder.findAll", { scope, options }).map(range);
  }
  findNext(): Range | null {
    return step(this, "findNext");
  }
  findPrevious(): Range | null {
    return step(this, "findPrevious");
  }
  getCurrentMatch(): Range | null {
    const { match } = this[own];
    return match && range(match);
  }
  replaceWith(...args: unknown[]): number {
    overload("SpreadsheetApp.TextFinder.replaceWith", args, [isText]);
    const { options, match } = this[own];
    return match ? call("TextFinder.replaceWith", { options, match, to: args[0] }) : 0;
  }
  replaceAllWith(...args: unknown[]): number {
    overload("SpreadsheetApp.TextFinder.replaceAllWith", args, [isText]);
    const { scope, options } = this[own];
    return call("TextFinder.replaceAllWith", { scope, options, to: args[0] });
  }
}

function searchable<T extends object>(
  name: string,
  holder: { readonly prototype: T },
  scopeOf: (holder: T) => FindScope,
): void {
  addMembers(holder, {
    createTextFinder(...args) {
      overload(`SpreadsheetApp.${name}.createTextFinder`, args, [isText]);
      return sealed("TextFinder", new TextFinder(scopeOf(this), args[0] as string));
    },
  });
}

searchable("Spreadsheet", Spreadsheet, () => ({}));
searchable("Sheet", Sheet, (sheet) => ({ sheet: sheet[own].sheetId }));
searchable("Range", Range, (cells) => ({ area: cells[own] }));
