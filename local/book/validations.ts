// What may be entered into cells: rules with their drop-downs and checkboxes, kept and shown by o-spreadsheet.
import type { BookModel } from "./book-model.ts";
import { type CellRange, overlap, rangeOf, zoneOf } from "./cell-range.ts";
import type { CellInput } from "./cell-values.ts";
import { type Criterion, criterionOf, operatorOf } from "./criteria.ts";
import {
  type BookContext,
  type Command,
  type Getters,
  type Position,
  pluginClass,
  replacePlugin,
  type SheetZone,
  type Zone,
} from "./engine.ts";

/** One rule, as every cell that it is set on has it. */
export interface Validation {
  /** VALUE_IN_LIST has the list as its values; VALUE_IN_RANGE and CHECKBOX have none. */
  readonly criterion: Criterion;
  /** The cells that hold the values of VALUE_IN_RANGE. */
  readonly source: CellRange | null;
  /** Whether a list shows its arrow. */
  readonly hasDropdown: boolean;
  /** false: other input is refused. */
  readonly allowsInvalid: boolean;
  readonly helpText: string | null;
}

/** A rule in o-spreadsheet's words; `helpText` is ours. */
interface OwnWords {
  criterion: { type: string; values: string[]; displayStyle?: string; dateValue?: string };
  isBlocking: boolean;
  helpText?: string;
}

interface OwnRule extends OwnWords {
  id: string;
  ranges: SheetZone[];
}

interface ValidationGetters extends Getters {
  getDataValidationRules(sheetId: string): OwnRule[];
  getValidationRuleForCell(position: Position): OwnRule | undefined;
  getValidationResultForCellValue(value: unknown, position: Position): { isValid: boolean };
  getDataValidationRangeValues(sheetId: string, criterion: OwnRule["criterion"]): { label: string }[];
  getRangeFromZone(sheetId: string, zone: Zone): SheetZone;
  getRangeString(range: SheetZone, forSheetId: string): string;
  recomputeRanges(ranges: SheetZone[], without: SheetZone[]): SheetZone[];
}

const gettersOf = (book: BookModel) => book.model.getters as ValidationGetters;

interface ValidationsInside {
  rules: Record<string, OwnRule[]>;
  history: { update(...pathAndValue: unknown[]): void };
  adaptDVFormulas(adapters: FormulaAdapters): void;
  setCenterStyleToBooleanCells(rule: OwnRule): void;
}

interface FormulaAdapters {
  adaptFormulaString(sheetId: string, formula: string): string;
}

const OriginalValidations = pluginClass<ValidationsInside>("corePluginRegistry", "dataValidation");

class Validations extends OriginalValidations {
  /** o-spreadsheet moves the references of formulas only; the range of a list follows its cells as well. */
  override adaptDVFormulas(adapters: FormulaAdapters): void {
    super.adaptDVFormulas(adapters);
    for (const [sheetId, rules] of Object.entries(this.rules)) {
      rules.forEach(({ criterion }, i) => {
        const [source] = criterion.values;
        if (criterion.type !== "isValueInRange" || source === undefined) return;
        const moved = adapters.adaptFormulaString(sheetId, `=${source}`).slice(1);
        this.history.update("rules", sheetId, i, "criterion", "values", 0, moved);
      });
    }
  }

  /** A checkbox shows in the middle without this, and a cell's alignment is the script's. */
  override setCenterStyleToBooleanCells(): void {}
}

replacePlugin("corePluginRegistry", "dataValidation", Validations);

interface InsertionInside {
  handle(command: Command): void;
}

const OriginalInsertion = pluginClass<InsertionInside>("featurePluginRegistry", "datavalidation_insert");

/** The page's menu writes FALSE where it puts a checkbox; a script that sets a rule changes no value. */
class Insertion extends OriginalInsertion {
  private readonly hasScreen: boolean;

  // biome-ignore lint/suspicious/noExplicitAny: the configuration is o-spreadsheet's own and passed on unseen
  constructor(config: any) {
    super(config);
    const book: BookContext | undefined = config.custom?.huntsheet;
    this.hasScreen = book?.hasScreen ?? true;
  }

  override handle(command: Command): void {
    if (this.hasScreen) super.handle(command);
  }
}

replacePlugin("featurePluginRegistry", "datavalidation_insert", Insertion);

