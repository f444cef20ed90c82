// Protected sheets and ranges, and who may edit them. They are part of the book like its cells: they follow inserted
// and deleted rows, are undone and shared. Scripts are held to them by the services, pages by `ProtectedGrid` below.
import type { BookModel } from "./book-model.ts";
import { type CellRange, overlap, type RangeData, rangeData, rangeOf, zoneOf } from "./cell-range.ts";
import {
  addCoreCommand,
  addCorePlugin,
  type BookContext,
  type Command,
  CorePlugin,
  coreTypes,
  type Getters,
  pluginClass,
  type RangeAdapters,
  replacePlugin,
  type SheetZone,
  type Zone,
} from "./engine.ts";
import type { Person } from "./person.ts";
import { sheetNumber } from "./sheet-ids.ts";

interface Words {
  readonly description: string;
  /** Everybody may edit after a question. */
  readonly isWarningOnly: boolean;
  /** E-mail addresses beside the owner's; null: everybody who may edit the file, until somebody changes that. */
  readonly editors: readonly string[] | null;
}

export interface Protection extends Words {
  readonly id: number;
  readonly sheet: number;
  /** null: the whole sheet. */
  readonly range: CellRange | null;
  /** Parts of a protected sheet that are not. */
  readonly unprotected: readonly CellRange[];
}

/** As the plugin holds it; the ranges follow the grid. */
interface Held extends Words {
  sheetId: string;
  range?: SheetZone;
  unprotected: SheetZone[];
}

/** The workbook data's section: ranges in A1 notation. */
interface ProtectionData {
  protections?: (Words & { id: number; sheetId: string; range?: string; unprotected: string[] })[];
}

/** Sets, changes or (`words` null) removes one. `ranges` are moved by o-spreadsheet when the grid changes meanwhile. */
interface SetProtection {
  id: number;
  sheetId: string;
  words: Words | null;
  /** Whether the sheet is meant; otherwise the range that is not marked. */
  isSheet: boolean;
  /** Missing where there are none: o-spreadsheet takes no empty list. */
  ranges?: (RangeData & { isUnprotected?: true })[];
}

const SET_PROTECTION = "HUNTSHEET_SET_PROTECTION";
addCoreCommand(SET_PROTECTION);

interface RangeGetters extends Getters {
  getRangeFromRangeData(data: RangeData): SheetZone;
  getRangeString(range: SheetZone, forSheetId: string): string;
}

class Protections extends CorePlugin {
  static override getters = ["getProtections"] as const;
  private held: Record<number, Held | undefined> = {};

  override adaptRanges({ applyChange }: RangeAdapters): void {
    const moved = (range: SheetZone): SheetZone[] => {
      const change = applyChange(range);
      return change.changeType === "REMOVE" ? [] : [change.range];
    };
    for (const [id, held] of Object.entries(this.held)) {
      if (!held) continue;
      const [range] = held.range ? moved(held.range) : [];
      if (held.range && !range) this.history.update("held", Number(id), undefined);
      else {
        const unprotected = held.unprotected.flatMap(moved);
        this.history.update("held", Number(id), { ...held, ...(range && { range }), unprotected });
      }
    }
  }

  override handle(command: Command): void {
    if (command.type === SET_PROTECTION) this.set(command as unknown as SetProtection);
    else if (command.type === "DELETE_SHEET")
      for (const [id, held] of Object.entries(this.held))
        if (held?.sheetId === command.sheetId) this.history.update("held", Number(id), undefined);
  }

  /** In the order in which they were made. */
  getProtections(): Protection[] {
    return Object.entries(this.held).flatMap(([id, held]) => {
      if (!held) return [];
      const { sheetId, range, unprotected, ...words } = held;
      const places = { range: range ? rangeOf(range) : null, unprotected: unprotected.map(rangeOf) };
      return [{ ...words, id: Number(id), sheet: sheetNumber(sheetId), ...places }];
    });
  }

  override import(data: ProtectionData): void {
    for (const { id, range, unprotected, ...rest } of data.protections ?? []) {
      const parsed = (xc: string) => this.getters.getRangeFromSheetXC(rest.sheetId, xc);
      this.held[id] = {
        ...rest,
        ...(range !== undefined && { range: parsed(range) }),
        unprotected: unprotected.map(parsed),
      };
    }
  }

