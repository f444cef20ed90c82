import { bytesIn } from "../core/bytes.ts";
import type { Ports } from "../core/ports.ts";
import { lineOf, type ResultLine } from "./result-line.ts";

/**
 * What was paid for waits in properties under this name until it stands in the results sheet: formulas cannot write to
 * sheets, and a run may die before it has.
 */
const PREFIX = "paid.";
/** What is put by for an answer to come: until when, and how many bytes. Each formula has its own, so that none waits to give it back. */
const RESERVED = "asking.";
/** Longer than any formula runs (facts, 1.1): one that was stopped has put by nothing any more. */
const RESERVED_MS = 60_000;
/** Runs and tables need some room in the same store, too. */
const OTHERS_BYTES = 120_000;
/** So many executions of one person Google lets run at once (facts, 1.1). */
const MOST_AT_ONCE = 30;
/** What is put by for an answer is enough for the longest ones; many of them together are about half as long. */
const TYPICAL = 0.5;
/** Of a formula's 30 s. */
const LOCK_WAIT_MS = 5_000;
/** Each removal is a service call: the next hour takes the rest. */
const MOVED_AT_ONCE = 300;

type JournalPorts = Pick<Ports, "sharedStore" | "fileLock" | "clock" | "warn" | "uuid">;

/** What was paid for and is not in the sheet yet. */
export class Journal {
  /** In bytes, as far as it was read. */
  size = 0;

  /** What holds room for what is being asked. */
  private reserved: string | null = null;
  /** Bytes that others had put by when all was read. */
  private promised = 0;

  constructor(private readonly ports: JournalPorts) {}

  /** False where nothing that is written here would be seen again. */
  get isThere(): boolean {
    return this.ports.sharedStore !== null;
  }

  /**
   * Puts room by before anything is paid for: of formulas that ask at once each would see the same room. Where there is
   * plenty for all of them it takes no call.
   * @param bytes of what is written next.
   * @returns "later" while others have put by what they may not need, "full" when formulas may pay for no more before
   * the journal is moved.
   */
  reserve(bytes: number): "reserved" | "later" | "full" {
    const { sharedStore, fileLock, clock, uuid } = this.ports;
    if (!sharedStore || this.reserved !== null) return "reserved";
    const least = OTHERS_BYTES + bytes;
    const plenty = least + MOST_AT_ONCE * TYPICAL * bytes;
    if (sharedStore.room() - this.promised > plenty) return "reserved";
    const name = RESERVED + uuid().slice(0, 13);
    const turn = fileLock.withLock(LOCK_WAIT_MS, () => {
      // As it is now: others may have written since.
      for (const ended of this.lookAtReserved(sharedStore.getAll())) sharedStore.remove(ended);
      const room = sharedStore.room();
      if (room < least) return "full";
      if (room - this.promised < least) return "later";
      sharedStore.set(name, `${clock.nowMs() + RESERVED_MS} ${bytes}`);
      this.reserved = name;
      return "reserved";
    });
    return turn === "busy" ? "later" : turn.value;
  }

  /** Gives back what was put by and not used. */
  release(): void {
    if (this.reserved !== null) this.ports.sharedStore?.remove(this.reserved);
    this.reserved = null;
  }

  read(): ResultLine[] {
    const entries = Object.values(this.entries());
    this.size = entries.reduce((sum, text) => sum + bytesIn(text), 0);
    return entries.flatMap((text) => this.linesIn(text));
  }

  /** @throws what the store says when it has no room. */
  write(lines: readonly ResultLine[]): void {
    const { sharedStore, uuid } = this.ports;
    const text = textOf(lines);
    try {
      sharedStore?.set(PREFIX + uuid().slice(0, 13), text);
    } finally {
      // Not before: nobody is to take the room in between.
      this.release();
    }
    this.size += bytesIn(text);
  }

  /** The oldest entries by name, as much as is moved at once. */
  take(): {
    readonly names: readonly string[];
    readonly lines: readonly ResultLine[];
    readonly isAll: boolean;
  } {
    const entries = this.entries();
    const all = Object.keys(entries);
    const names = all.slice(0, MOVED_AT_ONCE);
    return {
      names,
      isAll: names.length === all.length,
      lines: names.flatMap((name) => this.linesIn(entries[name] as string)),
    };
  }

  remove(names: readonly string[]): void {
    for (const name of names) this.ports.sharedStore?.remove(name);
    this.size = 0;
  }

  private entries(): Record<string, string> {
    const all = this.ports.sharedStore?.getAll() ?? {};
    this.lookAtReserved(all);
    return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith(PREFIX)));
  }

  /** Counts what others have put by. @returns the names of what was put by too long ago. */
  private lookAtReserved(all: Record<string, string>): string[] {
    const nowMs = this.ports.clock.nowMs();
    const ended: string[] = [];
    this.promised = 0;
    for (const [name, text] of Object.entries(all)) {
      if (!name.startsWith(RESERVED)) continue;
      const [untilMs = 0, bytes = 0] = text.split(" ").map(Number);
      if (untilMs > nowMs) this.promised += bytes;
      else ended.push(name);
    }
    return ended;
  }

  private linesIn(text: string): ResultLine[] {
    try {
      return (JSON.parse(text) as Parameters<typeof lineOf>[]).map((parts) => lineOf(...parts));
    } catch {
      this.ports.warn("A part of the journal cannot be read and was left out.");
      return [];
    }
  }
}

function textOf(lines: readonly ResultLine[]): string {
  return JSON.stringify(
    lines.map(({ lookup, key, atMs, credits, payer, text }) => [
      ...[lookup, key, atMs, credits, payer],
      JSON.parse(text),
    ]),
  );
}
