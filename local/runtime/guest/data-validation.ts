import type { Area } from "../wire.ts";
import { asksFor, type Condition, REQUIRE, valuesIn } from "./criteria.ts";
import { DataValidationCriteria } from "./enums.ts";
import { areaOf } from "./handles.ts";
import { call, exception } from "./link.ts";
import { checkShape, Range, range } from "./range.ts";
import { addMembers, notImplemented, own, sealed } from "./sealed.ts";
import { type Is, isAny, isBoolean, isGrid, isList, isText, overload } from "./signature.ts";

/** A rule on its way. */
interface WireValidation {
  criterion: Condition | null;
  source: Area | null;
  hasDropdown: boolean;
  allowsInvalid: boolean;
  helpText: string | null;
}

const isRange: Is = (v) => areaOf(v) !== undefined;

/** What a rule and its builder tell alike. */
class RuleWords {
  readonly [own]: WireValidation;

  constructor(rule: WireValidation) {
    this[own] = rule;
  }
  copy(): DataValidationBuilder {
    return newDataValidation({ ...this[own] });
  }
  getAllowInvalid(): boolean {
    return this[own].allowsInvalid;
  }
  getHelpText(): string | null {
    return this[own].helpText;
  }
  getCriteriaType(): unknown {
    const { criterion } = this[own];
    return criterion && DataValidationCriteria[criterion.criteria as "CHECKBOX"];
  }
  getCriteriaValues(): unknown[] {
    const { criterion, source, hasDropdown } = this[own];
    if (!criterion) return [];
    if (source) return [range(source), hasDropdown];
    if (criterion.criteria === "VALUE_IN_LIST") return [[...criterion.values], hasDropdown];
    return valuesIn(criterion);
  }
}

class DataValidation extends RuleWords {}

class DataValidationBuilder extends RuleWords {
  build(): DataValidation {
    // No source has Google's words for a rule without a criterion.
    if (!this[own].criterion) throw exception("A data validation rule must have a criterion.");
    return sealed("DataValidation", new DataValidation({ ...this[own] }));
  }
  setAllowInvalid(...args: unknown[]): this {
    overload("SpreadsheetApp.DataValidationBuilder.setAllowInvalid", args, [isBoolean]);
    this[own].allowsInvalid = args[0] === true;
    return this;
  }
  setHelpText(...args: unknown[]): this {
    overload("SpreadsheetApp.DataValidationBuilder.setHelpText", args, [isText]);
    this[own].helpText = args[0] as string;
    return this;
  }
  requireValueInList(...args: unknown[]): this {
    overload("SpreadsheetApp.DataValidationBuilder.requireValueInList", args, [isList], [isList, isBoolean]);
    const values = (args[0] as unknown[]).map(String);
    return require(this, { criteria: "VALUE_IN_LIST", values }, { hasDropdown: args[1] !== false });
  }
  requireValueInRange(...args: unknown[]): this {
    overload(
      "SpreadsheetApp.DataValidationBuilder.requireValueInRange",
      args,
      [isRange],
      [isRange, isBoolean],
    );
    const source = areaOf(args[0]) ?? null;
    return require(this, { criteria: "VALUE_IN_RANGE", values: [] }, {
      source,
      hasDropdown: args[1] !== false,
    });
  }
  requireCheckbox(...args: unknown[]): this {
    overload("SpreadsheetApp.DataValidationBuilder.requireCheckbox", args, [], [isAny], [isAny, isAny]);
    if (args.length > 0) throw notImplemented("DataValidationBuilder.requireCheckbox with values of its own");
    return require(this, { criteria: "CHECKBOX", values: [] });
  }
}

function require<T extends RuleWords>(
  builder: T,
  criterion: Condition,
  more: Partial<WireValidation> = {},
): T {
  Object.assign(builder[own], { source: null, hasDropdown: true, ...more, criterion });
  return builder;
}

asksFor(
  DataValidationBuilder,
  "DataValidationBuilder",
  "require",
  REQUIRE,
  DataValidationCriteria,
  (builder, condition) => {
    require(builder, condition);
  },
);

/** Other input is warned about, not refused, until setAllowInvalid says otherwise. */
export function newDataValidation(rule?: WireValidation): DataValidationBuilder {
  const blank = { criterion: null, source: null, hasDropdown: true, allowsInvalid: true, helpText: null };
  return sealed("DataValidationBuilder", new DataValidationBuilder(rule ?? blank));
}

const isRuleOrNull: Is = (v) => v === null || v instanceof DataValidation;

const handle = (rule: WireValidation | null | undefined) =>
  rule ? sealed("DataValidation", new DataValidation(rule)) : null;
const wire = (rule: unknown) => (rule instanceof DataValidation ? rule[own] : null);

addMembers(Range, {
  getDataValidation() {
    const { s, r, c } = this[own];
    const at = [{ s, r, c, nr: 1, nc: 1 }];
    return handle(call<(WireValidation | null)[][]>("Range.getDataValidation", { at })[0]?.[0]);
  },
  getDataValidations() {
    const grid = call<(WireValidation | null)[][]>("Range.getDataValidations", { at: [this[own]] });
    return grid.map((row) => row.map(handle));
  },
  setDataValidation(...args) {
    overload("SpreadsheetApp.Range.setDataValidation", args, [isRuleOrNull]);
    call("Range.setDataValidation", { at: [this[own]], rule: wire(args[0]) });
    return this;
  },
  setDataValidations(...args) {
    const isRules: Is = (v) => isGrid(v) && (v as unknown[][]).every((row) => row.every(isRuleOrNull));
    overload("SpreadsheetApp.Range.setDataValidations", args, [isRules]);
    const grid = args[0] as unknown[][];
    checkShape(this[own], grid);
    call("Range.setDataValidations", { at: [this[own]], rules: grid.map((row) => row.map(wire)) });
    return this;
  },
  insertCheckboxes(...args) {
    overload("SpreadsheetApp.Range.insertCheckboxes", args, [], [isAny], [isAny, isAny]);
    if (args.length > 0) throw notImplemented("Range.insertCheckboxes with values of its own");
    call("Range.insertCheckboxes", { at: [this[own]] });
    return this;
  },
  removeCheckboxes() {
    call("Range.removeCheckboxes", { at: [this[own]] });
    return this;
  },
  check() {
    call("Range.check", { at: [this[own]], value: true });
    return this;
  },
  uncheck() {
    call("Range.uncheck", { at: [this[own]], value: false });
    return this;
  },
  isChecked() {
    return call("Range.isChecked", { at: [this[own]] });
  },
});