  override export(data: ProtectionData): void {
    const getters = this.getters as RangeGetters;
    const saved = Object.entries(this.held).flatMap(([id, held]) => {
      if (!held) return [];
      const { range, unprotected, ...rest } = held;
      const text = (place: SheetZone) => getters.getRangeString(place, rest.sheetId);
      return [
        { ...rest, id: Number(id), ...(range && { range: text(range) }), unprotected: unprotected.map(text) },
      ];
    });
    if (saved.length > 0) data.protections = saved;
  }

  private set({ id, sheetId, words, isSheet, ranges = [] }: SetProtection): void {
    const getters = this.getters as RangeGetters;
    const range = ranges.find((one) => !one.isUnprotected);
    // What it was to protect may have been deleted meanwhile.
    const isThere = words && (isSheet || range);
    const unprotected = ranges.filter((one) => one.isUnprotected).map(getters.getRangeFromRangeData);
    const held = isThere && {
      ...words,
      sheetId,
      unprotected,
      ...(range && { range: getters.getRangeFromRangeData(range) }),
    };
    this.history.update("held", id, held || undefined);
  }
}

addCorePlugin("huntsheet_protections", Protections);

interface ProtectionGetters extends Getters {
  getProtections(): Protection[];
}

/** All of the file's, in the order in which they were made. */
export function protectionsOf(book: BookModel): Protection[] {
  return (book.model.getters as ProtectionGetters).getProtections();
}

/** Adds a protection; gives its id. */
export function addProtection(book: BookModel, protection: Omit<Protection, "id">): number {
  const id = Math.max(0, ...protectionsOf(book).map((one) => one.id)) + 1;
  setProtection(book, { ...protection, id });
  return id;
}

/** Puts a protection in the place of the one with its id. */
export function setProtection(book: BookModel, protection: Protection): void {
  const { id, sheet, range, unprotected, description, isWarningOnly, editors } = protection;
  const ranges = [
    ...(range ? [rangeData(book, range)] : []),
    ...unprotected.map((one) => ({ ...rangeData(book, one), isUnprotected: true })),
  ];
  book.dispatch(SET_PROTECTION, {
    id,
    sheetId: book.sheetKey(sheet),
    words: { description, isWarningOnly, editors },
    isSheet: range === null,
    ...(ranges.length > 0 && { ranges }),
  });
}

export function removeProtection(book: BookModel, { id, sheet }: Protection): void {
  book.dispatch(SET_PROTECTION, { id, sheetId: book.sheetKey(sheet), words: null, isSheet: false });
}

/** Whether a protection lets somebody edit what it covers. */
export function admits({ isWarningOnly, editors }: Words, { email, isOwner }: Person): boolean {
  return isWarningOnly || isOwner || editors === null || editors.includes(email);
}

/**
 * What is to be changed of a sheet: cells; the place where rows or columns come in, counted from 0; what it is called,
 * or how it is laid out; or whether it is there.
 */
export type Touched = Zone | { readonly insert: "ROW" | "COL"; readonly before: number } | "name" | "sheet";

/** Whether protections forbid a person to change something of a sheet. */
export function forbids(
  protections: readonly Protection[],
  person: Person,
  sheet: number,
  touched: Touched,
): boolean {
  return protections.some(
    (protection) => protection.sheet === sheet && !admits(protection, person) && covers(protection, touched),
  );
}

function covers({ range, unprotected }: Protection, touched: Touched): boolean {
  // Whether a sheet goes that has but a protected range is in no source; the harsher reading.
  if (touched === "sheet") return true;
  if (touched === "name") return !range;
  if (!range) return "insert" in touched || !isInside(touched, unprotected.map(zoneOf));
  const held = zoneOf(range);
  if (!("insert" in touched)) return overlap(held, touched) !== undefined;
  // Rows that come in above or below leave a protected range whole; those between its rows do not.
  const [first, last] = touched.insert === "ROW" ? [held.top, held.bottom] : [held.left, held.right];
  return touched.before > first && touched.before <= last;
}

