import { zoneOf } from "../../book/cell-range.ts";
import type { Person } from "../../book/person.ts";
import {
  addProtection,
  admits,
  forbids,
  type Protection,
  protectionsOf,
  removeProtection,
  setProtection,
  type Touched,
} from "../../book/protections.ts";
import { NEEDS } from "../access.ts";
import type { BookFile } from "../book-file.ts";
import { spreadsheetMs } from "../costs.ts";
import { GoogleError } from "../google-error.ts";
import { type CallContext, counted, type ServiceCall, type ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { checkArea, sheetInfo } from "./areas.ts";
import { areaOfRange, cellRange } from "./criteria.ts";

/** facts 5.1. */
const PROTECTED =
  "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.";

/** Who may edit all that is protected: nobody in a shared drive, which has no owner (facts 13). */
function isOwner({ world, run }: CallContext): boolean {
  return run.user === world.file.owner && !world.file.isInSharedDrive;
}

function person(context: CallContext): Person {
  return { email: context.run.user, isOwner: isOwner(context) };
}

/** @throws Google's error when a protection forbids who runs the script to change that of a sheet */
export function checkProtected(context: CallContext, sheet: number, touched: Touched): void {
  if (forbids(protectionsOf(context.world.book), person(context), sheet, touched))
    throw new GoogleError(PROTECTED);
}

/** As `checkProtected`, for cells that are about to be queued: facts 5.8, it is told when the queue is sent. */
export function queueProtected(context: CallContext, area: Area): void {
  const { run, world } = context;
  if (isOwner(context) || protectionsOf(world.book).length === 0) return;
  run.writes.change(() => checkProtected(context, area.s, zoneOf(cellRange(area))));
}

/**
 * Who may edit the file: the stand-in keeps no list, so everybody that it has seen there. The owner comes first.
 */
export function editorsOfFile(file: BookFile, ...more: readonly string[]): string[] {
  const seen = [file.activeSheets, file.counters, file.properties.user].flatMap(Object.keys);
  const others = new Set([...seen, ...file.triggers.map(({ user }) => user), ...more]);
  others.delete(file.owner);
  return [file.owner, ...[...others].sort()];
}

/** facts 13: who made a file of a shared drive is an editor like others. */
function ownerOf({ world: { file } }: CallContext): string | null {
  return file.isInSharedDrive ? null : file.owner;
}

function editorsOf(context: CallContext, { editors }: Protection): string[] {
  if (editors === null) return editorsOfFile(context.world.file, context.run.user);
  const owner = ownerOf(context);
  return owner === null ? [...editors] : [owner, ...editors];
}

interface One {
  readonly id: number;
}

function found(context: CallContext, id: number): Protection {
  const protection = protectionsOf(context.world.book).find((one) => one.id === id);
  // Google's words for a protection that is gone are in no source.
  if (!protection) throw new GoogleError("The protected range or sheet does not exist any more.");
  return protection;
}

function reading(read: (protection: Protection, context: CallContext) => unknown): ServiceCall {
  return counted(NEEDS.readDocument, (context, { id }: One) => {
    context.run.spend(spreadsheetMs(0));
    context.run.writes.flush();
    return read(found(context, id), context);
  });
}

/** Only who may edit what is protected may change its protection. */
function changing<T>(
  change: (protection: Protection, args: T, context: CallContext) => Partial<Protection>,
): ServiceCall {
  return counted(NEEDS.writeDocument, (context, args: One & T) => {
    context.run.spend(spreadsheetMs(0));
    context.run.writes.flush();
    const protection = found(context, args.id);
    if (!admits(protection, person(context))) throw new GoogleError(PROTECTED);
    setProtection(context.world.book, { ...protection, ...change(protection, args, context) });
    return null;
  });
}

interface Mails {
  readonly emails: readonly string[];
}

const add = changing<Mails>((protection, { emails }, context) => {
  const editors = new Set([...editorsOf(context, protection), ...emails]);
  editors.delete(ownerOf(context) ?? "");
  return { editors: [...editors] };
});

/** Neither the owner nor who runs the script can be removed. */
const remove = changing<Mails>((protection, { emails }, context) => {
  const stays = (email: string) => email === context.run.user || !emails.includes(email);
  const others = editorsOf(context, protection).filter((email) => email !== ownerOf(context));
  return { editors: others.filter(stays) };
});

const listed = counted(
  NEEDS.readDocument,
  (context, { type, sheet }: { type: "RANGE" | "SHEET"; sheet: number | null }) => {
    context.run.spend(spreadsheetMs(0));
    context.run.writes.flush();
    return protectionsOf(context.world.book)
      .filter((one) => (one.range === null) === (type === "SHEET"))
      .filter((one) => sheet === null || one.sheet === sheet)
      .map(({ id }) => id);
  },
);

function protect(context: CallContext, sheet: number, area: Area | null): number {
  const { run, world } = context;
  run.spend(spreadsheetMs(0));
  run.writes.flush();
  if (area) checkArea(context, area);
  else sheetInfo(context, sheet);
  checkProtected(context, sheet, area ? zoneOf(cellRange(area)) : "sheet");
  const range = area && cellRange(area);
  // facts 5.5: a new protection admits the file's editors until that is changed.
  const words = { description: "", isWarningOnly: false, editors: null };
  return addProtection(world.book, { ...words, sheet, range, unprotected: [] });
}

export const protections: ServiceTable = {
  "Range.protect": counted(NEEDS.writeDocument, (context, { at }: { at: readonly [Area] }) =>
    protect(context, at[0].s, at[0]),
  ),
  // A sheet is protected once at most: the second time gives what there is.
  "Sheet.protect": counted(NEEDS.writeDocument, (context, { sheet }: { sheet: number }) => {
    const before = protectionsOf(context.world.book).find((one) => !one.range && one.sheet === sheet);
    return before?.id ?? protect(context, sheet, null);
  }),
  "Spreadsheet.getProtections": listed,
  "Sheet.getProtections": listed,

  "Protection.getProtectionType": reading(({ range }) => (range ? "RANGE" : "SHEET")),
  "Protection.getRange": reading(({ sheet, range }, context): Area => {
    if (range) return areaOfRange(range);
    const { rows, columns } = sheetInfo(context, sheet);
    return { s: sheet, r: 1, c: 1, nr: rows, nc: columns, open: "SHEET" };
  }),
  "Protection.getDescription": reading(({ description }) => description),
  "Protection.isWarningOnly": reading(({ isWarningOnly }) => isWarningOnly),
  "Protection.getUnprotectedRanges": reading(({ unprotected }) => unprotected.map(areaOfRange)),
  "Protection.canEdit": reading((protection, context) => admits(protection, person(context))),
  "Protection.getEditors": reading((protection, context) => {
    if (!admits(protection, person(context))) throw new GoogleError(PROTECTED);
    return editorsOf(context, protection).filter((email) => email !== ownerOf(context));
  }),

  "Protection.setDescription": changing<{ description: string }>((_, { description }) => ({ description })),
  "Protection.setWarningOnly": changing<{ isWarningOnly: boolean }>((_, { isWarningOnly }) => ({
    isWarningOnly,
  })),
  "Protection.setRange": changing<{ area: Area }>((_, { area }, context) => {
    checkArea(context, area);
    return { sheet: area.s, range: cellRange(area), unprotected: [] };
  }),
  "Protection.setUnprotectedRanges": changing<{ areas: readonly Area[] }>(({ sheet, range }, { areas }) => {
    // Google's words for both are in no source.
    if (range) throw new GoogleError("Only a protected sheet can have unprotected ranges.");
    if (areas.some(({ s }) => s !== sheet))
      throw new GoogleError("Unprotected ranges must be on the protected sheet.");
    return { unprotected: areas.map(cellRange) };
  }),
  "Protection.addEditor": add,
  "Protection.addEditors": add,
  "Protection.removeEditor": remove,
  "Protection.removeEditors": remove,
  "Protection.remove": counted(NEEDS.writeDocument, (context, { id }: One) => {
    context.run.spend(spreadsheetMs(0));
    context.run.writes.flush();
    const protection = found(context, id);
    if (!admits(protection, person(context))) throw new GoogleError(PROTECTED);
    removeProtection(context.world.book, protection);
    return null;
  }),
};
