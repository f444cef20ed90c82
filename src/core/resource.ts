import type { Page, Place } from "./listing.ts";
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
   * `cellOf` converts it, or makes an empty cell and a warning of it.
   */
  readonly value: (record: JsonObject) => Json | undefined;
  /** Of what is only this organisation's: it stays when the thing is renamed. */
  readonly ownId?: string;
  /** Hidden from the person when it is made. */
  readonly isHidden?: true;
  /** For `time` and `date`: how the API writes it. Without it, a number is Unix seconds and text is a written time. */
  readonly timeForm?: "seconds" | "text";
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
export type ReadOn = (listing: Resource, filters: Query, place: Place) => Page;

/** A request for one record under a path of its own, or for the records of a listing that a query keeps. */
export interface Lookup {
  readonly path?: string;
  readonly query: Query;
}

/** What actions tell about the records of a table. */
export interface Changes {
  readonly created: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** Where each record is found that may be new, different or gone. */
  readonly touched: ReadonlyMap<string, Lookup>;
  /** Where further records are found that may be different. */
  readonly lists: readonly Lookup[];
  /** Where older actions are found without which these cannot be made out. */
  readonly older?: readonly Lookup[];
}

/**
 * Makes out what actions tell, the newest first.
 * @param table the names of its columns, and its filters.
 * @returns null when only the whole listing can tell.
 */
export type ActionsTell = (
  actions: readonly JsonObject[],
  table: { readonly columns: readonly string[]; readonly filters: Query },
) => Changes | null;

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
   */
  readonly read?: (readOn: ReadOn, listing: Resource, filters: Query, place: Place) => Page;
  /** The listing whose records tell what changed in this one. */
  readonly follows?: { readonly actions: Resource; readonly tell: ActionsTell };
  /** The column that names a record for good; its header is "ID" in a table. */
  readonly key: string;
  /** Names of the columns by which a person knows a record again, when there is more to it than `name`. */
  readonly label?: readonly string[];
  readonly filters: readonly Filter[];
  readonly columns: readonly Column[];
  /** Columns that only this organisation has (member fields, custom attributes). */
  readonly ownColumns?: (read: ReadWhole) => Column[];
  /** Stands in tables with own columns, hidden: what was imported, so that what a person changed can be told. */
  readonly base?: Column;
  /** The API gives notice of its end: it is imported by name only. */
  readonly deprecated?: true;
  /** The custom function of the listing, when it has one, with the one line that says what it gives. */
  readonly formula?: { readonly name: string; readonly help: string };
}
