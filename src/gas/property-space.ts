import { bytesIn, cutByBytes } from "../core/bytes.ts";
import type { StoreFullFault } from "../core/errors.ts";
import type { Store } from "../core/ports.ts";
import { DAY_MS } from "../core/times.ts";

/** What is used of one of Google's property stores. */
export interface PropertyService {
  getProperty(name: string): string | null;
  getProperties(): Record<string, string>;
  setProperty(name: string, value: string): unknown;
  setProperties(values: Record<string, string>): unknown;
  deleteProperty(name: string): unknown;
}

interface Deps {
  readonly nowMs: () => number;
  /** [0, 1) */
  readonly random: () => number;
  /** Made when the space turns out to be used up. */
  readonly fullFault: () => StoreFullFault;
}

/** Bytes of one value: "9 KB" is taken for the smaller of its two meanings (facts, 1.4). */
const VALUE_BYTES = 9_000;
/** Bytes of all names and values together, likewise. */
const SPACE_BYTES = 500_000;
/** Of what is left: names of parts, and the few bytes that a part is short of what it might hold. */
const OVERHEAD = 0.03;
/** Bytes for the name and the head of a value. */
const HEAD_BYTES = 400;
/** Longer than any execution, of 6 minutes (facts, 1.1): whoever wrote parts that nobody points to is dead by then. */
const LEFTOVER_MS = 15 * 60_000;
/** In base 36: milliseconds since 1970 in 8 characters, until the year 2059, and 6 by chance. */
const TIME_DIGITS = 8;
const STAMP_DIGITS = 14;

/** A file that something is kept for. */
export interface KeptFile {
  readonly id: string;
  /** When something was last set for it, to a day; 0 when that is not known. */
  readonly seenMs: number;
  /** A small value of its own, as it was when all were read. */
  readonly noteOf: (name: string) => string | null;
}

/** Where a value in parts stands in place of it: the stamp of its parts, their number, and its characters. */
interface Head {
  readonly stamp: string;
  readonly count: number;
  readonly characters: number;
}

const HEAD = new RegExp(`^~([0-9a-z]{${STAMP_DIGITS}})\\.(\\d+)\\.(\\d+)$`);
const PART = new RegExp(`^(.*)~([0-9a-z]{${STAMP_DIGITS}})\\.\\d+$`);

/** Names under this prefix and a file's id belong to that file. */
const FILE = "file.";
/** Of a file, under its prefix: when something was last set for it, in milliseconds since 1970, to a day. */
const SEEN = "seen";

/**
 * One of Google's property stores, for values of any size. One that fits into a property is kept as it is. A longer one
 * is kept in parts under a stamp of their own, and its property holds the head that names them: the parts are written
 * first, then the head, then the old parts go. Whoever dies in between leaves the old value or the new one, and parts
 * that nobody points to, which a later write takes away. Names that end like a part's are not to be used.
 */
export class PropertySpace {
  /** Properties as this execution read or wrote them last. */
  private seen = new Map<string, string>();
  /** All of them were read. */
  private isWhole = false;
  private isSwept = false;

  constructor(
    private readonly service: PropertyService,
    private readonly deps: Deps,
  ) {}

  /** What belongs to no file in particular. */
  store(): Store {
    return this.storeOf("");
  }

  /** What belongs to one file of several. */
  fileStore(id: string): Store {
    return this.storeOf(prefixOf(id));
  }

  /** The files that something is kept for. At most one service call. */
  files(): KeptFile[] {
    if (!this.isWhole) this.readAll();
    const names = [...this.seen.keys()].filter((name) => name.startsWith(FILE));
    const ids = new Set(names.map((name) => name.slice(FILE.length).split(".")[0] ?? ""));
    return [...ids].map((id) => ({
      id,
      seenMs: this.seenMs(prefixOf(id)),
      noteOf: (name) => this.seen.get(prefixOf(id) + name) ?? null,
    }));
  }

