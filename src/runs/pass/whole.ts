import type { Client } from "../../core/client.ts";
import { detailedFor } from "../../core/details.ts";
import { parseFilters } from "../../core/filters.ts";
import { type Memory, memoryIn } from "../../core/memory.ts";
import { FIRST_CURSOR, type Page } from "../../core/page.ts";
import type { Query } from "../../core/query.ts";
import type { Resource } from "../../core/resource.ts";
import type { Sheet } from "../../core/spreadsheet.ts";
import { readBatch } from "../../core/windows.ts";
import { saveTableState } from "../../tables/state.ts";
import type { KeyedRecord } from "../../tables/table.ts";
import { type Counted, plus } from "../counted.ts";
import type { ImportSpec } from "../run.ts";
import { entryOf } from "../work.ts";
import { isDoubtful, question } from "./doubt.ts";
import { PassKeys } from "./gone.ts";
import { keyed } from "./keyed.ts";
import { lostText } from "./lost.ts";
import { type Opened, openTable, waitForOther } from "./open.ts";
import { type Shape, shapeOf } from "./shape.ts";
import { sheetForImport } from "./sheet.ts";
import { anew, nextCells, nextRows, type PassState, START } from "./state.ts";
import { Unshown } from "./unshown.ts";
import { AGAIN, type PassChange, type PassEnd, type PassWorker } from "./worker.ts";

/** A page with all its retries gets this long, so that it ends well within the lease. */
export const PAGE_MS = 50_000;
/** A cache that forgets what was seen this often will not keep it next time either: Google keeps 1,000 items (facts, 1.4). */
const MOST_REREADINGS = 3;
/** Actions may be recorded late, and the API's clock need not be ours. */
const OVERLAP_SECONDS = 600;

/** Rows that are enough for the first write: who waits sees some soon, and a short listing is written at once. */
const FIRST_ROWS = 1_000;
/** Beyond its budget an execution has at least 90 s (facts, 1.1): what takes longer than this is for the next one. */
const BEYOND_MS = 60_000;

/** Since when actions are to be read that tell what happened after an instant. Unix seconds. */
export function followedFrom(instantMs: number): number {
  return Math.floor(instantMs / 1000) - OVERLAP_SECONDS;
}

/**
 * Reads a whole listing on from where the last slice left it and brings its table up to date, batch by batch: read,
 * write, flush, checkpoint. A worker that dies anywhere in between leaves at most one batch to be read again, and
 * writing a batch again changes nothing. Of the rows that stood there when the pass began, those go in the end that the
 * listing did not show.
 * @param at where the pass is.
 */
export function passOverListing(
  spec: ImportSpec,
  at: PassState,
  worker: PassWorker,
  work: Counted,
  deadlineMs: number,
): PassEnd {
  return new WholePass(spec, at, worker, work, deadlineMs).advance();
}

class WholePass {
  private readonly entry: Resource;
  private readonly shape: Shape;
  private readonly query: Query;
  private requestsBefore: number;
  /** Null until it is made, or found to be there. */
  private readonly begunIn: Sheet | null;
  private opened: Opened | null = null;
  private keys: PassKeys | null = null;
  private done: number;
  private counts: PassWorker["run"]["counts"];
  private lastWriteMs = 0;
  private unshown: Unshown;
  /** What the listing says at its end. */
  private note: string | null = null;
  private readonly memory: Memory;

  constructor(
    private readonly spec: ImportSpec,
    private at: PassState,
    private readonly worker: PassWorker,
    private readonly work: Counted,
    private readonly deadlineMs: number,
  ) {
    const { sheet, done, counts } = worker.run;
    this.entry = entryOf(work.entries, spec.table);
    this.memory = memoryIn(work.ports.cache, worker.run.id);
    this.shape = shapeOf(spec, sheet, work, this.client());
    this.query = parseFilters(this.entry, spec.filters, work.book);
    this.requestsBefore = at.requests;
    this.begunIn = sheet && work.book.sheetById(sheet.id);
    this.done = done;
    this.counts = counts;
    this.unshown = new Unshown({ ...at.unshown });
  }

