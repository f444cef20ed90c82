// o-spreadsheet's evaluation, spared all the cells that are no formulas: those are shown from what they hold when
// somebody looks, so writing and loading thousands of them evaluates only what depends on them.
import { TREAT_ZONE, WRITE_BLOCK, type WriteBlock } from "./commands.ts";
import { displayText } from "./display.ts";
import {
  type BookContext,
  type Command,
  type Compiled,
  type Evaluated,
  EvaluationError,
  type FormulaCell,
  type Getters,
  type GridCell,
  type LiteralCell,
  type Position,
  pluginClass,
  type Results,
  replacePlugin,
  type SheetZone,
  type Zone,
} from "./engine.ts";
import { googleError } from "./error-values.ts";
import { LOADING } from "./formula-names.ts";
import { executeLazily } from "./lazy-branches.ts";
import { shownLink } from "./rich-text.ts";

/** One value that a formula gives. */
interface Given {
  value: string | number | boolean | null;
  format?: string;
  message?: string;
  errorOriginPosition?: Position;
}

interface PositionMap {
  get(position: Position): Evaluated | undefined;
  set(position: Position, cell: Evaluated): void;
  keysForSheet(sheetId: string): Position[];
  getSheet(sheetId: string): Results | undefined;
}

interface Evaluator {
  getters: Getters;
  evaluatedCells: PositionMap;
  blockedArrayFormulas: { has(position: Position): boolean };
  spreadingRelations: {
    searchFormulaPositionsSpreadingOn(sheetId: string, zone: Zone): Position[];
    isArrayFormula(position: Position): boolean;
    removeNode(position: Position): void;
  };
  getEvaluatedCell(position: Position): Evaluated;
  getEvaluatedPositionsInSheet(sheetId: string): Position[];
  getEvaluatedPositions(): Position[];
  computeCell(position: Position): Evaluated;
  computeFormulaCell(position: Position, cell: GridCell): Evaluated;
  spreadValues(position: Position, matrix: Given[][]): (column: number, row: number) => void;
  assertSheetHasEnoughSpaceToSpreadFormulaResult(position: Position, matrix: Given[][]): void;
  invalidateSpreading(position: Position): void;
  updateDependencies(position: Position): void;
  clearEvaluatedRanges(ranges: Iterable<SheetZone>): void;
  getCellsDependingOn(ranges: Iterable<SheetZone>): Iterable<SheetZone>;
  evaluateAllCells(): void;
  evaluate(ranges: Iterable<SheetZone>): void;
}

interface EvaluationInside {
  getters: Getters;
  evaluator: Evaluator;
  shouldRebuildDependenciesGraph: boolean;
  beforeHandle(command: Command): void;
  handle(command: Command): void;
  finalize(): void;
}

const OriginalEvaluation = pluginClass<EvaluationInside>("coreViewsPluginRegistry", "evaluation");

/** Commands that change cells of a zone without a command per cell. */
const ZONE_COMMANDS = new Set([WRITE_BLOCK, TREAT_ZONE, "CLEAR_CELLS"]);

class Evaluation extends OriginalEvaluation {
  static override getters = [...OriginalEvaluation.getters, "getResults"];

  private changed: SheetZone[] = [];

  // biome-ignore lint/suspicious/noExplicitAny: the configuration is o-spreadsheet's own and passed on unseen
  constructor(config: any) {
    super(config);
    const book: BookContext | undefined = config.custom?.huntsheet;
    spareLiterals(this.evaluator, this.getters, book);
  }

  getResults(sheetId: string): Results | undefined {
    return this.evaluator.evaluatedCells.getSheet(sheetId);
  }

  override beforeHandle(command: Command): void {
    if (!ZONE_COMMANDS.has(command.type)) super.beforeHandle(command);
  }

  override handle(command: Command): void {
    if (!ZONE_COMMANDS.has(command.type)) {
      super.handle(command);
      return;
    }
    if (this.shouldRebuildDependenciesGraph) return;
    for (const change of zonesOf(command)) {
      this.changed.push(change);
      for (const position of formulasIn(this.getters, change)) this.evaluator.updateDependencies(position);
    }
  }

  override finalize(): void {
    const { changed } = this;
    this.changed = [];
    if (!this.shouldRebuildDependenciesGraph) {
      for (const change of changed) if (this.getters.tryGetSheet(change.sheetId)) this.evaluateChange(change);
    }
    super.finalize();
  }