  /** Has the days of a file count from now on. */
  noteFile(id: string): void {
    this.setNote(id, SEEN, String(this.deps.nowMs()));
  }

  /** Sets a small value of a file, which has its days count no further. */
  setNote(id: string, name: string, value: string): void {
    this.write({ [prefixOf(id) + name]: value });
  }

  /** Takes away all that is kept for a file. */
  purgeFile(id: string): void {
    if (!this.isWhole) this.readAll();
    this.drop([...this.seen.keys()].filter((name) => name.startsWith(prefixOf(id))));
  }

  private storeOf(prefix: string): Store {
    return {
      get: (name) => this.get(prefix + name),
      getAll: () => this.getAll(prefix),
      set: (name, value) => this.set(prefix + name, value, this.day(prefix)),
      remove: (name) => this.remove(prefix + name),
      room: () => this.room(),
    };
  }

  private get(name: string): string | null {
    const text = this.service.getProperty(name);
    this.note(name, text);
    if (text === null || headIn(text) === null) return text;
    // Head and parts of one moment.
    this.readAll();
    return this.wholeOf(name);
  }

  private getAll(prefix: string): Record<string, string> {
    this.readAll();
    // Whether Google reads all of them at one moment is not written anywhere.
    if ([...this.seen.keys()].some((name) => this.wholeOf(name) === null)) this.readAll();
    const own: Record<string, string> = {};
    for (const name of this.seen.keys()) {
      const isOwn = name.startsWith(prefix) && (prefix !== "" || !name.startsWith(FILE));
      if (!isOwn || PART.test(name)) continue;
      const value = this.wholeOf(name);
      if (value !== null) own[name.slice(prefix.length)] = value;
    }
    return own;
  }

  /** @param more small values that are to be set in the same call. */
  private set(name: string, value: string, more: Record<string, string>): void {
    const old = this.partsOf(name);
    if (isPlain(value)) {
      this.write({ ...more, [name]: value });
    } else {
      const pieces = cutByBytes(value, VALUE_BYTES);
      const head = { stamp: this.newStamp(), count: pieces.length, characters: value.length };
      const names = partNames(name, head);
      const parts: Record<string, string> = { ...more };
      names.forEach((part, i) => {
        parts[part] = pieces[i] ?? "";
      });
      this.write(parts);
      this.write({ [name]: `~${head.stamp}.${head.count}.${head.characters}` }, names);
    }
    this.drop(old);
    this.sweep();
  }

  private remove(name: string): void {
    // Without its head a value is gone, whatever becomes of its parts.
    this.drop([name, ...this.partsOf(name)]);
    this.sweep();
  }

  /** As this execution knows it; whatever others have written since it last read everything is not in it. */
  private room(): number {
    if (!this.isWhole) this.readAll();
    return Math.max(0, Math.floor((SPACE_BYTES - this.usedBytes()) * (1 - OVERHEAD)) - HEAD_BYTES);
  }

  /**
   * @param parts go again when these values find no room.
   * @throws StoreFullFault, with what was there before as it was.
   */
  private write(values: Record<string, string>, parts: readonly string[] = Object.keys(values)): void {
    try {
      this.put(values);
    } catch (error) {
      this.readAll();
      if (!isOfRoom(error) && this.fits(values)) throw error;
      if (this.sweep() && this.fits(values)) {
        this.put(values);
        return;
      }
      this.drop(parts.filter((name) => PART.test(name) && this.seen.has(name)));
      throw this.deps.fullFault();
    }
  }

  private put(values: Record<string, string>): void {
    const [[name, value] = ["", ""], ...more] = Object.entries(values);
    if (more.length === 0) this.service.setProperty(name, value);
    else this.service.setProperties(values);
    for (const written of Object.keys(values)) this.note(written, values[written] ?? null);
  }

