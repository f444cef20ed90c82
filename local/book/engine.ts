// o-spreadsheet, made fit for use without a browser: the one place that imports it. What is named here beside the
// package's own types are insides that its public types hide; version 19.3.7 is pinned because of them.
import "./object-group-by.ts";
import type { Model } from "@odoo/o-spreadsheet";
import * as spreadsheet from "@odoo/o-spreadsheet";
import type { HelpContext } from "./function-help.ts";
import type { Person } from "./person.ts";
import type { TextRun } from "./rich-text.ts";
import type { TypedInputSwitches } from "./typed-input.ts";

/** A rectangle of cells, 0-based and inclusive, as o-spreadsheet writes it. */
export interface Zone {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** A cell's place, 0-based, as o-spreadsheet writes it. */
export interface Position {
  sheetId: string;
  col: number;
  row: number;
}

/** A zone on a sheet. */
export interface SheetZone {
  sheetId: string;
  zone: Zone;
}

/** What a formula refers to. Whole columns have no bottom in the unbounded zone, whole rows no right. */
export interface Reference extends SheetZone {
  unboundedZone: { bottom?: number | undefined; right?: number | undefined };
}

/** A parsed formula. Replaced by another object whenever a reference in it moves. */
export interface Compiled {
  isBadExpression: boolean;
  rangeDependencies: Reference[];
  toFormulaString(getters: Getters): string;
  execute(...inputs: unknown[]): unknown;
}

/** o-spreadsheet's own style words. */
export interface CellStyle {
  bold?: boolean;
  italic?: boolean;
  underline?: boolean;
  strikethrough?: boolean;
  textColor?: string;
  fillColor?: string;
  /** Ours: o-spreadsheet has one font. */
  fontFamily?: string;
  fontSize?: number;
  wrapping?: string;
  align?: string;
  verticalAlign?: string;
}

/** What both kinds of cell carry. `exact`, `note` and `runs` are ours: the number format as it was set, the note, and the parts of a rich text. */
interface AnyCell {
  id: number;
  style?: CellStyle | undefined;
  /** The number format that o-spreadsheet can show; `exact` is the one that was set. */
  format?: string | undefined;
  exact?: string | undefined;
  note?: string | undefined;
  runs?: readonly TextRun[] | undefined;
}

/** A cell with a value, or with nothing but a format or a note. */
export interface LiteralCell extends AnyCell {
  isFormula: false;
  /** What one would type to get the value. */
  content: string;
  /** The value: null when blank. */
  parsedValue: string | number | boolean | null;
}

/** A cell with a formula. */
export interface FormulaCell extends AnyCell {
  isFormula: true;
  compiledFormula: Compiled;
  /** The formula as it was entered, true as long as `of` is the cell's compiled formula. */
  typed?: { text: string; of: Compiled };
}

export type GridCell = LiteralCell | FormulaCell;

/** The result of evaluating a cell. */
export interface Evaluated {
  value: string | number | boolean | null;
  type: "text" | "number" | "boolean" | "empty" | "error";
  format?: string | undefined;
  formattedValue: string;
  message?: string;
  link?: { label: string; url: string } | undefined;
  position?: Position;
  errorOriginPosition?: Position;
  isAutoSummable: boolean;
  defaultAlign: string;
}

/** Results of formulas on one sheet, by column, then row. */
export type Results = Readonly<Record<number, Readonly<Record<number, Evaluated>>>>;

/** The questions that this folder asks of a model. */
export interface Getters {
  getSheetIds(): string[];
  getSheetName(sheetId: string): string;
  /** `cells` holds the id of a cell by its column. */
  tryGetSheet(
    sheetId: string,
  ): { id: string; rows: { cells: Record<number, number | undefined> }[] } | undefined;
  getSheetIdByName(name: string): string | undefined;
  isSheetVisible(sheetId: string): boolean;
  getNumberRows(sheetId: string): number;
  getNumberCols(sheetId: string): number;
  getPaneDivisions(sheetId: string): { xSplit: number; ySplit: number };
  getCell(position: Position): GridCell | undefined;
  getCells(sheetId: string): GridCell[];
  /** Ours: those cells that hold a formula. */
  getFormulaCells(sheetId: string): FormulaCell[];
  /** Ours: whether a cell holds more than a format or a note. */
  holdsContent(sheetId: string, cellId: number): boolean;
  getCellPosition(cellId: number): Position;
  tryGetCellPosition(cellId: number): Position | undefined;
  getEvaluatedCell(position: Position): Evaluated;
  getEvaluatedCellsPositions(sheetId: string): Position[];
  /** Ours: what formulas gave, by column, then row. Undefined: there is none. */
  getResults(sheetId: string): Results | undefined;
  /** By column, then row, when the formula gives more than one value. */
  evaluateFormula(sheetId: string, formula: string): Evaluated["value"] | Evaluated["value"][][];
  getArrayFormulaSpreadingOn(position: Position): Position | undefined;
  getNamedRange(name: string): { range: SheetZone } | undefined;
  getTranslatedCellFormula(sheetId: string, offsetX: number, offsetY: number, formula: Compiled): string;
  getRangeFromSheetXC(
    sheetId: string,
    xc: string,
  ): SheetZone & { invalidXc?: string; invalidSheetName?: string };
  getUserRowSize(sheetId: string, row: number): number | undefined;
  getColSize(sheetId: string, column: number): number;
  getLocale(): { code: string };
}

/** A command as o-spreadsheet passes it on: `type` and whatever goes with it. */
export interface Command {
  type: string;
  [field: string]: unknown;
}

/** The parts of a core plugin that ours use. */
export interface CorePluginInside {
  getters: Getters;
  history: { update(...pathAndValue: unknown[]): void };
  dispatch(type: string, payload: object): void;
  allowDispatch(command: Command): string | string[];
  handle(command: Command): void;
  beforeHandle(command: Command): void;
  import(data: object): void;
  export(data: object, squish: boolean): void;
}

/** A plugin class of which only the names above are relied on. */
// biome-ignore lint/suspicious/noExplicitAny: a class expression can only extend a constructor that takes any
type PluginClass<Inside> = { new (...config: any[]): Inside; getters: readonly string[] };

const { registries } = spreadsheet;

type PluginRegistry =
  | "corePluginRegistry"
  | "coreViewsPluginRegistry"
  | "statefulUIPluginRegistry"
  | "featurePluginRegistry";

/** The class behind a registered core or view plugin, so that ours can extend it (the package does not export them). */
export function pluginClass<Inside>(registry: PluginRegistry, name: string): PluginClass<Inside> {
  return registries[registry].get(name) as unknown as PluginClass<Inside>;
}

/** Puts our class in the place of a registered one. */
export function replacePlugin(registry: PluginRegistry, name: string, ours: unknown): void {
  (registries[registry] as unknown as { replace(name: string, value: unknown): void }).replace(name, ours);
}

/** What the cells' plugin asks when references may have moved: the same object when this formula's did not. */
export interface FormulaAdapters {
  adaptCompiledFormula(formula: Compiled): Compiled;
}

/** What a plugin asks when a command moved the grid: where is this range now, and is it still there? */
export interface RangeAdapters {
  applyChange(range: SheetZone): {
    changeType: "REMOVE" | "RESIZE" | "MOVE" | "CHANGE" | "NONE";
    range: SheetZone;
  };
}

/** The base of a core plugin of our own. */
export const CorePlugin = spreadsheet.CorePlugin as unknown as PluginClass<
  CorePluginInside & { adaptRanges(adapters: RangeAdapters): void }
>;

/** Gives every model from now on a plugin of our own. */
export function addCorePlugin(name: string, ours: unknown): void {
  (registries.corePluginRegistry as unknown as { add(name: string, value: unknown): void }).add(name, ours);
}

/** 0 → "A", 26 → "AA". */
export const columnLetters: (column: number) => string = spreadsheet.helpers.numberToLetters;

/** A registered function of the formula language. */
export interface FormulaFunction {
  description: string;
  args: unknown[];
  /** Ours: what the help about a formula shows instead. */
  help?: (given: HelpContext) => HelpContext;
  compute: (this: EvaluationContext, ...args: unknown[]) => unknown;
}

/** What a formula function sees as `this`. `huntsheet` comes from the model's `custom` configuration. */
export interface EvaluationContext {
  getters: Getters;
  __originCellPosition?: Position;
  huntsheet?: BookContext;
}

/** A grid that is at least this large. */
export interface Room {
  readonly sheetId: string;
  readonly rows: number;
  readonly columns: number;
}

/** What a Book (or a page that shows one) lends to its model, under `custom.huntsheet`. */
export interface BookContext {
  /** Whether anybody sees this model's grid. */
  hasScreen: boolean;
  /** The wall clock in the book's zone, as a serial. */
  nowSerial(): number;
  /** Who edits here: protections are held against that person. Missing: whoever edits was checked before. */
  person?(): Person;
  /** How typed text is read where no source settles it. */
  typedInput(): TypedInputSwitches;
  /** Whether the formula at `origin` will get a grid of that size for its array, and is to wait for it. */
  askRoom(getters: Getters, origin: Position, room: Room): boolean;
  /** The value of a custom function's call, or Loading… */
  custom(name: string, args: unknown[], context: EvaluationContext): unknown;
}

/** The functions of the formula language. */
export const functions = registries.functionRegistry as unknown as {
  contains(name: string): boolean;
  add(name: string, description: FormulaFunction): void;
  replace(name: string, description: FormulaFunction): void;
};

/** Describes one argument of a formula function. */
export const argument = spreadsheet.helpers.arg as unknown as (definition: string, help: string) => unknown;

/** Values that o-spreadsheet treats as errors. */
export const errorTypes = registries.errorTypes as unknown as Set<string>;

export const { CompiledFormula, coreTypes, tokenize, parse, iterateAstNodes } = spreadsheet;
export const NewModel = spreadsheet.Model;
export const EvaluationError = spreadsheet.EvaluationError;

/** Makes a command of ours a core command: recorded, undone, sent to pages and rebased like o-spreadsheet's own. */
export function addCoreCommand(type: string): void {
  (spreadsheet.coreTypes as unknown as Set<string>).add(type);
  // Where a page's undone command was in the way of others, it is as if it had never moved the grid.
  (registries.inverseCommandRegistry as unknown as Inverses).add(type, (command) => [command]);
}

interface Inverses {
  add(type: string, inverse: (command: Command) => Command[]): void;
}

/** o-spreadsheet's kinds of charts, each with the words that it keeps of a definition. */
export const chartTypes = () =>
  (registries.chartTypeRegistry as unknown as { getAll(): { allowedDefinitionKeys: string[] }[] }).getAll();

/** Command types on which charts, conditional formats and other views look at the cells again. */
export const invalidatingCommands = [
  spreadsheet.invalidateEvaluationCommands,
  spreadsheet.invalidateChartEvaluationCommands,
  spreadsheet.invalidateCFEvaluationCommands,
] as unknown as Set<string>[];

/** How a command is rewritten when another one that was accepted before it moved the grid. */
export const rebasing = registries.otRegistry as unknown as {
  addTransformation(
    executed: string,
    toTransform: string[],
    transform: (command: Command, executed: Command) => Command | undefined,
  ): void;
};

const SILENCED = ["debug", "log", "info", "warn"] as const;

/**
 * Runs o-spreadsheet code without its chatter: it reports timings and imports on the console, and node prints those
 * to stdout, which belongs to the command's own JSON document. Errors stay audible.
 */
export function quietly<T>(run: () => T): T {
  const loud = SILENCED.map((name) => console[name]);
  for (const name of SILENCED) console[name] = () => {};
  try {
    return run();
  } finally {
    SILENCED.forEach((name, i) => {
      console[name] = loud[i] as typeof console.log;
    });
  }
}

/**
 * Lets go of what undoing the last change would take. Only for models without pages: a page may undo its own changes,
 * which come later, and a book filled by a script would keep every former cell for nobody.
 */
export function forgetLastChange(model: Model): void {
  const { session } = model as unknown as {
    session: {
      getLastLocalNonEmptyRevision(): { setChanges(changes: []): void; _commands: object[] } | undefined;
    };
  };
  const last = session.getLastLocalNonEmptyRevision();
  last?.setChanges([]);
  if (last) last._commands = [];
}

/**
 * Keeps commands as they are on their way to other models: o-spreadsheet would rewrite neighbouring cells' contents
 * as differences between its own readings of them, and '1/2/2026' below '5' would arrive as a bare number.
 */
export function sendCommandsWhole(model: Model): void {
  const { session } = model as unknown as {
    session: { commandSquisher: { squish(commands: Command[]): Command[] } };
  };
  session.commandSquisher.squish = (commands) => commands;
}

/**
 * Has the parts of a page hear of others' changes once. o-spreadsheet tells them when a change reaches the data and again
 * when it reaches the page, so that a cell which is edited would move by twice the rows that came in above it.
 */
export function hearOthersOnce(model: Model): void {
  const inside = model as unknown as {
    readonly coreHandlers: unknown;
    dispatchToHandlers(handlers: unknown, command: Command): void;
    trigger(event: string, payload?: unknown): void;
  };
  const dispatch = inside.dispatchToHandlers.bind(inside);
  const trigger = inside.trigger.bind(inside);
  let reachesDataOnly = false;
  inside.trigger = (event, payload) => {
    if (event !== "command-dispatched" || !reachesDataOnly) trigger(event, payload);
  };
  inside.dispatchToHandlers = (handlers, command) => {
    const before = reachesDataOnly;
    reachesDataOnly = handlers === inside.coreHandlers;
    try {
      dispatch(handlers, command);
    } finally {
      reachesDataOnly = before;
    }
  };
}

/**
 * Has a page's commands wait while an undoing is on its way to the others. o-spreadsheet refuses whatever is done
 * meanwhile, without a word: a second Ctrl+Z, and what somebody has just typed.
 */
export function waitForUndoing(model: Model): void {
  type Dispatch = (type: string, payload?: object) => unknown;
  const inside = model as unknown as {
    dispatch: Dispatch;
    readonly session: { canApplyOptimisticUpdate(): boolean };
  };
  const { dispatch, session } = inside;
  const waiting: Parameters<Dispatch>[] = [];
  inside.dispatch = (...command) => {
    if (waiting.length === 0 && session.canApplyOptimisticUpdate()) return dispatch(...command);
    waiting.push(command);
    return spreadsheet.DispatchResult.Success;
  };
  model.on("update", waiting, () => {
    while (session.canApplyOptimisticUpdate()) {
      const next = waiting.shift();
      if (!next) return;
      dispatch(...next);
    }
  });
}
