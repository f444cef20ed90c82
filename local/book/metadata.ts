// Developer metadata: keys and values that scripts hang on the file, a sheet, a row or a column. They stay with their
// row or column wherever it goes, and go with it when it is deleted (facts 5.5).
import type { BookModel } from "./book-model.ts";
import {
  addCorePlugin,
  type Command,
  CorePlugin,
  columnLetters,
  coreTypes,
  type Getters,
  type RangeAdapters,
  type SheetZone,
  type Zone,
} from "./engine.ts";
import { sheetNumber } from "./sheet-ids.ts";

export type MetadataVisibility = "DOCUMENT" | "PROJECT";

/** Where metadata hangs: on nothing smaller than a whole row or column. Rows and columns count from 1. */
export type MetadataPlace =
  | { readonly type: "SPREADSHEET" }
  | { readonly type: "SHEET"; readonly sheet: number }
  | { readonly type: "ROW" | "COLUMN"; readonly sheet: number; readonly index: number };

export interface Metadata {
  readonly id: number;
  readonly key: string;
  readonly value: string | null;
  readonly visibility: MetadataVisibility;
  readonly place: MetadataPlace;
}

/** Sets, changes or (`entry` null) removes one entry. With a zone it is rebased by o-spreadsheet like any zone command. */
interface SetMetadata {
  id: number;
  entry: Words | null;
  /** Missing: the whole file. */
  sheetId?: string;
  /** The row or column; missing: the whole sheet. */
  zone?: Zone;
  by?: "ROW" | "COLUMN";
}

interface Words {
  key: string;
  value: string | null;
  visibility: MetadataVisibility;
}

/** An entry as the plugin holds it; `line` follows its row or column. */
interface Held extends Words {
  sheetId?: string;
  line?: { by: "ROW" | "COLUMN"; range: SheetZone };
}

/** An entry in the workbook's data: `line` in A1 notation ("3:3", "B:B"). */
interface SavedEntry extends Words {
  id: number;
  sheetId?: string;
  line?: string;
}

interface MetadataData {
  developerMetadata?: { nextId: number; entries: SavedEntry[] };
}

const SET_METADATA = "HUNTSHEET_SET_METADATA";
(coreTypes as unknown as Set<string>).add(SET_METADATA);

/** "3:3" or "B:B": unbounded, so that the other dimension may grow and shrink. */
function lineText(by: "ROW" | "COLUMN", zone: Zone): string {
  const line = by === "ROW" ? String(zone.top + 1) : columnLetters(zone.left);
  return `${line}:${line}`;
}

class DeveloperMetadata extends CorePlugin {
  static override getters = ["getMetadata", "nextMetadataId"] as const;
  private nextId = 1;
  private entries: Record<number, Held | undefined> = {};

  override adaptRanges({ applyChange }: RangeAdapters): void {
    for (const [id, held] of Object.entries(this.entries)) {
      if (!held?.line) continue;
      const { changeType, range } = applyChange(held.line.range);
      if (changeType === "NONE") continue;
      const moved = changeType === "REMOVE" ? undefined : { ...held, line: { ...held.line, range } };
      this.history.update("entries", Number(id), moved);
    }
  }

  override handle(command: Command): void {
    if (command.type === SET_METADATA) this.set(command as unknown as SetMetadata);
    else if (command.type === "DELETE_SHEET") this.forgetSheet(String(command.sheetId));
    else if (command.type === "DUPLICATE_SHEET")
      this.copySheet(String(command.sheetId), String(command.sheetIdTo));
  }

  /** In the order in which they were made. */
  getMetadata(): Metadata[] {
    return Object.entries(this.entries).flatMap(([id, held]) => {
      if (!held) return [];
      const { key, value, visibility } = held;
      return [{ id: Number(id), key, value, visibility, place: placeOf(held) }];
    });
  }

  override import(data: MetadataData): void {
    const saved = data.developerMetadata;
    if (!saved) return;
    this.nextId = saved.nextId;
    for (const { id, line, sheetId, ...words } of saved.entries)
      this.entries[id] = { ...words, ...this.placed(sheetId, line) };
  }