  private evaluateChange(change: SheetZone): void {
    const { evaluator } = this;
    const spreading = evaluator.spreadingRelations
      .searchFormulaPositionsSpreadingOn(change.sheetId, change.zone)
      .map(asRange);
    const dependent = [...evaluator.getCellsDependingOn([change, ...spreading])];
    const own = formulaRuns(formulasIn(this.getters, change));
    evaluator.clearEvaluatedRanges([change]);
    const ranges = [...spreading, ...own, ...dependent];
    if (ranges.length > 0) evaluator.evaluate(ranges);
  }
}

function zonesOf(command: Command): SheetZone[] {
  const sheetId = String(command.sheetId);
  if (command.type === "CLEAR_CELLS") return (command.target as Zone[]).map((zone) => ({ sheetId, zone }));
  if (command.type === TREAT_ZONE) return [{ sheetId, zone: command.zone as Zone }];
  const { top, left, rows, columns } = command as unknown as WriteBlock;
  return [{ sheetId, zone: { top, left, bottom: top + rows - 1, right: left + columns - 1 } }];
}

function asRange({ sheetId, col, row }: Position): SheetZone {
  return { sheetId, zone: { top: row, bottom: row, left: col, right: col } };
}

function formulasIn(getters: Getters, { sheetId, zone }: SheetZone): Position[] {
  const found: Position[] = [];
  for (let col = zone.left; col <= zone.right; col++) {
    for (let row = zone.top; row <= zone.bottom; row++) {
      if (getters.getCell({ sheetId, col, row })?.isFormula) found.push({ sheetId, col, row });
    }
  }
  return found;
}

/** Positions as vertical runs; o-spreadsheet's sets of ranges are slow with single cells. */
function formulaRuns(positions: Position[]): SheetZone[] {
  positions.sort((a, b) => a.col - b.col || a.row - b.row);
  const runs: SheetZone[] = [];
  for (const position of positions) {
    const last = runs.at(-1)?.zone;
    if (last && last.left === position.col && last.bottom === position.row - 1) last.bottom++;
    else runs.push(asRange(position));
  }
  return runs;
}

