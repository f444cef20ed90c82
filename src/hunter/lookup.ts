import type { Json, JsonObject } from "../core/ports.ts";
import type { Query } from "../core/query.ts";
import type { Resource } from "../core/resource.ts";
import type { Credit } from "./plan.ts";

export type LookupName =
  | "verify"
  | "find"
  | "domain"
  | "count"
  | "person"
  | "company"
  | "combined"
  | "domain-finder";

/**
 * What a look-up came to, as it is kept. `status` is always there: of a verification Hunter's own word, else "found" or
 * "not found"; "claimed" (and nothing else, for the person asked not to be processed); or a sentence where Hunter would
 * not take the input (`isRefused`).
 */
export type LookupRecord = JsonObject & { readonly status: string };

/** What a row or a formula asks with, by API parameter. */
export type Inputs = { readonly [parameter: string]: string };

/** One request's worth. */
export interface Question {
  /** The same for all who mean the same: what was paid for is found by it. */
  readonly key: string;
  readonly query: Query;
  /** Of a verification its e-mail domain, which has a daily limit of its own. */
  readonly group?: string;
}

export interface Result {
  readonly key: string;
  readonly record: LookupRecord;
}

/** A result of another question, which came with what was asked: `isPart` of its record says that it cost nothing more. */
export interface Part {
  readonly lookup: LookupName;
  readonly result: Result;
}

/** A look-up of Hunter's: its inputs, what it costs, and what it tells. Not imported, so it is no entry. */
export interface Lookup extends Resource {
  readonly name: LookupName;
  /** API parameters that tell one question from another. */
  readonly inputs: readonly string[];
  /** Of each of these, a row needs one. */
  readonly needs: readonly (readonly string[])[];
  /** What it costs where the plan has two pools; null when it is free. */
  readonly credit: Credit | null;
  /**
   * What is to be asked, null for blank inputs.
   * @throws InputError for inputs that Hunter would not take: they are not sent.
   */
  readonly question: (inputs: Inputs) => Question | null;
  /** The record that is kept of an answer's `data`. */
  readonly record: (data: JsonObject) => LookupRecord;
  /** A miss is answered with 404, and so is a call that the account does not have. */
  readonly isMissed404?: true;
  /** The address of the person whom a key asks for; "" where it tells none. */
  readonly addressOf?: (key: string) => string;
  /** The object that is the answer, where it is not `data` itself; null when there is none. */
  readonly data?: (body: Json) => JsonObject | null;
  /** What of a result that was found another question would have asked, and paid for. */
  readonly parts?: (result: Result) => readonly Part[];
  /** For what takes several requests. */
  readonly pages?: {
    /** How a question stands given the results that are kept: answered, or with this to be asked. */
    readonly standing: (question: Question, kept: Kept, perPage: number) => Standing;
    /** The results of one answer, each small enough for a cell (facts, 1.5). */
    readonly results: (question: Question, body: Json) => Result[];
  };
}

export type Kept = (key: string) => LookupRecord | null;

export type Standing = { readonly record: LookupRecord } | { readonly ask: Question };

/** How a question stands, given the results that are kept. */
export function standingOf({ pages }: Lookup, question: Question, kept: Kept, perPage: number): Standing {
  if (pages) return pages.standing(question, kept, perPage);
  const record = kept(question.key);
  return record ? { record } : { ask: question };
}
