/** What the parts of a book (charts, filters, protections …) know of it: o-spreadsheet's model, and the way to change it. */
export interface BookModel {
  /** Its getters are those of engine.ts, and more of the part's own. */
  readonly model: { readonly getters: unknown };
  /** The clock of the book. */
  readonly now: () => Date;
  /**
   * o-spreadsheet's id of a sheet.
   * @throws Error when there is no sheet with that number
   */
  sheetKey(sheet: number): string;
  /**
   * Sends a command to the model, which undoes and shares it like any other.
   * @throws Error when o-spreadsheet refuses it for more than changing nothing
   */
  dispatch(type: string, payload: object): void;
}