  override export(data: MetadataData): void {
    const entries = Object.entries(this.entries).flatMap(([id, held]): SavedEntry[] => {
      if (!held) return [];
      const { line, ...rest } = held;
      return [{ id: Number(id), ...rest, ...(line && { line: lineText(line.by, line.range.zone) }) }];
    });
    if (entries.length > 0) data.developerMetadata = { nextId: this.nextId, entries };
  }

  /** Never one that was used before. */
  nextMetadataId(): number {
    return this.nextId;
  }

  private set({ id, entry, sheetId, zone, by }: SetMetadata): void {
    const line = zone && by ? lineText(by, zone) : undefined;
    this.history.update("entries", id, entry ? { ...entry, ...this.placed(sheetId, line) } : undefined);
    if (id >= this.nextId) this.history.update("nextId", id + 1);
  }

  private placed(sheetId: string | undefined, line: string | undefined): Pick<Held, "sheetId" | "line"> {
    if (sheetId === undefined) return {};
    if (line === undefined) return { sheetId };
    const range = this.getters.getRangeFromSheetXC(sheetId, line);
    return { sheetId, line: { by: /^\d/.test(line) ? "ROW" : "COLUMN", range } };
  }

  private forgetSheet(sheetId: string): void {
    for (const [id, held] of Object.entries(this.entries))
      if (held?.sheetId === sheetId) this.history.update("entries", Number(id), undefined);
  }

  private copySheet(from: string, to: string): void {
    for (const held of Object.values(this.entries)) {
      if (held?.sheetId !== from) continue;
      const line = held.line && lineText(held.line.by, held.line.range.zone);
      const copy = { ...held, ...this.placed(to, line) };
      this.history.update("entries", this.nextId, copy);
      this.history.update("nextId", this.nextId + 1);
    }
  }
}

function placeOf({ sheetId, line }: Held): MetadataPlace {
  if (sheetId === undefined) return { type: "SPREADSHEET" };
  const sheet = sheetNumber(sheetId);
  if (!line) return { type: "SHEET", sheet };
  const { top, left } = line.range.zone;
  return { type: line.by, sheet, index: (line.by === "ROW" ? top : left) + 1 };
}

addCorePlugin("huntsheet_metadata", DeveloperMetadata);

interface MetadataGetters extends Getters {
  getMetadata(): Metadata[];
  nextMetadataId(): number;
}

const gettersOf = (book: BookModel) => book.model.getters as MetadataGetters;

/** All of the file's, in the order in which it was made. */
export function metadataOf(book: BookModel): Metadata[] {
  return gettersOf(book).getMetadata();
}

/** Adds an entry, or puts another in the place of the one with that id; gives its id. */
export function setMetadata(
  book: BookModel,
  entry: Omit<Metadata, "id">,
  id = gettersOf(book).nextMetadataId(),
): number {
  const { key, value, visibility, place } = entry;
  book.dispatch(SET_METADATA, { id, entry: { key, value, visibility }, ...target(book, place) });
  return id;
}

export function removeMetadata(book: BookModel, id: number): void {
  book.dispatch(SET_METADATA, { id, entry: null });
}

/** After a sort of rows from `first` on: the row that is now the n-th of them was `order[n]` before, counted from 0. */
export function reorderMetadata(
  book: BookModel,
  sheet: number,
  first: number,
  order: readonly number[],
): void {
  for (const { id, ...entry } of metadataOf(book)) {
    const { place } = entry;
    if (place.type !== "ROW" || place.sheet !== sheet) continue;
    const to = order.indexOf(place.index - first);
    if (to >= 0) setMetadata(book, { ...entry, place: { ...place, index: first + to } }, id);
  }
}

function target(book: BookModel, place: MetadataPlace): Pick<SetMetadata, "sheetId" | "zone" | "by"> {
  if (place.type === "SPREADSHEET") return {};
  const sheetId = book.sheetKey(place.sheet);
  if (place.type === "SHEET") return { sheetId };
  const getters = gettersOf(book);
  const [rows, columns] = [getters.getNumberRows(sheetId), getters.getNumberCols(sheetId)];
  const line = place.index - 1;
  const zone =
    place.type === "ROW"
      ? { top: line, bottom: line, left: 0, right: columns - 1 }
      : { top: 0, bottom: rows - 1, left: line, right: line };
  return { sheetId, zone, by: place.type };
}
