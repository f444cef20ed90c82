/** What only Google says: nobody who uses Huntsheet is to read it (facts, 1.2, 3.5, 5.5, 9.1 and 10). */
export const GOOGLES_WORDS =
  /Service (?:Spreadsheets|invoked|unavailable)|server error occurred|Internal error|simultaneous invocations|LockService|rateMax|typed column|violates the data|protected cell or object|Specified permissions|googleapis/;
