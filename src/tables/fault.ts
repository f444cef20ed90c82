/** The sheet is in a state that a person has to put right. The message is a sentence that says how. */
export class TableFault extends Error {
  override readonly name = "HuntsheetError";
}
