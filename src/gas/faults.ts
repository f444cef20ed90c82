interface Refusal {
  /** In English; users of other languages get the sentence for what is unknown. */
  readonly said: RegExp;
  /** Whether waiting cures it. */
  readonly mayPass: boolean;
  readonly sentence: string;
}

const NOT_REACHED = "Google Sheets was busy or out of reach. Huntsheet tries again by itself.";
const USED_UP =
  "What Google allows this account in a day is used up. It begins anew within 24 hours: go on then.";
const OURS = "Huntsheet itself is at fault, and will be until it is mended. Tell whoever set it up";

/** Which of Google's refusals pass and which last, the first that fits. Sources: facts 1.2, 1.6, 3.5, 5.1, 5.5, 9.1 and 10. */
const REFUSALS: readonly Refusal[] = [
  {
    said: /short time|per second|simultaneous|timed out|failed while|server error|internal error|service unavailable|LockService/i,
    mayPass: true,
    sentence: NOT_REACHED,
  },
  {
    said: /invoked too many times|too much computer time|limit exceeded/i,
    mayPass: false,
    sentence: USED_UP,
  },
  {
    said: /data validation rules/i,
    mayPass: false,
    sentence:
      "A data validation rule of this sheet refuses what Huntsheet writes there. Take it off Huntsheet's columns (Data ▸ Data validation), or let it show a warning only, then go on.",
  },
  {
    said: /typed columns?|intersects a table/i,
    mayPass: false,
    sentence:
      "A column of this sheet belongs to a Table of Google Sheets, whose type does not let Huntsheet work there. Turn the Table back into a range, then go on.",
  },
  {
    said: /protected/i,
    mayPass: false,
    sentence: "A protected range is in the way. Ask the spreadsheet's owner to let you edit it, then go on.",
  },
  {
    // The figure is the same in every language.
    said: /10\D?000\D?000/,
    mayPass: false,
    sentence:
      "This spreadsheet would get more than 10,000,000 cells, and Google Sheets holds no more. Delete sheets, rows or columns that you do not need, or import into a new spreadsheet, then start again.",
  },
  {
    said: /permission|authorization/i,
    mayPass: false,
    sentence:
      "Google does not let Huntsheet do that: not all that it asks for was allowed, or you may no longer edit this spreadsheet. Choose Huntsheet ▸ Set up, allow everything, then go on.",
  },
];

/**
 * Ours, or of what we wrote. A range outside the sheet is none of it: somebody deleted rows or columns after they were
 * read, and the next look finds the sheet as it is by then.
 */
const LASTING =
  /more than the maximum|number of (rows|columns)|signature|already exists|too large|storage quota/i;

/** What a person may refuse one by one (facts, 3.5), as a sentence goes on after "Google does not let Huntsheet". */
const DOES: Readonly<Record<string, string>> = {
  "spreadsheets.currentonly": "read and change this spreadsheet",
  spreadsheets: "read and change spreadsheets",
  "script.external_request": "connect to Huntr and Hunter",
  "script.container.ui": "show its sidebars",
  "script.scriptapp": "work while you are away",
};

/**
 * @param error what one of Google's services threw
 * @returns what was refused and how to allow it, or null when it is about something else. The scopes stand in Google's
 * text whatever its language.
 */
function refusedConsent(error: unknown): string | null {
  const text = error instanceof Error ? error.message : String(error);
  const scope = text.match(/googleapis\.com\/auth\/([\w.]+)/)?.[1];
  if (scope === undefined) return null;
  return `Google does not let Huntsheet ${DOES[scope] ?? "do that"}: that was not allowed when Google asked. Choose Huntsheet ▸ Set up, allow everything, then try again.`;
}

/**
 * What to make of an error that one of Google's services threw. Their texts come in the user's language, so an
 * unknown one is taken for passing: a run tries again a few times before it stops and shows the text.
 */
export function sheetFault(error: unknown): { sentence: string; mayPass: boolean } {
  const text = error instanceof Error ? error.message : String(error);
  const isOurs = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  if (isOurs) return { sentence: `${OURS}: ${text}`, mayPass: false };
  const refused = refusedConsent(error);
  if (refused !== null) return { sentence: refused, mayPass: false };
  const known = REFUSALS.filter(({ said }) => said.test(text))[0];
  return known ?? { sentence: `Google said: ${text}`, mayPass: !LASTING.test(text) };
}

/** The same for somebody who waits for what was asked, and nothing tries again by itself. */
export function saidNow(error: unknown): string {
  const { sentence } = sheetFault(error);
  return sentence === NOT_REACHED ? "Google was busy or out of reach. Try again in a minute." : sentence;
}