  private fits(values: Record<string, string>): boolean {
    return this.usedBytes() + sizeOf(Object.entries(values)) <= SPACE_BYTES - HEAD_BYTES;
  }

  private drop(names: readonly string[]): void {
    for (const name of names) {
      this.service.deleteProperty(name);
      this.seen.delete(name);
    }
  }

  /**
   * Takes away what nobody points to, once after everything was read.
   * @returns whether there was anything.
   */
  private sweep(): boolean {
    if (!this.isWhole || this.isSwept) return false;
    this.isSwept = true;
    const beforeMs = this.deps.nowMs() - LEFTOVER_MS;
    const left = [...this.seen.keys()].filter((part) => {
      const [, name = "", stamp = ""] = PART.exec(part) ?? [];
      if (stamp === "" || parseInt(stamp.slice(0, TIME_DIGITS), 36) > beforeMs) return false;
      return headIn(this.seen.get(name))?.stamp !== stamp;
    });
    this.drop(left);
    return left.length > 0;
  }

  /** What notes the day for a file, where all is known and no note is of today. */
  private day(prefix: string): Record<string, string> {
    const nowMs = this.deps.nowMs();
    if (prefix === "" || !this.isWhole || nowMs - this.seenMs(prefix) < DAY_MS) return {};
    return { [prefix + SEEN]: String(nowMs) };
  }

  private seenMs(prefix: string): number {
    return Number(this.seen.get(prefix + SEEN) ?? 0);
  }

  private readAll(): void {
    this.seen = new Map(Object.entries(this.service.getProperties()));
    this.isWhole = true;
    this.isSwept = false;
  }

  private note(name: string, value: string | null): void {
    if (value === null) this.seen.delete(name);
    else this.seen.set(name, value);
  }

  /** The value of that name as it was seen; null where there is none, or a part of it is missing. */
  private wholeOf(name: string): string | null {
    const text = this.seen.get(name) ?? null;
    const head = headIn(text);
    if (head === null) return text;
    const value = partNames(name, head)
      .map((part) => this.seen.get(part) ?? "")
      .join("");
    return value.length === head.characters ? value : null;
  }

  /** Names of the parts of the value of that name, where it is known to be in parts. */
  private partsOf(name: string): string[] {
    const head = headIn(this.seen.get(name));
    return head ? partNames(name, head) : [];
  }

  private usedBytes(): number {
    return sizeOf(this.seen);
  }

  private newStamp(): string {
    const chance = Math.floor(this.deps.random() * 36 ** (STAMP_DIGITS - TIME_DIGITS));
    const digits = (value: number, count: number) => `00000000${value.toString(36)}`.slice(-count);
    return digits(this.deps.nowMs(), TIME_DIGITS) + digits(chance, STAMP_DIGITS - TIME_DIGITS);
  }
}

function prefixOf(id: string): string {
  return `${FILE}${id}.`;
}

/** Their texts come in the user's language: where this one is not known, what is used is counted. */
function isOfRoom(error: unknown): boolean {
  return error instanceof Error && /storage quota/i.test(error.message);
}

/** Whether a value fits into a property, and cannot be taken for a head. */
function isPlain(value: string): boolean {
  return (value.length * 3 <= VALUE_BYTES || bytesIn(value) <= VALUE_BYTES) && headIn(value) === null;
}

function headIn(text: string | null | undefined): Head | null {
  const found = text?.charAt(0) === "~" ? HEAD.exec(text) : null;
  return found && { stamp: found[1] ?? "", count: Number(found[2]), characters: Number(found[3]) };
}

function partNames(name: string, { stamp, count }: Head): string[] {
  return Array.from({ length: count }, (_, i) => `${name}~${stamp}.${i}`);
}

function sizeOf(properties: Iterable<readonly [name: string, value: string]>): number {
  let bytes = 0;
  for (const [name, value] of properties) bytes += bytesIn(name) + bytesIn(value);
  return bytes;
}
