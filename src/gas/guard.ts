import { saidNow } from "./faults.ts";

/** What only an event has: of a trigger, and of a web app's request. */
interface Event {
  readonly authMode?: unknown;
  readonly parameter?: unknown;
}

/**
 * Stands before every public function that is no custom function; the build puts it there. A cell may name any of them
 * (facts, 2.1), and would run it with the stores of the file's owner.
 *
 * Nothing tells that a cell is calling: a custom function gets no event, so that its mode is told nowhere ("this value
 * is never returned", reference of AuthMode). So each of the others has to show what a cell cannot:
 * - a trigger and a web app their event. A cell gives numbers, text, booleans, dates and lists of these (facts, 2.2),
 *   none of which has these properties;
 * - a click, `google.script.run` and the opening of the file, which happen in an open spreadsheet, its `Ui`: every mode
 *   has menu items, NONE included, but CUSTOM_FUNCTION has no user interface (facts, 2.4 and 3.1). No scope is
 *   needed, so nobody is refused for one that they did not grant.
 *
 * Whatever the calls throw, in whichever language, is a refusal. That `getUi` itself throws in a cell, and not only
 * what is done with its answer, follows from the pages of Google and was not tried: a menu is begun too, and not shown.
 * @param args what the function was called with
 * @throws Error in a cell, and wherever else no spreadsheet is open
 */
export function guard(args: ArrayLike<unknown>): void {
  const event = (args[0] ?? {}) as Event;
  if (event.authMode || event.parameter) return;
  try {
    SpreadsheetApp.getUi().createMenu("Huntsheet");
  } catch {
    throw new Error("This is no formula. Use the menu Extensions ▸ Huntsheet.");
  }
}

let forGoogle: unknown = null;

/** Google is about to ask a person for permission (facts, 3.5), and has to see its own error, in whichever language. */
export function leftToGoogle(error: unknown): unknown {
  forGoogle = error;
  return error;
}

/**
 * Runs what Google called. What one of its services threw (named so: facts, 5.9), a person reads as a sentence that says
 * what to do; the build puts it around every public function.
 */
export function inOurWords<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error === forGoogle || (error as Error).name !== "Exception") throw error;
    console.warn(error);
    throw new Error(saidNow(error));
  }
}
