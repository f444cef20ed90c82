// Conditional format rules of a sheet, kept and shown by o-spreadsheet: they move with the grid, and a page's panel
// changes the same ones.
import type { BookModel } from "./book-model.ts";
import { type CellRange, rangeData, rangeOf } from "./cell-range.ts";
import { type Criterion, criterionOf, type Operator, operatorOf } from "./criteria.ts";
import { type CellStyle, type Command, type Getters, pluginClass, replacePlugin } from "./engine.ts";
import { fromCellStyle, type Style, type StyleChange, toCellStyle } from "./styles.ts";

/** One rule. The first one that is true decides. */
export interface FormatRule {
  readonly ranges: readonly CellRange[];
  /** null: a rule that Google has no word for, made in the page; `kept` holds it. */
  readonly condition: Criterion | null;
  readonly style: Partial<Style>;
  /** What only o-spreadsheet understands. */
  readonly kept?: object;
}

/** A rule in o-spreadsheet's words. */
interface OwnRule {
  id: string;
  rule: { type: string } & Partial<Operator> & { style?: CellStyle };
  /** In A1 notation. */
  ranges: string[];
}

interface FormatGetters extends Getters {
  getConditionalFormats(sheetId: string): OwnRule[];
}

const gettersOf = (book: BookModel) => book.model.getters as FormatGetters;

interface FormatsInside {
  checkCFRule(command: Command): string | string[];
}

const OriginalFormats = pluginClass<FormatsInside>("corePluginRegistry", "conditional formatting");

class ConditionalFormats extends OriginalFormats {
  /** o-spreadsheet's panel does not offer 'text is exactly', though it knows how to tell it. */
  override checkCFRule(command: Command): string | string[] {
    const { rule } = command.cf as OwnRule;
    return rule.operator === "isEqualText" ? "Success" : super.checkCFRule(command);
  }
}

replacePlugin("corePluginRegistry", "conditional formatting", ConditionalFormats);

/** In the order in which they are tried. */
export function formatRules(book: BookModel, sheet: number): FormatRule[] {
  const sheetId = book.sheetKey(sheet);
  const getters = gettersOf(book);
  return getters.getConditionalFormats(sheetId).map(({ rule, ranges: texts }): FormatRule => {
    const ranges = texts.map((xc) => rangeOf(getters.getRangeFromSheetXC(sheetId, xc)));
    const { operator, values = [], dateValue } = rule;
    const condition =
      operator && criterionOf({ operator, values, ...(dateValue !== undefined && { dateValue }) });
    if (!condition) return { ranges, condition: null, style: {}, kept: rule };
    return { ranges, condition, style: fromCellStyle(rule.style) };
  });
}

/**
 * Puts rules in the place of all that a sheet has.
 * @throws Error for a criterion that o-spreadsheet has not got
 */
export function setFormatRules(book: BookModel, sheet: number, rules: readonly FormatRule[]): void {
  const sheetId = book.sheetKey(sheet);
  const wanted = rules.map(ruleOf);
  const before = gettersOf(book).getConditionalFormats(sheetId);
  for (const { id } of before) book.dispatch("REMOVE_CONDITIONAL_FORMAT", { sheetId, id });
  const last = Math.max(0, ...before.map(({ id }) => Number(id) || 0));
  rules.forEach(({ ranges }, i) => {
    book.dispatch("ADD_CONDITIONAL_FORMAT", {
      sheetId,
      cf: { id: String(last + 1 + i), rule: wanted[i] },
      ranges: ranges.map((range) => rangeData(book, range)),
    });
  });
}

function ruleOf({ condition, style, kept }: FormatRule): object {
  if (!condition) return kept ?? {};
  const operator = operatorOf(condition);
  if (!operator) throw new Error(`no such criterion: ${condition.criteria} ${condition.values.join(", ")}`);
  return { type: "CellIsRule", ...operator, style: toCellStyle(style as StyleChange) };
}
