// The formulas of a page that shows a book: its model evaluates them itself, but custom functions run with the book,
// which tells the page their results. Importing this file gives the page's o-spreadsheet the book's plugins.
import "./cells-plugin.ts";
import "./conditional-formats.ts";
import "./charts.ts";
import "./evaluation-plugin.ts";
import "./filters.ts";
import "./metadata.ts";
import "./protections.ts";
import "./sheets-plugin.ts";
import "./sizes-plugin.ts";
import "./sorted-rows.ts";
import "./validations.ts";
import type { Model } from "@odoo/o-spreadsheet";
import { type ArrayResults, mayGrow } from "./array-room.ts";
import { type CustomFunction, CustomFunctions, type CustomResult } from "./custom-functions.ts";
import { type BookContext, type Getters, sendCommandsWhole } from "./engine.ts";
import type { Person } from "./person.ts";
import { typedInputDefaults } from "./typed-input.ts";

/** What `Book.pageData()` gives: o-spreadsheet's workbook data and more. Goes to `new Model(…)` as it is. */
export interface PageData {
  revisionId: string;
  results: [key: string, result: CustomResult][];
  arrayResults: ArrayResults;
}

/** One per page: pass `custom` to the model, then call `begin`. */
export class PageFormulas {
  /** For the model's configuration: `new Model(data, { custom: formulas.custom, … })`. */
  readonly custom: { huntsheet: BookContext };
  private readonly functions: CustomFunctions;
  private model: Model | undefined;

  /**
   * @param nowSerial the wall clock in the book's zone, in days since 1899-12-30
   * @param person who edits in this page
   */
  constructor(data: PageData, nowSerial: () => number, person?: () => Person) {
    this.functions = new CustomFunctions(
      () => {},
      (cellIds) => this.evaluate(cellIds),
    );
    this.functions.restore(data.results);
    this.custom = {
      huntsheet: {
        hasScreen: true,
        nowSerial,
        ...(person && { person }),
        typedInput: () => typedInputDefaults,
        // The book makes the room; its grid is the page's in a moment.
        askRoom: (getters, origin, room) => data.arrayResults === "grows" && mayGrow(getters, origin, room),
        custom: (name, args, context) => this.functions.call(name, args, context),
      },
    };
  }

  /** Names the custom functions, once the model is there. */
  begin(model: Model, list: readonly CustomFunction[]): void {
    this.model = model;
    sendCommandsWhole(model);
    this.functions.define(list);
  }

  /** Takes a result that the book told of (`Book.onFormulaResult`). */
  accept(key: string, result: CustomResult): void {
    this.functions.accept(key, result);
  }

  private evaluate(cellIds: number[] | undefined): void {
    const { model } = this;
    if (!model) return;
    const getters = model.getters as unknown as Getters;
    const alive = cellIds?.filter((id) => getters.tryGetCellPosition(id) !== undefined);
    if (alive?.length !== 0) model.dispatch("EVALUATE_CELLS", alive ? { cellIds: alive } : {});
  }
}
