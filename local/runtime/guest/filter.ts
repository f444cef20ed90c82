import type { Area } from "../wire.ts";
import { asksFor, type Condition, valuesIn, WHEN } from "./criteria.ts";
import { BooleanCriteria } from "./enums.ts";
import { call } from "./link.ts";
import { Range, range } from "./range.ts";
import { addMembers, own, sealed } from "./sealed.ts";
import { Sheet } from "./sheet.ts";
import { type Is, isBoolean, isNumber, isTextList, overload } from "./signature.ts";

/** What a column hides, on its way. */
interface WireFilter {
  hiddenValues: readonly string[] | null;
  criterion: Condition | null;
}

/** What criteria and their builder tell alike. */
class CriteriaWords {
  readonly [own]: WireFilter;

  constructor(filter: WireFilter) {
    this[own] = filter;
  }
  copy(): FilterCriteriaBuilder {
    return newFilterCriteria({ ...this[own] });
  }
  getCriteriaType(): unknown {
    const { criterion } = this[own];
    return criterion && BooleanCriteria[criterion.criteria as "CELL_EMPTY"];
  }
  getCriteriaValues(): unknown[] {
    const { criterion } = this[own];
    return criterion ? valuesIn(criterion) : [];
  }
  getHiddenValues(): readonly string[] {
    return [...(this[own].hiddenValues ?? [])];
  }
}

class FilterCriteria extends CriteriaWords {}

class FilterCriteriaBuilder extends CriteriaWords {
  build(): FilterCriteria {
    return sealed("FilterCriteria", new FilterCriteria({ ...this[own] }));
  }
  setHiddenValues(...args: unknown[]): this {
    overload("SpreadsheetApp.FilterCriteriaBuilder.setHiddenValues", args, [isTextList]);
    this[own].hiddenValues = args[0] as string[];
    return this;
  }
}

asksFor(
  FilterCriteriaBuilder,
  "FilterCriteriaBuilder",
  "when",
  WHEN,
  BooleanCriteria,
  (builder, condition) => {
    builder[own].criterion = condition;
  },
);

export function newFilterCriteria(
  filter: WireFilter = { hiddenValues: null, criterion: null },
): FilterCriteriaBuilder {
  return sealed("FilterCriteriaBuilder", new FilterCriteriaBuilder(filter));
}

const isCriteriaOrNull: Is = (v) => v === null || v instanceof FilterCriteria;

/** A sheet's filter. Columns are those of the sheet, counted from 1. */
class Filter {
  readonly [own]: { readonly sheet: number };

  constructor(sheet: number) {
    this[own] = { sheet };
  }
  getRange(): Range {
    return range(call<Area>("Filter.getRange", this[own]));
  }
  remove(): void {
    call("Filter.remove", this[own]);
  }
  getColumnFilterCriteria(...args: unknown[]): FilterCriteria | null {
    overload("SpreadsheetApp.Filter.getColumnFilterCriteria", args, [isNumber]);
    const filter = call<WireFilter | null>("Filter.getColumnFilterCriteria", {
      ...this[own],
      column: args[0],
    });
    return filter && sealed("FilterCriteria", new FilterCriteria(filter));
  }
  setColumnFilterCriteria(...args: unknown[]): this {
    overload("SpreadsheetApp.Filter.setColumnFilterCriteria", args, [isNumber, isCriteriaOrNull]);
    const filter = args[1] instanceof FilterCriteria ? args[1][own] : null;
    call("Filter.setColumnFilterCriteria", { ...this[own], column: args[0], filter });
    return this;
  }
  removeColumnFilterCriteria(...args: unknown[]): this {
    overload("SpreadsheetApp.Filter.removeColumnFilterCriteria", args, [isNumber]);
    call("Filter.removeColumnFilterCriteria", { ...this[own], column: args[0], filter: null });
    return this;
  }
  sort(...args: unknown[]): this {
    overload("SpreadsheetApp.Filter.sort", args, [isNumber, isBoolean]);
    call("Filter.sort", { ...this[own], column: args[0], ascending: args[1] });
    return this;
  }
}

function filter(sheet: number): Filter {
  return sealed("Filter", new Filter(sheet));
}

addMembers(Range, {
  createFilter() {
    call("Range.createFilter", { at: [this[own]] });
    return filter(this[own].s);
  },
  getFilter() {
    return filterOf(this[own].s);
  },
});
addMembers(Sheet, {
  getFilter() {
    return filterOf(this[own].sheetId);
  },
  isRowHiddenByFilter(...args) {
    overload("SpreadsheetApp.Sheet.isRowHiddenByFilter", args, [isNumber]);
    return call("Sheet.isRowHiddenByFilter", { sheet: this[own].sheetId, row: args[0] });
  },
});

function filterOf(sheet: number): Filter | null {
  return call<boolean>("Sheet.getFilter", { sheet }) ? filter(sheet) : null;
}
