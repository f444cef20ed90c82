import type { Style } from "../../book/book.ts";
import type { Area } from "../wire.ts";
import { colourIn } from "./colours.ts";
import { asksFor, type Condition, valuesIn, WHEN } from "./criteria.ts";
import { BooleanCriteria } from "./enums.ts";
import { areaOf } from "./handles.ts";
import { call, exception } from "./link.ts";
import { range } from "./range.ts";
import { addMembers, own, sealed } from "./sealed.ts";
import { Sheet } from "./sheet.ts";
import { type Is, isBoolean, isList, isTextOrNull, overload } from "./signature.ts";

/** A rule on its way; `kept` is one that only the page can make. */
export interface WireRule {
  ranges: readonly Area[];
  condition: Condition | null;
  style: Partial<Style>;
  kept?: object;
}

const isBooleanOrNull: Is = (v) => v === null || isBoolean(v);
const isRangeList: Is = (v) => isList(v) && (v as unknown[]).every((item) => areaOf(item) !== undefined);

class BooleanCondition {
  readonly [own]: { condition: Condition; style: Partial<Style> };

  constructor(condition: Condition, style: Partial<Style>) {
    this[own] = { condition, style };
  }
  getCriteriaType(): unknown {
    return BooleanCriteria[this[own].condition.criteria as "CELL_EMPTY"];
  }
  getCriteriaValues(): unknown[] {
    return valuesIn(this[own].condition);
  }
  getBackground(): string | null {
    return this[own].style.background ?? null;
  }
  getFontColor(): string | null {
    return this[own].style.fontColor ?? null;
  }
  getBold(): boolean | null {
    return this[own].style.bold ?? null;
  }
  getItalic(): boolean | null {
    return this[own].style.italic ?? null;
  }
  getUnderline(): boolean | null {
    return this[own].style.underline ?? null;
  }
  getStrikethrough(): boolean | null {
    return this[own].style.strikethrough ?? null;
  }
}

/** What a rule and its builder tell alike. */
class RuleWords {
  readonly [own]: WireRule;

  constructor(rule: WireRule) {
    this[own] = rule;
  }
  copy(): ConditionalFormatRuleBuilder {
    return newConditionalFormatRule({ ...this[own], style: { ...this[own].style } });
  }
  getBooleanCondition(): BooleanCondition | null {
    const { condition, style } = this[own];
    return condition && sealed("BooleanCondition", new BooleanCondition(condition, style));
  }
  /** Colour scales are not written: one that was made in the page is kept, but not told. */
  getGradientCondition(): null {
    return null;
  }
  getRanges(): unknown[] {
    return this[own].ranges.map(range);
  }
}

class ConditionalFormatRule extends RuleWords {}

class ConditionalFormatRuleBuilder extends RuleWords {
  build(): ConditionalFormatRule {
    const { ranges, condition, kept } = this[own];
    checkRanges(ranges);
    // No source has Google's words for a rule without a condition.
    if (!condition && !kept) throw exception("A conditional format rule must have a condition.");
    return sealed(
      "ConditionalFormatRule",
      new ConditionalFormatRule({ ...this[own], style: { ...this[own].style } }),
    );
  }
  setRanges(...args: unknown[]): this {
    overload("SpreadsheetApp.ConditionalFormatRuleBuilder.setRanges", args, [isRangeList]);
    const ranges = (args[0] as unknown[]).map((handle) => areaOf(handle) as Area);
    checkRanges(ranges);
    this[own].ranges = ranges;
    return this;
  }
  setBackground(...args: unknown[]): this {
    return style(this, "setBackground", args, isTextOrNull, "background");
  }
  setFontColor(...args: unknown[]): this {
    return style(this, "setFontColor", args, isTextOrNull, "fontColor");
  }
  setBold(...args: unknown[]): this {
    return style(this, "setBold", args, isBooleanOrNull, "bold");
  }
  setItalic(...args: unknown[]): this {
    return style(this, "setItalic", args, isBooleanOrNull, "italic");
  }
  setUnderline(...args: unknown[]): this {
    return style(this, "setUnderline", args, isBooleanOrNull, "underline");
  }
  setStrikethrough(...args: unknown[]): this {
    return style(this, "setStrikethrough", args, isBooleanOrNull, "strikethrough");
  }
}

asksFor(
  ConditionalFormatRuleBuilder,
  "ConditionalFormatRuleBuilder",
  "when",
  WHEN,
  BooleanCriteria,
  (builder, condition) => {
    builder[own].condition = condition;
  },
);

/** @throws Google's errors for ranges that no rule can have (facts 5.1) */
function checkRanges(ranges: readonly Area[]): void {
  if (ranges.length === 0) throw exception("Ranges must have at least one range.");
  if (ranges.some(({ s }) => s !== ranges[0]?.s))
    throw exception("Conditional format rule cannot reference a different sheet.");
}

/** Sets one property of how cells look; null takes it back. */
function style<T extends RuleWords>(
  builder: T,
  method: string,
  args: unknown[],
  takes: Is,
  property: keyof Style,
): T {
  overload(`SpreadsheetApp.ConditionalFormatRuleBuilder.${method}`, args, [takes]);
  const { [property]: _, ...rest } = builder[own].style;
  const value = typeof args[0] === "string" ? colourIn(args[0]) : args[0];
  builder[own].style = value === null ? rest : { ...rest, [property]: value };
  return builder;
}

export function newConditionalFormatRule(
  rule: WireRule = { ranges: [], condition: null, style: {} },
): ConditionalFormatRuleBuilder {
  return sealed("ConditionalFormatRuleBuilder", new ConditionalFormatRuleBuilder(rule));
}

const isRuleList: Is = (v) =>
  isList(v) && (v as unknown[]).every((rule) => rule instanceof ConditionalFormatRule);

addMembers(Sheet, {
  getConditionalFormatRules() {
    const sheet = this[own].sheetId;
    return call<WireRule[]>("Sheet.getConditionalFormatRules", { sheet }).map((rule) =>
      sealed("ConditionalFormatRule", new ConditionalFormatRule(rule)),
    );
  },
  setConditionalFormatRules(...args) {
    overload("SpreadsheetApp.Sheet.setConditionalFormatRules", args, [isRuleList]);
    const rules = (args[0] as ConditionalFormatRule[]).map((rule) => rule[own]);
    call("Sheet.setConditionalFormatRules", { sheet: this[own].sheetId, rules });
  },
  clearConditionalFormatRules() {
    call("Sheet.clearConditionalFormatRules", { sheet: this[own].sheetId, rules: [] });
  },
});