/** Whether the zones together cover all of one. */
function isInside(whole: Zone, zones: readonly Zone[]): boolean {
  const [first, ...rest] = zones;
  if (!first) return false;
  const common = overlap(whole, first);
  if (!common) return isInside(whole, rest);
  const remains: Zone[] = [
    { ...whole, bottom: common.top - 1 },
    { ...whole, top: common.bottom + 1 },
    { ...common, left: whole.left, right: common.left - 1 },
    { ...common, left: common.right + 1, right: whole.right },
  ];
  return remains
    .filter(({ top, bottom, left, right }) => top <= bottom && left <= right)
    .every((part) => isInside(part, rest));
}

/** o-spreadsheet's reason for a refusal; the page knows it by that. */
export const PROTECTED = "HuntsheetProtected";

interface LockInside {
  getters: ProtectionGetters & { getActiveSheetId(): string };
  allowDispatch(command: Command): string | string[];
}

const OriginalLock = pluginClass<LockInside>("statefulUIPluginRegistry", "lock_sheet");

/** Refuses what a page's own person may not change; what others did is taken over as it is. */
class ProtectedGrid extends OriginalLock {
  private readonly book: BookContext | undefined;

  // biome-ignore lint/suspicious/noExplicitAny: the configuration is o-spreadsheet's own and passed on unseen
  constructor(config: any) {
    super(config);
    this.book = config.custom?.huntsheet;
  }

  override allowDispatch(command: Command): string | string[] {
    const person = this.book?.person?.();
    if (person && isChange(command.type)) {
      const protections = this.getters.getProtections();
      const isForbidden =
        protections.length > 0 &&
        touchedBy(command, this.getters.getActiveSheetId()).some(([sheetId, touched]) =>
          forbids(protections, person, sheetNumber(sheetId), touched),
        );
      if (isForbidden) return PROTECTED;
    }
    return super.allowDispatch(command);
  }
}

replacePlugin("statefulUIPluginRegistry", "lock_sheet", ProtectedGrid);

/** Commands of a page that change cells by others, and are to be refused as a whole. */
const WHOLE = new Set(["SORT_CELLS", "PASTE", "PASTE_FROM_OS_CLIPBOARD"]);

function isChange(type: string): boolean {
  return WHOLE.has(type) || (coreTypes as unknown as Set<string>).has(type);
}

/** The fields by which commands say what they change. */
interface Places {
  type: string;
  /** Missing: the sheet that is open. */
  sheetId?: string;
  col?: number;
  row?: number;
  zone?: Zone;
  target?: Zone[];
  ranges?: RangeData[];
  top?: number;
  left?: number;
  rows?: number;
  columns?: number;
  dimension?: "ROW" | "COL";
  base?: number;
  position?: "before" | "after";
  elements?: number[];
}

const EVERYTHING = 1e9;

function touchedBy(command: Command, openSheetId: string): [sheetId: string, Touched][] {
  const c = command as unknown as Places;
  const sheetId = c.sheetId ?? openSheetId;
  const at = (...touched: Touched[]): [string, Touched][] => touched.map((one) => [sheetId, one]);
  if (c.type === "DELETE_SHEET") return at("sheet");
  if (c.type === "RENAME_SHEET") return at("name");
  if (c.type === "ADD_COLUMNS_ROWS" && c.dimension)
    return at({ insert: c.dimension, before: (c.base ?? 0) + (c.position === "after" ? 1 : 0) });
  if (c.type === "REMOVE_COLUMNS_ROWS" && c.elements) {
    const all = { top: 0, left: 0, bottom: EVERYTHING, right: EVERYTHING };
    return c.elements.flatMap((line) =>
      at(c.dimension === "ROW" ? { ...all, top: line, bottom: line } : { ...all, left: line, right: line }),
    );
  }
  if (c.target) return at(...c.target);
  if (c.zone) return at(c.zone);
  if (c.ranges) return c.ranges.map((one) => [one._sheetId, one._zone]);
  if (c.top !== undefined && c.left !== undefined)
    return at({
      top: c.top,
      left: c.left,
      bottom: c.top + (c.rows ?? 1) - 1,
      right: c.left + (c.columns ?? 1) - 1,
    });
  if (c.col !== undefined && c.row !== undefined)
    return at({ top: c.row, bottom: c.row, left: c.col, right: c.col });
  return [];
}