  advance(): PassEnd {
    const where = this.sheetNow();
    const known = typeof where === "string" ? undefined : this.shape.tables.get(where.id);
    const wait = waitForOther(known?.pass, this.worker.run, this.work);
    if (wait) return wait;
    // The sheet was deleted under way, another pass began since, or what was written then is an hour off now.
    const isSame = this.at.number === known?.pass?.number && known.zone === this.work.book.timeZone();
    if (!this.begunIn || !isSame) this.beginAnew(this.at);
    for (;;) {
      const beganMs = this.nowMs();
      const page = this.read();
      const records = keyed(page.records, this.entry, this.unshown);
      if (!this.write(records)) return AGAIN;
      if (page.next === null) {
        this.note = page.note ?? null;
        return this.end();
      }
      if (!this.checkpoint(page)) return AGAIN;
      const nowMs = this.nowMs();
      if (nowMs >= this.deadlineMs || !this.fits(nowMs - beganMs)) return AGAIN;
    }
  }

  private beginAnew(at: PassState): void {
    this.at = anew(at);
    this.requestsBefore = 0;
    this.done = 0;
    this.unshown = new Unshown();
  }

  private nowMs(): number {
    return this.work.ports.clock.nowMs();
  }

  private fits(ms: number): boolean {
    return this.nowMs() + ms < this.deadlineMs + BEYOND_MS;
  }

  private client(): Client {
    return this.work.client(this.entry.api, Math.min(this.deadlineMs, this.nowMs() + PAGE_MS));
  }

  /** Found anew each time: it is made when there is something to write, and nobody can have typed into it by then. */
  private sheetNow(): Sheet | string {
    const { entry } = this;
    const { columns, tables } = this.shape;
    return this.begunIn ?? sheetForImport(this.work.book, entry, columns, tables, this.spec.sheet);
  }

  /** Cells that are enough for one write; half as many after each fault, for it may be the write that was too long. */
  private enough(): number {
    const { columns } = this.shape;
    return Math.max(1, Math.floor(this.at.cells / columns.length / 2 ** this.worker.run.faults));
  }

  private read(): Page {
    const place = this.at.place ?? FIRST_CURSOR;
    const enough = this.at.batch === 0 ? Math.min(FIRST_ROWS, this.enough()) : this.enough();
    const client = this.client();
    const entry = detailedFor(this.entry, this.shape.columns, client);
    return readBatch(client, entry, this.query, place, enough, this.memory);
  }

  /** @returns false when nothing more may be written by this execution. */
  private write(records: readonly KeyedRecord[]): boolean {
    for (let from = 0; from === 0 || from < records.length; ) {
      if (!this.fits(this.lastWriteMs) || !this.worker.keep()) return false;
      const opened = this.open();
      if (!opened) return false;
      const part = records.slice(from, from + nextRows(records.length - from, this.enough()));
      const beganMs = this.nowMs();
      const { added, changed } = opened.table.update(part);
      this.work.book.flush();
      this.counts = plus(this.counts, { added, changed });
      this.adapt(part.length, this.nowMs() - beganMs);
      from += Math.max(1, part.length);
    }
    const keys = records.map(({ key }) => key);
    this.keys?.saw(this.at.batch, keys);
    this.done += new Set(keys).size;
    return true;
  }

  private open(): Opened | null {
    if (this.opened) return this.opened;
    const { spec, worker, work, shape, at } = this;
    const opened = openTable(spec, worker.run, this.sheetNow(), at.number, shape, work);
    if (!opened) return null;
    const { sheet, table, number } = opened;
    this.opened = opened;
    const isBegun = at.number === 0;
    const hadRows = isBegun ? table.size > 0 : at.hadRows;
    this.at = { ...at, number, hadRows };
    if (hadRows) {
      this.keys = new PassKeys(work.ports.cache, `${sheet.id}.${number}`);
      if (isBegun) this.keys.begin(table.keys);
    }
    return opened;
  }

  private adapt(records: number, tookMs: number): void {
    this.lastWriteMs = tookMs;
    this.at = { ...this.at, cells: nextCells(this.at.cells, records * this.shape.columns.length, tookMs) };
  }

