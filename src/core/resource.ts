import type { ErrorKind } from "./errors.ts";
import type { Memory } from "./memory.ts";
import type { Page, PageCursor } from "./page.ts";
import type { Json, JsonObject } from "./ports.ts";
import type { Query } from "./query.ts";

/** A cell as the add-on means it. `null` is an empty cell. Text is text, whatever it looks like. */
export type Cell = string | number | boolean | Date | null;

/** `time` is an instant, `date` a day without a time; both are a Date, a day at 00:00 UTC. */
export type ColumnKind = "text" | "number" | "boolean" | "time" | "date";

export interface Column {
  /** snake_case, frozen: people's formulas hold it. */
  readonly name: string;
  /** As a person writes it; it is how the column is found again in a sheet. */
  readonly header: string;
  readonly kind: ColumnKind;
  /** One sentence. */
  readonly help: string;
  /** Shown unless the user chose columns. */
  readonly byDefault: boolean;
  /**
   * The raw value in one record: undefined or null is an empty cell. It need not be of the column's kind:
   * `cellOf` converts it, or makes an empty cell and a warning of it. It depends on the record alone: a refresh by
   * changes leaves a row as it is while nothing tells that its record changed.
   */
  readonly value: (record: JsonObject) => Json | undefined;
  /** Of texts that may be written in several ways: what two have in common that say the same. */
  readonly meaning?: (text: string) => string;
  /** Its value also depends on the day, or changes untold: a table that shows it is refreshed by reading it whole. */
  readonly changesWithTime?: true | undefined;
  /** Of what is only this organisation's: it stays when the thing is renamed. */
  readonly ownId?: string;
  /** Hidden from the person when it is made. */
  readonly isHidden?: true;
  /** It stands in what only a request of the record's own tells. */
  readonly details?: Details | undefined;
  /** For `time` and `date`: how the API writes it. Without it, a number is Unix seconds and text is a written time. */
  readonly timeForm?: "seconds" | "text" | undefined;
}

/** A hidden column of what was imported, by which a table tells what a person typed over it since. */
export interface BaseColumn extends Column {
  /** The record, as far as own columns are read from it; null for a text that is none of ours. */
  readonly recordIn: (text: string) => JsonObject | null;
  /** What a note on the cell of an own column says that the API holds; null when there is no such note. */
  readonly toldOf: (before: JsonObject, ownId: string) => string | null;
  /**
   * The text for a row in which cells of a person's are kept: of these it goes on saying what they were typed over.
   * @param kept by own id, what a note on the cell says that the API holds; null where there is none.
   * @param written own ids of the columns that are written: of others, too, it goes on saying what it did.
   */
  readonly keeping: (
    record: JsonObject,
    before: JsonObject,
    kept: ReadonlyMap<string, string | null>,
    written: readonly string[],
  ) => string;
  /** For a note on a cell that was changed on both sides: what the API holds, and held when it was imported. */
  readonly conflict: (now: string, before: string) => string;
}

/** What a listing leaves out of its records: a request for each of them. */
export interface Details {
  readonly path: (record: JsonObject) => string;
  /** After these, too, a record stays as the listing has it: of some nothing more is told to everybody. */
  readonly untold?: readonly ErrorKind[];
  /** The record with what was told of it. Where there is nothing (404) it stays as it is. */
  readonly into: (record: JsonObject, details: JsonObject) => JsonObject;
}

export interface Filter {
  /** The API's own parameter name. */
  readonly name: string;
  readonly kind: "text" | "number" | "boolean" | "time" | "list";
  readonly help: string;
  /** When only some values are allowed. */
  readonly choices?: readonly string[];
  /** The table whose ids it takes: a person chooses among names. */
  readonly of?: string;
  /** There is no listing without it; its formula takes the bare value. */
  readonly required?: true;
}

/** Reads other small listings of the same API while a resource works out its columns. */
export type ReadWhole = (table: string) => JsonObject[];

/** Reads a listing on from a place: a page or a batch of it, as the caller wants. */
export type ReadOn = (listing: Resource, filters: Query, place: PageCursor) => Page;

/** Reads several records and parts of a listing, all of them; null when one was refused that the whole may do without. */
export type ReadMany = (listing: Resource, requests: readonly RecordRequest[]) => JsonObject[] | null;

/** A request for one record under a path of its own, or for the records of a listing that a query keeps. */
export interface RecordRequest {
  readonly path?: string;
  readonly query: Query;
}

/** What actions tell about the records of a table. */
export interface Changes {
  readonly created: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** Where each record is found that may be new, different or gone. */
  readonly touched: ReadonlyMap<string, RecordRequest>;
  /** Where further records are found that may be different. */
  readonly lists: readonly RecordRequest[];
  /** Where older actions are found without which these cannot be made out. */
  readonly older?: readonly RecordRequest[];
}

