/** Keys and values that scripts hang on the file, on sheets, on whole rows and columns (facts 5.5). */
import type { Metadata, MetadataPlace } from "../../book/metadata.ts";
import type { Area } from "../wire.ts";
import { DeveloperMetadataLocationType, DeveloperMetadataVisibility } from "./enums.ts";
import { areaOf, sheetHandle, sheetIdOf } from "./handles.ts";
import { call } from "./link.ts";
import { Range, range } from "./range.ts";
import { addMembers, isMember, own, sealed } from "./sealed.ts";
import { Sheet } from "./sheet.ts";
import { isNumber, isText, overload } from "./signature.ts";
import { Spreadsheet, spreadsheetHandle } from "./spreadsheet.ts";

/** Where a script says that metadata is or should be. */
type Where =
  | { readonly type: "SPREADSHEET" }
  | { readonly type: "SHEET"; readonly sheet: number }
  | { readonly type: "RANGE"; readonly area: Area };

/** What a finder looks for; what is missing is any. */
interface Wanted {
  id?: number;
  key?: string;
  value?: string;
  visibility?: string;
  type?: string;
  intersecting?: boolean;
}

const isVisibility = (v: unknown) => isMember(DeveloperMetadataVisibility, v);
const isLocationType = (v: unknown) => isMember(DeveloperMetadataLocationType, v);
const isRange = (v: unknown) => areaOf(v) !== undefined;
const isSheet = (v: unknown) => sheetIdOf(v) !== undefined;

/** A whole row or column, as "3:3" would give it. */
function line(place: MetadataPlace, type: "ROW" | "COLUMN"): Range | null {
  return place.type === type ? range(call<Area>("DeveloperMetadataLocation.line", { place })) : null;
}

class DeveloperMetadataLocation {
  readonly [own]: MetadataPlace;

  constructor(place: MetadataPlace) {
    this[own] = place;
  }
  getLocationType(): unknown {
    return DeveloperMetadataLocationType[this[own].type];
  }
  getRow(): Range | null {
    return line(this[own], "ROW");
  }
  getColumn(): Range | null {
    return line(this[own], "COLUMN");
  }
  getSheet(): unknown {
    const place = this[own];
    return place.type === "SHEET" ? sheetHandle(place.sheet) : null;
  }
  getSpreadsheet(): Spreadsheet | null {
    return this[own].type === "SPREADSHEET" ? spreadsheetHandle() : null;
  }
}

/** @throws Google's error when the entry has been removed meanwhile */
function read(metadata: DeveloperMetadata, method: string): Metadata {
  return call(`DeveloperMetadata.${method}`, { id: metadata[own] });
}

function change(metadata: DeveloperMetadata, method: string, to: object): DeveloperMetadata {
  call(`DeveloperMetadata.${method}`, { id: metadata[own], ...to });
  return metadata;
}

class DeveloperMetadata {
  readonly [own]: number;

  constructor(id: number) {
    this[own] = id;
  }
  getId(): number {
    return this[own];
  }
  getKey(): string {
    return read(this, "getKey").key;
  }
  getValue(): string | null {
    return read(this, "getValue").value;
  }
  getVisibility(): unknown {
    return DeveloperMetadataVisibility[read(this, "getVisibility").visibility];
  }
  getLocation(): unknown {
    const { place } = read(this, "getLocation");
    return sealed("DeveloperMetadataLocation", new DeveloperMetadataLocation(place));
  }
  setKey(...args: unknown[]): DeveloperMetadata {
    overload("SpreadsheetApp.DeveloperMetadata.setKey", args, [isText]);
    return change(this, "setKey", { words: { key: args[0] } });
  }
  setValue(...args: unknown[]): DeveloperMetadata {
    overload("SpreadsheetApp.DeveloperMetadata.setValue", args, [isText]);
    return change(this, "setValue", { words: { value: args[0] } });
  }
  setVisibility(...args: unknown[]): DeveloperMetadata {
    overload("SpreadsheetApp.DeveloperMetadata.setVisibility", args, [isVisibility]);
    return change(this, "setVisibility", { words: { visibility: args[0] } });
  }
  moveToRow(...args: unknown[]): DeveloperMetadata {
    overload("SpreadsheetApp.DeveloperMetadata.moveToRow", args, [isRange]);
    return change(this, "moveToRow", { where: { type: "RANGE", area: areaOf(args[0]) } });
  }
  moveToColumn(...args: unknown[]): DeveloperMetadata {
    overload("SpreadsheetApp.DeveloperMetadata.moveToColumn", args, [isRange]);
    return change(this, "moveToColumn", { where: { type: "RANGE", area: areaOf(args[0]) } });
  }
  moveToSheet(...args: unknown[]): DeveloperMetadata {
    overload("SpreadsheetApp.DeveloperMetadata.moveToSheet", args, [isSheet]);
    return change(this, "moveToSheet", { where: { type: "SHEET", sheet: sheetIdOf(args[0]) } });
  }
  moveToSpreadsheet(): DeveloperMetadata {
    return change(this, "moveToSpreadsheet", { where: { type: "SPREADSHEET" } });
  }
  remove(): void {
    change(this, "remove", {});
  }
}

