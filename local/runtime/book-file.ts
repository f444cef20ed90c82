import type { TriggerRecord } from "./trigger-record.ts";

export type InstallMode = "bound" | "addon";

/** Names and values of one property store. */
export type PropertyStore = Record<string, string>;

/** One cache: `until` is the instant (milliseconds since 1970) at which the item is gone. Oldest first. */
export type CacheStore = Record<string, { value: string; until: number }>;

/** What one person used up since `since` (facts 1.6: a day from that person's first request). */
export interface DayCounter {
  since: number;
  fetches: number;
  propertyCalls: number;
  triggerMs: number;
  /** Triggers made; counted only where the switch triggersMadePerDay limits them. */
  triggersMade?: number;
}

/**
 * Everything that `--book FILE` holds, as one JSON object. Copying that file copies all of it, as if the whole account
 * had been copied; `copiedFile` is what a copy made in Sheets holds.
 */
export interface BookFile {
  format: 1;
  /** Who made the file. Formulas see this person's user properties (facts 2.4). */
  owner: string;
  /** It belongs to an organisation's shared drive, so that nobody owns it: `owner` is who made it (facts 13). */
  isInSharedDrive?: true;
  /** Milliseconds since 1970. */
  clockMs: number;
  /** An add-on is *enabled* once it was used in this file (facts 3.1). */
  enabled: boolean;
  /** Book.save(). */
  spreadsheet: unknown;
  properties: { document: PropertyStore; script: PropertyStore; user: Record<string, PropertyStore> };
  caches: { document: CacheStore; script: CacheStore; user: Record<string, CacheStore> };
  triggers: TriggerRecord[];
  /** By e-mail address. */
  counters: Record<string, DayCounter>;
  /** The tab that each person has open: sheet id. */
  activeSheets: Record<string, number>;
  /** The sample's present when the file was made, milliseconds since 1970: its data are as recent as the file. */
  sampleNowMs?: number;
  /** What differs from the seed on the sample servers, by API. */
  servers: Record<string, unknown>;
}

/** A new file: one empty sheet, nothing stored. The spreadsheet is made when the host opens it. */
export function newBookFile(o: { owner: string; nowMs: number; isInSharedDrive?: true }): BookFile {
  return {
    format: 1,
    owner: o.owner,
    ...(o.isInSharedDrive && { isInSharedDrive: true }),
    clockMs: o.nowMs,
    enabled: false,
    spreadsheet: null,
    properties: { document: {}, script: {}, user: {} },
    caches: { document: {}, script: {}, user: {} },
    triggers: [],
    counters: {},
    activeSheets: {},
    servers: {},
  };
}

/**
 * The file that Sheets' "Make a copy" makes, of one as `Host.save` gives it (facts 3.3): what the document holds comes
 * along. A bound script becomes a new project with nothing stored and no triggers; an add-on is the same project there,
 * so its own stores stay in reach and only the document's are empty.
 * @param spreadsheet the copied document, `Book.save()`
 */
export function copiedFile(
  file: BookFile,
  o: { mode: InstallMode; owner: string; spreadsheet: unknown },
): BookFile {
  const { owner, spreadsheet } = o;
  const fresh = { ...newBookFile({ owner, nowMs: file.clockMs }), spreadsheet };
  const { counters, servers, sampleNowMs, properties, caches } = structuredClone(file);
  const same = { ...fresh, counters, servers, ...(sampleNowMs !== undefined && { sampleNowMs }) };
  if (o.mode === "bound") return same;
  return {
    ...same,
    properties: { ...properties, document: {} },
    caches: { ...caches, document: {} },
  };
}

/**
 * @throws Error with a sentence for the person when the text is no book file.
 */
export function parseBookFile(text: string, name: string): BookFile {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error(`${name} is not JSON, so it is no book file.`);
  }
  const { format, spreadsheet, properties } = (data ?? {}) as Partial<BookFile>;
  if (format !== 1 || spreadsheet === undefined || properties === undefined)
    throw new Error(`${name} is not a book file of this version.`);
  return data as BookFile;
}
