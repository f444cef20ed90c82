import type { ArrayResults } from "../book/array-room.ts";

/** What Google's pages leave open (facts, section 12). The defaults are the harsher reading: what works under them works under both. Not so `arrayResults`, `triggersMadePerDay`, `lockRefusedShare` and `flushMicrosecondsPerCell`: local/README.md says why. */
export interface Switches {
  /** Writes that were queued and not yet flushed when an execution dies. facts 1.1, 5.8. */
  queuedWritesOnKill: "lost" | "applied";
  /** Whether SpreadsheetApp.getActiveSpreadsheet() is null in an add-on's clock trigger. facts 4.3. */
  addonTriggerHasSpreadsheet: boolean;
  /** Whether ScriptApp.getProjectTriggers in an add-on lists the person's triggers of the file at hand, or of all files. facts 1.2, 4.1. */
  addonTriggersListed: "file" | "all";
  /** Triggers that a person may make in a day, deleted ones counted; 0: no such limit. facts 1.2. */
  triggersMadePerDay: number;
  /** Seconds after which a fetch times out: 60 by reports, 360 by the reference of 2026. facts 6.1. */
  fetchTimeoutSeconds: number;
  /** Whether `timeoutSeconds` among the parameters of a fetch may change that. facts 6.1. */
  fetchTimeoutSettable: boolean;
  /** Cached items that go before their time: none, or every n-th look-up of a present item misses. facts 1.4. */
  cacheEvictsEvery: number;
  /** Locks taken and released in one second, by all executions of the file, beyond which both throw; 0: any. facts 9.1. */
  lockOperationsPerSecond: number;
  /** The share, from 0 to 1, of lock operations that throw so by chance, however few there are. facts 9.1. */
  lockRefusedShare: number;
  /** What sending a queued write costs for each of its cells, on top of its call. facts 5.8. */
  flushMicrosecondsPerCell: number;
  /** What a custom function may return beside scalars and rectangles: "error" makes `#ERROR!`, "blank" pads and empties. facts 2.3. */
  formulaOddResults: "error" | "blank";
  /** Whether the grid grows for an array of a formula that does not fit, or the formula's cell asks for more rows. */
  arrayResults: ArrayResults;
  /** What a script writes into a cell whose data validation rejects it: refused with Google's words, or written. facts 5.5. */
  writesAgainstValidation: "refused" | "written";
  /** A GET with a payload: refused, or the payload is left out. facts 6.1. */
  getWithPayload: "refused" | "ignored";
  /** A Content-Type among a request's headers, where `contentType` is the place for it: ignored or used. facts 6.1. */
  contentTypeInHeaders: "ignored" | "used";
  /** fetchAll([]): refused, or an empty list. facts 6.4. */
  emptyFetchAll: "refused" | "empty";
  /** Whether getRange(row, 1, 1, getMaxColumns()) counts as a whole row for developer metadata, or "2:2" only. facts 5.1. */
  metadataOnBoundedLines: boolean;
  /** Whether developer metadata goes with its row when a range is sorted. facts 5.5. */
  metadataMovesInSort: boolean;
  /** What Range.getRichTextValue gives for a cell without text. facts 5.5. */
  richTextOfNumbers: "null" | "empty";
  /** Longest computing between two service calls in real milliseconds, in place of Google's six minutes. */
  computeLimitMs: number;
}

export const defaultSwitches: Switches = {
  queuedWritesOnKill: "lost",
  addonTriggerHasSpreadsheet: false,
  addonTriggersListed: "file",
  triggersMadePerDay: 0,
  fetchTimeoutSeconds: 60,
  fetchTimeoutSettable: false,
  cacheEvictsEvery: 0,
  lockOperationsPerSecond: 60,
  lockRefusedShare: 0,
  flushMicrosecondsPerCell: 0,
  formulaOddResults: "error",
  arrayResults: "grows",
  writesAgainstValidation: "refused",
  getWithPayload: "refused",
  contentTypeInHeaders: "ignored",
  emptyFetchAll: "refused",
  metadataOnBoundedLines: false,
  metadataMovesInSort: false,
  richTextOfNumbers: "null",
  computeLimitMs: 60_000,
};