/**
 * Makes out what actions tell, the newest first.
 * @param table the names of its columns, its filters, and which of the actions are not in it yet; all unless given.
 * @returns null when only the whole listing can tell.
 */
export type ActionsTell = (
  actions: readonly JsonObject[],
  table: {
    readonly columns: readonly string[];
    readonly filters: Query;
    readonly isNew?: (action: JsonObject) => boolean;
  },
) => Changes | null;

/** A record is found below the listing's path by its id, or as the one that the listing gives for an e-mail address. */
export interface SingleRecord {
  /** In a sentence: "job". */
  readonly noun: string;
  readonly id: RegExp;
  /** The listing takes `email`. */
  readonly hasEmail?: true;
  /** Reads the answer for an id, where it is not as the listing's. */
  readonly records?: Resource["records"];
}

/** One Huntr or Hunter resource: from this entry follow import, menu item, formula, help and tests. */
export interface Resource {
  /** As in `startRun({kind: "import", table})`, frozen. */
  readonly table: string;
  readonly api: "huntr" | "hunter";
  /** The name of its sheet, and with `import` before it (blanks out) of its menu function. */
  readonly title: string;
  readonly help: string;
  /** Below the API's base address, without a leading slash. */
  readonly path: string;
  /** How the listing pages. `either`: one page or a cursor, as it comes. */
  readonly paging:
    | { readonly style: "cursor"; readonly limit: number }
    | { readonly style: "either" }
    /** `beyond`: the sentence that says what to do when a listing is longer than `maxOffset` reaches. */
    | {
        readonly style: "offset";
        readonly limit: number;
        readonly maxOffset: number;
        readonly beyond?: string;
      }
    | { readonly style: "single" };
  /** The records of one answer. Throws UnexpectedShape (core/json) when there is no such list in it. */
  readonly records: (body: Json) => JsonObject[];
  /**
   * Unix seconds at which a record was created: given when the listing is sorted by them, newest first, and takes
   * created_after and created_before, so that it can be read in windows of time.
   */
  readonly createdSeconds?: (record: JsonObject) => Json | undefined;
  /**
   * For what is no plain listing but gathered from one or several: reads it on by means of `readOn`.
   * @param listing the entry without this function.
   * @param aid the time it is, and what is kept beside the place, where there is anything to keep it.
   */
  readonly read?: (
    readOn: ReadOn,
    listing: Resource,
    filters: Query,
    place: PageCursor,
    aid: { readonly nowMs: number; readonly memory: Memory | undefined },
  ) => Page;
  /** For what is worked out of more than its own listing: how it is from records that were found one by one. */
  readonly singly?: {
    /** About so many requests for each. */
    readonly requestsEach: number;
    readonly made: (records: readonly JsonObject[], readMany: ReadMany, nowMs: number) => JsonObject[] | null;
  };
  /** The listing whose records tell what changed in this one. */
  readonly follows?: {
    readonly actions: Resource;
    readonly tell: ActionsTell;
    /** How often the listing is read whole all the same, for what actions do not tell. Milliseconds. */
    readonly wholeEveryMs: number;
    /** A type of action: only of an account that has one it is known that it tells of these records at all. */
    readonly toldBy?: string;
  };
  /** The column that names a record for good; its header is "ID" in a table. */
  readonly key: string;
  /** Names of the columns by which a person knows a record again, when there is more to it than `name`. */
  readonly label?: readonly string[];
  readonly filters: readonly Filter[];
  readonly columns: readonly Column[];
  /** How a single record is found, where there is a formula for it. */
  readonly single?: SingleRecord;
  /** Columns that only this organisation has (member fields, custom attributes). */
  readonly ownColumns?: (read: ReadWhole) => Column[];
  /** Stands in tables with own columns, hidden: what was imported, so that what a person changed can be told. */
  readonly base?: BaseColumn;
  /**
   * Not every account has it: where one does not (403, 404), nobody is shown it.
   * `shownBy`: where the listing is there in any case, a type of action that tells whether it would show anything.
   */
  readonly newer?: { readonly shownBy?: string };
  /** A page is asked for by POST, with the filters as its body, and the first one without its size. */
  readonly posted?: {
    /** Whether the API counts how often it is asked this: it is asked once, and not again when the answer was lost. */
    readonly isCounted: (body: Query) => boolean;
  };
  /** There is no listing without some filter: which, a person says. */
  readonly needsFilter?: true;
  /** The API gives notice of its end: it is imported by name only. */
  readonly deprecated?: true;
  /** The custom function of the listing, when it has one, with the one line that says what it gives. */
  readonly formula?: { readonly name: string; readonly help: string };
}