/** Rewires one evaluator. */
function spareLiterals(evaluator: Evaluator, getters: Getters, book: BookContext | undefined): void {
  const seen = new WeakMap<LiteralCell, Evaluated>();
  const literalAt = (position: Position): LiteralCell | undefined => {
    const cell = getters.getCell(position);
    return cell && !cell.isFormula && cell.content !== "" ? cell : undefined;
  };
  const shown = (cell: LiteralCell, position: Position): Evaluated => {
    const known = seen.get(cell);
    if (known?.position?.row === position.row && known.position.col === position.col) return known;
    const evaluated = evaluatedLiteral(cell, position, getters.getLocale().code);
    seen.set(cell, evaluated);
    return evaluated;
  };

  // The evaluator goes through all cells for one thing only: the formulas that depend on each other.
  const getCells: Getters["getCells"] = (sheetId) => getters.getFormulaCells(sheetId);
  evaluator.getters = Object.create(getters, { getCells: { value: getCells } }) as Getters;

  const { getEvaluatedCell, computeCell, computeFormulaCell } = evaluator;
  evaluator.getEvaluatedCell = (position) => {
    const literal = literalAt(position);
    return literal ? shown(literal, position) : getEvaluatedCell.call(evaluator, position);
  };
  evaluator.computeCell = (position) => {
    const literal = literalAt(position);
    if (!literal) return computeCell.call(evaluator, position);
    if (evaluator.spreadingRelations.isArrayFormula(position)) {
      if (!evaluator.blockedArrayFormulas.has(position)) evaluator.invalidateSpreading(position);
      evaluator.spreadingRelations.removeNode(position);
    }
    return shown(literal, position);
  };
  evaluator.computeFormulaCell = (position, cell) => {
    let given: Given | Given[][] | undefined;
    const { compiledFormula } = cell as FormulaCell;
    const watched = Object.create(compiledFormula) as Compiled;
    watched.execute = (...inputs) => {
      given = executeLazily(compiledFormula, inputs) as Given | Given[][];
      return given;
    };
    const evaluated = computeFormulaCell.call(evaluator, position, {
      ...cell,
      compiledFormula: watched,
    } as GridCell);
    const first = Array.isArray(given) ? given[0]?.[0] : given;
    // o-spreadsheet makes links of some texts and keeps only their labels; Sheets does so for HYPERLINK only.
    if (evaluated.link && first && !/HYPERLINK\s*\(/i.test(compiledFormula.toFormulaString(getters)))
      return evaluatedGiven(first, position, getters);
    const link = evaluated.link && { ...evaluated.link, isExternal: false };
    return asGoogleShows(link ? { ...evaluated, link } : evaluated, cell, getters);
  };
  evaluator.spreadValues = (position, matrix) => (column, row) => {
    const place = { sheetId: position.sheetId, col: position.col + column, row: position.row + row };
    const given = matrix[column]?.[row] ?? { value: "" };
    const evaluated = evaluatedGiven(given, place, getters);
    evaluator.evaluatedCells.set(place, evaluated);
  };
  evaluator.assertSheetHasEnoughSpaceToSpreadFormulaResult = (position, matrix) => {
    const { sheetId, col, row } = position;
    const room = { sheetId, rows: row + (matrix[0]?.length ?? 0), columns: col + matrix.length };
    const rows = room.rows - getters.getNumberRows(sheetId);
    const columns = room.columns - getters.getNumberCols(sheetId);
    // Wording of Google Sheets, as users quote it.
    const missing = rows > 0 ? `rows (${rows})` : columns > 0 ? `columns (${columns})` : undefined;
    if (!missing) return;
    if (book?.askRoom(getters, position, room)) throw new EvaluationError("", LOADING);
    throw new EvaluationError(
      `Result was not automatically expanded, please insert more ${missing}.`,
      "#SPILL!",
    );
  };
  evaluator.evaluateAllCells = () => {
    evaluator.evaluatedCells = new (evaluator.evaluatedCells.constructor as new () => PositionMap)();
    const positions: Position[] = [];
    for (const sheetId of getters.getSheetIds()) {
      for (const { id } of getters.getFormulaCells(sheetId))
        positions.push({ ...getters.getCellPosition(id), sheetId });
    }
    const bySheet = getters
      .getSheetIds()
      .flatMap((sheetId) => formulaRuns(positions.filter((position) => position.sheetId === sheetId)));
    evaluator.evaluate(bySheet);
  };
  evaluator.getEvaluatedPositionsInSheet = (sheetId) => {
    const evaluated = evaluator.evaluatedCells
      .keysForSheet(sheetId)
      .filter((position) => !literalAt(position));
    const literals: Position[] = [];
    for (const cell of getters.getCells(sheetId)) {
      if (!cell.isFormula && cell.content !== "")
        literals.push({ ...getters.getCellPosition(cell.id), sheetId });
    }
    return [...evaluated, ...literals];
  };
  evaluator.getEvaluatedPositions = () =>
    getters.getSheetIds().flatMap((sheetId) => evaluator.getEvaluatedPositionsInSheet(sheetId));
}

/** A cell that holds a value, as o-spreadsheet wants it evaluated. Text is never a link or an error by its looks, only by its runs. */
function evaluatedLiteral(cell: LiteralCell, position: Position, locale: string): Evaluated {
  const value = cell.parsedValue;
  const type = typeof value === "string" ? "text" : typeof value === "number" ? "number" : "boolean";
  let text: string | undefined;
  return {
    value,
    type,
    format: cell.format,
    get formattedValue() {
      text ??= displayText(value, cell.exact, locale);
      return text;
    },
    position,
    link: shownLink(String(value), cell.runs),
    isAutoSummable: type !== "boolean",
    defaultAlign: type === "number" ? "right" : type === "boolean" ? "center" : "left",
  };
}

/** One value of an array that a formula gave. */
function evaluatedGiven(given: Given, position: Position, getters: Getters): Evaluated {
  const cell = getters.getCell(position);
  const { value = "", message, errorOriginPosition } = given;
  const error = typeof value === "string" && googleError(value);
  const format = cell?.format ?? given.format;
  const isCentred = value !== LOADING && (error || typeof value === "boolean");
  const plain: Evaluated = {
    value: value ?? 0,
    type: error
      ? "error"
      : typeof value === "string"
        ? "text"
        : typeof value === "boolean"
          ? "boolean"
          : "number",
    format,
    formattedValue: error || displayText(value ?? 0, cell?.exact ?? format, getters.getLocale().code),
    position,
    isAutoSummable: !error && typeof value !== "boolean",
    defaultAlign: isCentred ? "center" : typeof value === "string" ? "left" : "right",
  };
  if (error)
    Object.assign(plain, { message: message ?? "", errorOriginPosition: errorOriginPosition ?? position });
  return plain;
}

/** A formula's own cell with Sheets' error text and its exact format. */
function asGoogleShows(evaluated: Evaluated, cell: GridCell, getters: Getters): Evaluated {
  const { value } = evaluated;
  if (evaluated.type === "error" && typeof value === "string") {
    const formattedValue = googleError(value) || value;
    // A text that stands in for the result, in Sheets.
    return value === LOADING
      ? { ...evaluated, formattedValue, defaultAlign: "left" }
      : { ...evaluated, formattedValue };
  }
  const format = cell.exact ?? evaluated.format;
  return { ...evaluated, formattedValue: displayText(value, format, getters.getLocale().code) };
}

replacePlugin("coreViewsPluginRegistry", "evaluation", Evaluation);