const handle = (id: number) => sealed("DeveloperMetadata", new DeveloperMetadata(id));

function narrow(
  finder: DeveloperMetadataFinder,
  method: string,
  args: unknown[],
  is: (v: unknown) => boolean,
  name: keyof Wanted,
): DeveloperMetadataFinder {
  overload(`SpreadsheetApp.DeveloperMetadataFinder.${method}`, args, [is]);
  Object.assign(finder[own].wanted, { [name]: args[0] });
  return finder;
}

class DeveloperMetadataFinder {
  readonly [own]: { readonly where: Where; readonly wanted: Wanted };

  constructor(where: Where) {
    this[own] = { where, wanted: {} };
  }
  withId(...args: unknown[]): DeveloperMetadataFinder {
    return narrow(this, "withId", args, isNumber, "id");
  }
  withKey(...args: unknown[]): DeveloperMetadataFinder {
    return narrow(this, "withKey", args, isText, "key");
  }
  withValue(...args: unknown[]): DeveloperMetadataFinder {
    return narrow(this, "withValue", args, isText, "value");
  }
  withVisibility(...args: unknown[]): DeveloperMetadataFinder {
    return narrow(this, "withVisibility", args, isVisibility, "visibility");
  }
  withLocationType(...args: unknown[]): DeveloperMetadataFinder {
    return narrow(this, "withLocationType", args, isLocationType, "type");
  }
  onIntersectingLocations(): DeveloperMetadataFinder {
    this[own].wanted.intersecting = true;
    return this;
  }
  find(): unknown[] {
    return call<number[]>("DeveloperMetadataFinder.find", this[own]).map(handle);
  }
}

/** What files, sheets and ranges have in common about their metadata. */
function carriesMetadata<T extends object>(
  name: string,
  carrier: { readonly prototype: T },
  whereIs: (carrier: T) => Where,
): void {
  addMembers(carrier, {
    addDeveloperMetadata(...args) {
      overload(
        `SpreadsheetApp.${name}.addDeveloperMetadata`,
        args,
        [isText],
        [isText, isVisibility],
        [isText, isText],
        [isText, isText, isVisibility],
      );
      const [key, ...rest] = args;
      call(`${name}.addDeveloperMetadata`, {
        where: whereIs(this),
        key,
        value: rest.find(isText) ?? null,
        visibility: rest.find(isVisibility) ?? DeveloperMetadataVisibility.DOCUMENT,
      });
      return this;
    },
    getDeveloperMetadata() {
      return call<number[]>(`${name}.getDeveloperMetadata`, { where: whereIs(this) }).map(handle);
    },
    createDeveloperMetadataFinder() {
      return sealed("DeveloperMetadataFinder", new DeveloperMetadataFinder(whereIs(this)));
    },
  });
}

carriesMetadata("Spreadsheet", Spreadsheet, () => ({ type: "SPREADSHEET" }));
carriesMetadata("Sheet", Sheet, (sheet) => ({ type: "SHEET", sheet: sheet[own].sheetId }));
carriesMetadata("Range", Range, (cells) => ({ type: "RANGE", area: cells[own] }));
