/** Google's published or measured limits. "facts n.m" is the section of docs/platform-facts.md that says so. */

export { FILE_CELLS, SHEET_COLUMNS } from "../book/grid-limits.ts";

/** facts 1.1: one execution, in milliseconds. */
export const EXECUTION_LIMIT_MS = 6 * 60_000;
/** facts 1.1: a custom function, and a simple trigger such as onOpen, in milliseconds. */
export const SHORT_EXECUTION_LIMIT_MS = 30_000;
/** facts 1.1: executions of one user at the same time. */
export const EXECUTIONS_AT_ONCE_PER_USER = 30;

/** facts 1.2: triggers per user per script. */
export const TRIGGERS_PER_USER = 20;
/** facts 1.2: what all triggers of a consumer account may run in a day, in milliseconds. */
export const TRIGGER_RUNTIME_PER_DAY_MS = 90 * 60_000;
/** facts 1.2: an add-on's clock trigger fires at most this often, in milliseconds. */
export const ADDON_TRIGGER_FLOOR_MS = 60 * 60_000;

/** facts 1.3: calls per day of a consumer account; each member of fetchAll counts. */
export const FETCHES_PER_DAY = 20_000;
/** facts 1.3: bytes of a response, and of a body that is sent. */
export const FETCH_BODY_BYTES = 50 * 1024 * 1024;
/** facts 1.3: headers of one request. */
export const FETCH_HEADERS = 100;
/** facts 1.3: bytes of all headers of one request together. */
export const FETCH_HEADER_BYTES = 8 * 1024;
/** facts 1.3: characters of an address; the reference says 2,082, the quota table 2 KB, users met it at about 2,048. */
export const FETCH_URL_CHARACTERS = 2_048;

/** facts 1.4: bytes of one property value. */
export const PROPERTY_BYTES = 9 * 1024;
/** facts 1.4: bytes of all names and values of one property store. */
export const PROPERTY_STORE_BYTES = 500 * 1024;
/** facts 1.4: property reads and writes per day of a consumer account. */
export const PROPERTY_CALLS_PER_DAY = 50_000;
/** facts 1.4: characters of a cache key. */
export const CACHE_KEY_CHARACTERS = 250;
/** facts 1.4: bytes of a cache value, measured. */
export const CACHE_VALUE_BYTES = 102_400;
/** facts 1.4: items of one cache, and how many of the oldest go when that is passed. */
export const CACHE_ITEMS = 1_000;
export const CACHE_EVICTED_AT_ONCE = 101;
/** facts 1.4: seconds that a cached item lives when nothing is said, and at most. */
export const CACHE_DEFAULT_SECONDS = 600;
export const CACHE_LONGEST_SECONDS = 21_600;

/** facts 1.5: characters of one cell. */
export const CELL_CHARACTERS = 50_000;
/** facts 5.5 [?]: characters of all keys and values of a file's developer metadata; Google may count each sheet apart. */
export const METADATA_CHARACTERS = 30_000;
/** [K]: choices of a data validation's own list; its words are [K], too. */
export const LISTED_CHOICES = 500;
/** facts 1.5: sheets of one file, by secondary pages. */
export const FILE_SHEETS = 200;
/** facts 5.4: characters of a sheet's name; secondary. */
export const SHEET_NAME_CHARACTERS = 100;

/** facts 1.6: google.script.run calls of one page at the same time. */
export const PAGE_CALLS_AT_ONCE = 10;
/** facts 1.6: the folk maximum of one Utilities.sleep, in milliseconds. */
export const LONGEST_SLEEP_MS = 300_000;