/** The rule of every cell of a range, null where none is. */
export function validations(book: BookModel, range: CellRange): (Validation | null)[][] {
  const sheetId = book.sheetKey(range.sheet);
  const getters = gettersOf(book);
  const grid = Array.from({ length: range.rows }, () =>
    Array.from({ length: range.columns }, (): Validation | null => null),
  );
  const asked = zoneOf(range);
  for (const rule of getters.getDataValidationRules(sheetId)) {
    const validation = validationOf(getters, sheetId, rule);
    for (const { zone } of rule.ranges) {
      const common = overlap(zone, asked);
      if (!common || !validation) continue;
      for (let row = common.top; row <= common.bottom; row++)
        for (let column = common.left; column <= common.right; column++)
          (grid[row - asked.top] as (Validation | null)[])[column - asked.left] = validation;
    }
  }
  return grid;
}

/** Sets the rule of every cell from `row` and `column` on; null takes a cell's rule away. */
export function setValidations(
  book: BookModel,
  sheet: number,
  row: number,
  column: number,
  grid: readonly (readonly (Validation | null)[])[],
): void {
  const zones = new Map<string, { validation: Validation | null; zones: Zone[] }>();
  grid.forEach((line, i) => {
    for (let from = 0; from < line.length; ) {
      const validation = line[from] ?? null;
      const text = JSON.stringify(validation);
      let to = from + 1;
      while (to < line.length && JSON.stringify(line[to] ?? null) === text) to += 1;
      const run = {
        top: row - 1 + i,
        bottom: row - 1 + i,
        left: column - 1 + from,
        right: column - 2 + to,
      };
      const group = zones.get(text) ?? { validation, zones: [] };
      zones.set(text, group);
      const last = group.zones.at(-1);
      if (last && last.bottom === run.top - 1 && last.left === run.left && last.right === run.right)
        last.bottom = run.bottom;
      else group.zones.push(run);
      from = to;
    }
  });
  for (const group of zones.values()) {
    if (group.validation) addRule(book, sheet, group.validation, group.zones);
    else removeRules(book, sheet, group.zones);
  }
}

/** Takes the rules of a range's cells away. */
export function clearValidations(book: BookModel, range: CellRange): void {
  removeRules(book, range.sheet, [zoneOf(range)]);
}

/** Where an input is refused: the cell, and the values that would be taken if there is a list of them. */
export interface Violation {
  readonly row: number;
  readonly column: number;
  readonly allowed: readonly string[] | null;
}

/** Knows how the book reads what is put into a cell. */
interface InputReader {
  wouldHold(sheet: number, row: number, column: number, input: CellInput): string | number | boolean | null;
}

/** The first cell of a block whose rule refuses what is to be written; blank is never refused. */
export function violation(
  book: BookModel & InputReader,
  sheet: number,
  row: number,
  column: number,
  input: readonly (readonly CellInput[])[],
): Violation | undefined {
  const sheetId = book.sheetKey(sheet);
  const getters = gettersOf(book);
  const block = zoneOf({ row, column, rows: input.length, columns: input[0]?.length ?? 0 });
  const isHeld = getters
    .getDataValidationRules(sheetId)
    .some((rule) => rule.isBlocking && rule.ranges.some(({ zone }) => overlap(zone, block)));
  if (!isHeld) return undefined;
  for (const [i, line] of input.entries())
    for (const [j, cell] of line.entries()) {
      const position = { sheetId, row: block.top + i, col: block.left + j };
      const rule = getters.getValidationRuleForCell(position);
      if (!rule?.isBlocking) continue;
      const value = book.wouldHold(sheet, row + i, column + j, cell);
      if (value === "" || value === null) continue;
      if (getters.getValidationResultForCellValue(value, position).isValid) continue;
      return { row: row + i, column: column + j, allowed: allowedBy(getters, sheetId, rule) };
    }
  return undefined;
}

function allowedBy(getters: ValidationGetters, sheetId: string, { criterion }: OwnRule): string[] | null {
  if (criterion.type === "isValueInList") return criterion.values;
  if (criterion.type !== "isValueInRange") return null;
  return getters.getDataValidationRangeValues(sheetId, criterion).map(({ label }) => label);
}

