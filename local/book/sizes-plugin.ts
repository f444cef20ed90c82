// Sizes of columns as in Sheets; and sizes and places of rows on a screen, which a book without one need not know:
// o-spreadsheet measures every text and adds up every row after every command, and that would be most of the time that
// a large book takes.
import { type BookContext, type Command, type Getters, pluginClass, replacePlugin } from "./engine.ts";

interface RowSizesInside {
  getters: Getters;
  beforeHandle(command: Command): void;
  handle(command: Command): void;
  getRowSize(sheetId: string, row: number): number;
}

const OriginalRowSizes = pluginClass<RowSizesInside>("coreViewsPluginRegistry", "row_size");

/** o-spreadsheet's height of a row with one line of text, in pixels. */
const ROW_HEIGHT = 23;

class RowSizes extends OriginalRowSizes {
  private readonly hasScreen: boolean;

  // biome-ignore lint/suspicious/noExplicitAny: the configuration is o-spreadsheet's own and passed on unseen
  constructor(config: any) {
    super(config);
    const book: BookContext | undefined = config.custom?.huntsheet;
    this.hasScreen = book?.hasScreen ?? true;
  }

  override beforeHandle(command: Command): void {
    if (this.hasScreen) super.beforeHandle(command);
  }

  override handle(command: Command): void {
    if (this.hasScreen) super.handle(command);
  }

  override getRowSize(sheetId: string, row: number): number {
    if (this.hasScreen) return super.getRowSize(sheetId, row);
    return this.getters.getUserRowSize(sheetId, row) ?? ROW_HEIGHT;
  }
}

type Dimension = "COL" | "ROW";
type Positions = Record<number, number>;

interface PlacesInside {
  computePositions(sheetId: string, dimension: Dimension): Positions;
}

const OriginalPlaces = pluginClass<PlacesInside>("statefulUIPluginRegistry", "header_positions");

/** Sheets' width of a column that nobody set, in pixels. */
const COLUMN_WIDTH = 100;

interface HeaderSizesInside {
  /** What was set; undefined where nothing was. */
  sizes: Record<string, Record<Dimension, (number | undefined)[]>>;
  getColSize(sheetId: string, column: number): number;
}

const OriginalHeaderSizes = pluginClass<HeaderSizesInside>("corePluginRegistry", "headerSize");

class HeaderSizes extends OriginalHeaderSizes {
  override getColSize(sheetId: string, column: number): number {
    return this.sizes[sheetId]?.COL[column] ? super.getColSize(sheetId, column) : COLUMN_WIDTH;
  }
}

/** Where a grid that nobody sees would have its headers, were they all alike: worked out only when asked. */
const unseen = (size: number): Positions =>
  new Proxy({}, { get: (_, index) => (typeof index === "string" ? Number(index) * size : undefined) });

const UNSEEN: Readonly<Record<Dimension, Positions>> = { ROW: unseen(ROW_HEIGHT), COL: unseen(COLUMN_WIDTH) };

class Places extends OriginalPlaces {
  private readonly hasScreen: boolean;

  // biome-ignore lint/suspicious/noExplicitAny: the configuration is o-spreadsheet's own and passed on unseen
  constructor(config: any) {
    super(config);
    const book: BookContext | undefined = config.custom?.huntsheet;
    this.hasScreen = book?.hasScreen ?? true;
  }

  override computePositions(sheetId: string, dimension: Dimension): Positions {
    return this.hasScreen ? super.computePositions(sheetId, dimension) : UNSEEN[dimension];
  }
}

replacePlugin("corePluginRegistry", "headerSize", HeaderSizes);
replacePlugin("coreViewsPluginRegistry", "row_size", RowSizes);
replacePlugin("statefulUIPluginRegistry", "header_positions", Places);
