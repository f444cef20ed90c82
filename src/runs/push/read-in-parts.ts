import { cutByBytes } from "../../core/bytes.ts";
import type { Client } from "../../core/client.ts";
import { ApiError, assertInput } from "../../core/errors.ts";
import { readPage } from "../../core/listing.ts";
import { FIRST_CURSOR, type PageCursor } from "../../core/page.ts";
import type { JsonObject, Ports } from "../../core/ports.ts";
import type { Query } from "../../core/query.ts";
import type { Resource } from "../../core/resource.ts";
import { unitOf } from "../work.ts";

/** Where a check is that goes on in the next execution. */
export interface Part {
  /** Of the check, as the page that asks for it made it up: 8 to 20 letters and digits. */
  readonly token: string;
  /** Which part it is, from 0. */
  readonly nth: number;
}

/** How far a check has come. */
export interface SoFar {
  readonly done: number;
  /** Null when nobody knows. */
  readonly total: number | null;
  /** What `done` and `total` count: "members". */
  readonly unit: string;
}

/** There is more to read than fits into an execution: what was read is kept, and the next part goes on from there. */
export class MoreToRead extends Error {
  constructor(readonly soFar: SoFar) {
    super("The check goes on.");
  }
}

/** Of the cache's 100 KB for a value (facts, 1.4), in bytes. */
const PIECE_BYTES = 95_000;
/** Between two parts of a check there are milliseconds; nobody comes back to one that was left. */
const KEPT_SECONDS = 600;
/** A cache that forgets what was read would have a check begin anew for ever: this part reads all at once. */
export const MOST_PARTS = 30;

/** How far the reading of a listing has come, as the cache keeps it. */
interface Place {
  /** Null at the end. */
  readonly next: PageCursor | null;
  readonly count: number;
  readonly total: number | null;
  readonly pieces: number;
}

const START: Place = { next: FIRST_CURSOR, count: 0, total: null, pieces: 0 };

/** Reads listings whole, over as many executions as that takes. What was read is in the cache in between. */
export class ReadInParts {
  /** What this execution read of each listing, and where that leads. */
  private readonly here = new Map<string, { records: JsonObject[]; place: Place }>();

  /**
   * @param untilMs no page is asked for later than this.
   * @throws InputError for a part that is none.
   */
  constructor(
    private readonly part: Part,
    private readonly client: Client,
    private readonly ports: Pick<Ports, "cache" | "clock">,
    private readonly untilMs: number,
  ) {
    assertInput(
      /^[a-z0-9]{8,20}$/.test(part.token) && part.nth >= 0,
      "The check is told by 8 to 20 letters.",
    );
  }

  /** @throws MoreToRead, ApiError */
  read(resource: Resource, filters: Query = {}): JsonObject[] {
    const before = this.placeOf(resource);
    const records: JsonObject[] = [];
    let place = before;
    while (place.next !== null) {
      if (this.mayWait && this.ports.clock.nowMs() >= this.untilMs) this.leave(resource, records, place);
      try {
        const page = readPage(this.client, resource, filters, place.next);
        for (const record of page.records) records.push(record);
        place = { ...place, next: page.next, count: place.count + page.records.length, total: page.total };
      } catch (error) {
        // The API had it wait for longer than this part lasts.
        if (!this.mayWait || !(error instanceof ApiError) || error.kind !== "out-of-time") throw error;
        this.leave(resource, records, place);
      }
    }
    this.here.set(resource.table, { records, place });
    return [...this.kept(resource, before), ...records];
  }

  private get mayWait(): boolean {
    return this.part.nth < MOST_PARTS;
  }

  private nameOf(table: string, piece?: number): string {
    return `check.${this.part.token}.${table}${piece === undefined ? "" : `.${piece}`}`;
  }

  private placeOf({ table }: Resource): Place {
    const name = this.nameOf(table);
    const text = this.part.nth > 0 ? this.ports.cache.getAll([name])[name] : undefined;
    return text === undefined ? START : (JSON.parse(text) as Place);
  }

  /** What the parts before read. @throws MoreToRead when the cache has lost some of it, so that it is read anew. */
  private kept(resource: Resource, { pieces }: Place): JsonObject[] {
    const names = Array.from({ length: pieces }, (_, piece) => this.nameOf(resource.table, piece));
    const found = this.ports.cache.getAll(names);
    const text = names.map((name) => found[name] ?? "").join("");
    if (names.some((name) => found[name] === undefined)) {
      this.here.delete(resource.table);
      this.ports.cache.remove([this.nameOf(resource.table)]);
      throw new MoreToRead({ done: 0, total: null, unit: unitOf(resource) });
    }
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as JsonObject);
  }

  /** Keeps all that this execution read, of other listings too, and ends it. */
  private leave(resource: Resource, records: JsonObject[], place: Place): never {
    this.here.set(resource.table, { records, place });
    const values: Record<string, string> = {};
    for (const [table, { records: read, place: to }] of this.here) {
      const text = read.map((record) => `${JSON.stringify(record)}\n`).join("");
      const pieces = text === "" ? [] : cutByBytes(text, PIECE_BYTES);
      pieces.forEach((piece, i) => {
        values[this.nameOf(table, to.pieces + i)] = piece;
      });
      values[this.nameOf(table)] = JSON.stringify({
        ...to,
        pieces: to.pieces + pieces.length,
      } satisfies Place);
    }
    this.ports.cache.putAll(values, KEPT_SECONDS);
    throw new MoreToRead({ done: place.count, total: place.total, unit: unitOf(resource) });
  }
}
