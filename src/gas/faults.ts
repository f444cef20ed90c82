/**
 * Said by Google Sheets, in English, of what waiting does not cure (facts, 5.1 and 10). A range outside the sheet is none
 * of it: somebody deleted rows or columns after they were read, and the next look finds the sheet as it is by then.
 */
const LASTING =
  /protected cell|permission|invoked too many times|too much computer time|more than the maximum|number of (rows|columns)|signature|already exists|too large|storage quota/i;

/**
 * What to make of an error that one of Google's services threw. Their texts come in the user's language, so an
 * unknown one is taken for passing: a run tries again a few times before it stops and shows the text.
 */
export function sheetFault(error: unknown): { sentence: string; mayPass: boolean } {
  const text = error instanceof Error ? error.message : String(error);
  if (/protected/i.test(text)) {
    return {
      sentence:
        "A protected range is in the way. Ask the spreadsheet's owner to let you edit it, then go on.",
      mayPass: false,
    };
  }
  // The figure is the same in every language.
  if (/10\D?000\D?000/.test(text)) {
    return {
      sentence:
        "This spreadsheet would get more than 10,000,000 cells, and Google Sheets holds no more. Delete sheets, rows or columns that you do not need, or import into a new spreadsheet, then start again.",
      mayPass: false,
    };
  }
  const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  if (isOurs) {
    return {
      sentence: `Huntsheet itself is at fault, and will be until it is mended. Tell whoever set it up: ${text}`,
      mayPass: false,
    };
  }
  return { sentence: `Google said: ${text}`, mayPass: !LASTING.test(text) };
}
