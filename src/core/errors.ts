import { redact } from "./redact.ts";

/** Sorted by what to do next, not by status. */
export type ErrorKind =
  | "no-key" // none is stored: set one
  | "refused" // the key is wrong: set another
  | "forbidden" // the key may not do that
  | "usage" // the plan is used up: stop everything, keep what is done
  | "domain-limit" // Hunter's daily limit for one e-mail domain: put its addresses off
  | "rate" // slowed down for longer than we may wait: go on later
  | "bad-request"
  | "not-found"
  | "gone"
  | "conflict"
  | "claimed" // the person asked not to be processed
  | "pending" // still being worked on: ask again later
  | "try-later" // a third server misbehaved: ask again later
  | "unreachable" // no answer, or a server error
  | "malformed" // an answer that is not what the API documents
  | "loop" // a listing that comes round to a page it gave before
  | "out-of-time"; // nothing is wrong but this execution's time

export type ApiName = "Huntr" | "Hunter";

export interface ErrorFacts {
  readonly status?: number;
  /** When it makes sense to go on, in milliseconds since 1970. */
  readonly retryAtMs?: number;
  /** The API's own word for the error: Hunter's error id, Huntr's parameter name. */
  readonly code?: string;
  /** For `out-of-time`: what there was no time left to wait for. */
  readonly after?: ErrorKind;
}

/** The longest that an API's own message may be within a sentence. Ours: a note on a cell stays readable. */
const MAX_MESSAGE_CHARS = 300;

/**
 * What went wrong with an API, as a sentence for the person: it names Huntr or Hunter and says what to do.
 * Keys are taken out of the message here, so that no later log or cell can leak them.
 */
export class ApiError extends Error {
  readonly kind: ErrorKind;
  readonly api: ApiName;
  readonly status?: number;
  readonly retryAtMs?: number;
  readonly code?: string;
  readonly after?: ErrorKind;

  /** @param secrets what must not show in the sentence or the code. */
  constructor(
    api: ApiName,
    kind: ErrorKind,
    sentence: string,
    facts: ErrorFacts = {},
    secrets: readonly string[] = [],
  ) {
    super(redact(sentence, secrets));
    this.name = "HuntsheetError";
    this.kind = kind;
    this.api = api;
    Object.assign(this, facts);
    if (facts.code !== undefined) this.code = redact(facts.code, secrets);
  }
}

/** After these the same key fares no better with the next question. */
const HOPELESS: readonly ErrorKind[] = ["no-key", "refused", "usage"];

export function isHopeless({ kind }: ApiError): boolean {
  return HOPELESS.includes(kind);
}

/** Something that the user typed cannot be meant: an unknown filter, column or value. */
export class InputError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "HuntsheetError";
  }
}

/** What Google keeps for Huntsheet is used up. Nothing is lost; somebody has to make room. */
export class StoreFullFault extends InputError {
  /** @param isOfOneFile whether the room is one spreadsheet's, or a person's for all of theirs. */
  constructor(isOfOneFile: boolean) {
    super(
      isOfOneFile
        ? "Huntsheet has used up the 500 KB that Google gives it to keep track of this spreadsheet. Cancel or finish runs, or start this again in an hour, when stored look-ups have been moved to their sheet."
        : "Huntsheet has used up the 500 KB that Google gives it to keep track of all your spreadsheets. Cancel or finish runs, or delete spreadsheets that you no longer need, then start this again.",
    );
  }
}

/** @throws InputError with that sentence, unless it is so. */
export function assertInput(isSo: unknown, sentence: string): asserts isSo {
  if (!isSo) throw new InputError(sentence);
}

/** An API's own words made fit for a sentence: one line, no control characters, at most 300 characters. */
export function tidyMessage(text: string): string {
  const oneLine = text
    .replace(/[\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  const characters = Array.from(oneLine);
  return characters.length <= MAX_MESSAGE_CHARS
    ? oneLine
    : `${characters.slice(0, MAX_MESSAGE_CHARS - 1).join("")}…`;
}