function addRule(book: BookModel, sheet: number, validation: Validation, zones: readonly Zone[]): void {
  const sheetId = book.sheetKey(sheet);
  const getters = gettersOf(book);
  const words = wordsOf(book, sheetId, validation);
  const rules = getters.getDataValidationRules(sheetId);
  const text = JSON.stringify(words);
  const same = rules.find(({ id: _, ranges: __, ...rest }) => JSON.stringify(wordsIn(rest)) === text);
  const added = zones.map((zone) => getters.getRangeFromZone(sheetId, zone));
  // Cells that are given a rule one by one share it.
  const ranges = getters.recomputeRanges([...(same?.ranges ?? []), ...added], []);
  const last = Math.max(0, ...rules.map(({ id }) => Number(id) || 0));
  sendRule(book, sheetId, { ...words, id: same?.id ?? String(last + 1) }, ranges);
}

function sendRule(
  book: BookModel,
  sheetId: string,
  rule: OwnWords & { id: string },
  ranges: readonly SheetZone[],
): void {
  book.dispatch("ADD_DATA_VALIDATION_RULE", {
    sheetId,
    rule,
    ranges: ranges.map(({ zone }) => ({ _sheetId: sheetId, _zone: zone })),
  });
}

function removeRules(book: BookModel, sheet: number, zones: readonly Zone[]): void {
  const sheetId = book.sheetKey(sheet);
  const getters = gettersOf(book);
  const gone = zones.map((zone) => getters.getRangeFromZone(sheetId, zone));
  for (const { ranges, ...rule } of [...getters.getDataValidationRules(sheetId)]) {
    if (!ranges.some((range) => zones.some((zone) => overlap(range.zone, zone)))) continue;
    const kept = getters.recomputeRanges(ranges, gone);
    if (kept.length > 0) sendRule(book, sheetId, rule, kept);
    else book.dispatch("REMOVE_DATA_VALIDATION_RULE", { sheetId, id: rule.id });
  }
}

/** A rule's words in one order, so that equal ones have equal JSON. */
function wordsIn({ criterion, isBlocking, helpText }: OwnWords): OwnWords {
  const { type, values, displayStyle, dateValue } = criterion;
  return {
    criterion: {
      type,
      values,
      ...(displayStyle !== undefined && { displayStyle }),
      ...(dateValue !== undefined && { dateValue }),
    },
    isBlocking,
    ...(helpText !== undefined && { helpText }),
  };
}

/** @throws Error for a criterion that o-spreadsheet has not got */
function wordsOf(book: BookModel, sheetId: string, validation: Validation): OwnWords {
  const getters = gettersOf(book);
  const { criterion, source, hasDropdown, allowsInvalid, helpText } = validation;
  const displayStyle = hasDropdown ? "arrow" : "plainText";
  return wordsIn({
    criterion: ownCriterion(),
    isBlocking: !allowsInvalid,
    ...(helpText !== null && { helpText }),
  });

  function ownCriterion(): OwnWords["criterion"] {
    if (criterion.criteria === "CHECKBOX") return { type: "isBoolean", values: [] };
    if (criterion.criteria === "VALUE_IN_LIST")
      return { type: "isValueInList", values: [...new Set(criterion.values.map(String))], displayStyle };
    if (criterion.criteria === "VALUE_IN_RANGE" && source) {
      const range = getters.getRangeFromZone(book.sheetKey(source.sheet), zoneOf(source));
      return { type: "isValueInRange", values: [getters.getRangeString(range, sheetId)], displayStyle };
    }
    const operator = operatorOf(criterion);
    if (!operator) throw new Error(`no such criterion: ${criterion.criteria}`);
    const { operator: type, ...rest } = operator;
    return { type, ...rest };
  }
}

/** undefined: a rule that only the page can make. */
function validationOf(getters: ValidationGetters, sheetId: string, rule: OwnRule): Validation | undefined {
  const { type, values, displayStyle, dateValue } = rule.criterion;
  const words = {
    source: null,
    hasDropdown: displayStyle !== "plainText",
    allowsInvalid: !rule.isBlocking,
    helpText: rule.helpText ?? null,
  };
  if (type === "isBoolean") return { ...words, criterion: { criteria: "CHECKBOX", values: [] } };
  if (type === "isValueInList") return { ...words, criterion: { criteria: "VALUE_IN_LIST", values } };
  if (type === "isValueInRange") {
    const source = rangeOf(getters.getRangeFromSheetXC(sheetId, values[0] ?? ""));
    return { ...words, source, criterion: { criteria: "VALUE_IN_RANGE", values: [] } };
  }
  const criterion = criterionOf({ operator: type, values, ...(dateValue !== undefined && { dateValue }) });
  return criterion && { ...words, criterion };
}
