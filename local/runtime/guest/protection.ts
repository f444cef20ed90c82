import type { Area } from "../wire.ts";
import { ProtectionType } from "./enums.ts";
import { areaOf } from "./handles.ts";
import { call } from "./link.ts";
import { Range, range } from "./range.ts";
import { addMembers, isMember, notImplemented, own, sealed } from "./sealed.ts";
import { user } from "./session.ts";
import { Sheet } from "./sheet.ts";
import { type Is, isBoolean, isList, isText, overload } from "./signature.ts";
import { Spreadsheet } from "./spreadsheet.ts";

/** A text, or a User that a script got from Session or getEditors. */
function emailOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const held = (value as { [own]?: unknown } | null)?.[own];
  return typeof held === "string" ? held : undefined;
}

const isPerson: Is = (v) => emailOf(v) !== undefined;
const isPersonList: Is = (v) => isList(v) && (v as unknown[]).every(isPerson);
const isRange: Is = (v) => areaOf(v) !== undefined;
const isRangeList: Is = (v) => isList(v) && (v as unknown[]).every(isRange);
const isType: Is = (v) => isMember(ProtectionType, v);

/** A protected sheet or range. */
class Protection {
  readonly [own]: { readonly id: number };

  constructor(id: number) {
    this[own] = { id };
  }
  getProtectionType(): unknown {
    return ProtectionType[call<"RANGE">("Protection.getProtectionType", this[own])];
  }
  getRange(): Range {
    return range(call<Area>("Protection.getRange", this[own]));
  }
  /** No protection stands on a named range here. */
  getRangeName(): null {
    return null;
  }
  setRange(...args: unknown[]): this {
    overload("SpreadsheetApp.Protection.setRange", args, [isRange]);
    call("Protection.setRange", { ...this[own], area: areaOf(args[0]) });
    return this;
  }
  getDescription(): string {
    return call("Protection.getDescription", this[own]);
  }
  setDescription(...args: unknown[]): this {
    overload("SpreadsheetApp.Protection.setDescription", args, [isText]);
    call("Protection.setDescription", { ...this[own], description: args[0] });
    return this;
  }
  isWarningOnly(): boolean {
    return call("Protection.isWarningOnly", this[own]);
  }
  setWarningOnly(...args: unknown[]): this {
    overload("SpreadsheetApp.Protection.setWarningOnly", args, [isBoolean]);
    call("Protection.setWarningOnly", { ...this[own], isWarningOnly: args[0] });
    return this;
  }
  getUnprotectedRanges(): Range[] {
    return call<Area[]>("Protection.getUnprotectedRanges", this[own]).map(range);
  }
  setUnprotectedRanges(...args: unknown[]): this {
    overload("SpreadsheetApp.Protection.setUnprotectedRanges", args, [isRangeList]);
    call("Protection.setUnprotectedRanges", { ...this[own], areas: (args[0] as unknown[]).map(areaOf) });
    return this;
  }
  canEdit(): boolean {
    return call("Protection.canEdit", this[own]);
  }
  getEditors(): unknown[] {
    return call<string[]>("Protection.getEditors", this[own]).map(user);
  }
  addEditor(...args: unknown[]): this {
    overload("SpreadsheetApp.Protection.addEditor", args, [isPerson]);
    call("Protection.addEditor", { ...this[own], emails: args.map(emailOf) });
    return this;
  }
  addEditors(...args: unknown[]): this {
    overload("SpreadsheetApp.Protection.addEditors", args, [isPersonList]);
    call("Protection.addEditors", { ...this[own], emails: (args[0] as unknown[]).map(emailOf) });
    return this;
  }
  removeEditor(...args: unknown[]): this {
    overload("SpreadsheetApp.Protection.removeEditor", args, [isPerson]);
    call("Protection.removeEditor", { ...this[own], emails: args.map(emailOf) });
    return this;
  }
  removeEditors(...args: unknown[]): this {
    overload("SpreadsheetApp.Protection.removeEditors", args, [isPersonList]);
    call("Protection.removeEditors", { ...this[own], emails: (args[0] as unknown[]).map(emailOf) });
    return this;
  }
  /** The stand-in's people belong to no Workspace domain. */
  canDomainEdit(): boolean {
    return false;
  }
  setDomainEdit(...args: unknown[]): this {
    overload("SpreadsheetApp.Protection.setDomainEdit", args, [isBoolean]);
    if (args[0] === true) throw notImplemented("Protection.setDomainEdit(true)");
    return this;
  }
  remove(): void {
    call("Protection.remove", this[own]);
  }
}

function protection(id: number): Protection {
  return sealed("Protection", new Protection(id));
}

addMembers(Range, {
  protect() {
    return protection(call("Range.protect", { at: [this[own]] }));
  },
});
addMembers(Sheet, {
  protect() {
    return protection(call("Sheet.protect", { sheet: this[own].sheetId }));
  },
  getProtections(...args) {
    overload("SpreadsheetApp.Sheet.getProtections", args, [isType]);
    const sheet = this[own].sheetId;
    return call<number[]>("Sheet.getProtections", { type: args[0], sheet }).map(protection);
  },
});
addMembers(Spreadsheet, {
  getProtections(...args) {
    overload("SpreadsheetApp.Spreadsheet.getProtections", args, [isType]);
    return call<number[]>("Spreadsheet.getProtections", { type: args[0], sheet: null }).map(protection);
  },
});