  private checkpoint({ next, total }: Page): boolean {
    this.keys?.keep();
    const requests = this.requestsBefore + this.work.requests();
    this.at = { ...this.at, place: next, batch: this.at.batch + 1, requests, unshown: this.unshown.counts };
    const { run } = this.worker;
    return this.worker.save({
      ...this.soFar(),
      at: this.at,
      total: total ?? run.total,
      faults: 0,
      error: null,
    });
  }

  private soFar(): PassChange {
    const { sheet } = this.opened ?? {};
    return {
      done: this.done,
      counts: this.counts,
      ...(sheet ? { sheet: { id: sheet.id, name: sheet.name() } } : {}),
    };
  }

  /** The last batch is on the sheet, and no checkpoint says so: who dies from here on writes it again. */
  private end(): PassEnd {
    const { opened, keys } = this;
    if (!opened) return AGAIN;
    let size = opened.table.size;
    // Of a listing that was cut nobody knows what is gone.
    if (keys && this.note === null) {
      const missing = keys.missing(this.at.batch + 1);
      if (!missing) return this.forgotten(opened);
      const isGone = (key: string) => missing.gone.has(key);
      const { gone, of } = opened.table.countGone(isGone, opened.state.removed);
      if (gone > this.at.agreed && isDoubtful(gone, of)) return this.doubt(gone, of);
      if (gone > 0 && !this.remove(opened, isGone)) return AGAIN;
      size = missing.shown;
      keys.forget(this.at.batch);
    }
    return this.finish(opened, size);
  }

  private remove({ table, state }: Opened, isGone: (key: string) => boolean): boolean {
    const { worker } = this;
    const count = (removed: number) => {
      this.counts = plus(this.counts, { removed });
    };
    if (!worker.save(this.soFar())) return false;
    let beganMs = this.nowMs();
    const rest = table.remove(isGone, state.removed, new Date(beganMs), (removed) => {
      count(removed);
      const tookMs = this.nowMs() - beganMs;
      beganMs = this.nowMs();
      return worker.save(this.soFar()) && this.fits(tookMs);
    });
    this.work.book.flush();
    if (rest === null) return false;
    count(rest);
    return true;
  }

  /** Reads the listing once more before it asks. Who agrees has it read again: by then others may be gone. */
  private doubt(gone: number, of: number): PassEnd {
    const at = { ...anew(this.at), isDoubted: true };
    if (!this.at.isDoubted) {
      this.worker.save({ ...this.soFar(), at, done: 0 });
      return AGAIN;
    }
    const { api } = this.client();
    const sentence = question(gone, of, api.name, Object.keys(this.query).length > 0);
    return { end: "stopped", sentence, change: { ...this.soFar(), at: { ...at, agreed: gone } } };
  }

  /** The cache may forget at any time; then only a new reading can tell what is gone. */
  private forgotten({ sheet }: Opened): PassEnd {
    const { rereadings } = this.at;
    if (rereadings < MOST_REREADINGS) {
      this.worker.save({ ...this.soFar(), at: { ...anew(this.at), rereadings: rereadings + 1 }, done: 0 });
      return AGAIN;
    }
    const sentence = `All of ${this.entry.title} is in the sheet "${sheet.name()}", but Google's cache forgot several times which of its rows were still listed, so those that are gone are not marked. Resume later, or import into a new sheet.`;
    // Whoever says 'go on' has all of them tried again.
    return { end: "stopped", sentence, change: { ...this.soFar(), at: START, done: 0 } };
  }

  private finish({ sheet, state, number }: Opened, size: number): PassEnd {
    const { ports } = this.work;
    const { startedMs } = this.worker.run;
    const requests = this.requestsBefore + this.work.requests();
    const { filling: _, lost = [], ...filled } = state;
    saveTableState(ports.fileStore, sheet.id, {
      ...filled,
      pass: { number, run: null },
      lastSuccessMs: ports.clock.nowMs(),
      followed: {
        sinceSeconds: followedFrom(startedMs),
        handled: [],
        wholeMs: startedMs,
        wholeRequests: requests,
      },
    });
    // Pages and windows overlap, so what was counted on the way may be a few too many.
    return {
      end: "done",
      change: {
        ...this.soFar(),
        done: size,
        total: size,
        note:
          [this.note, lostText(lost), this.unshown.sentence].filter((part) => part !== null).join(" ") ||
          null,
        at: { ...this.at, requests },
      },
    };
  }
}
