import {
  type Metadata,
  type MetadataPlace,
  type MetadataVisibility,
  metadataOf,
  removeMetadata,
  setMetadata,
} from "../../book/metadata.ts";
import { NEEDS } from "../access.ts";
import { GoogleError } from "../google-error.ts";
import { METADATA_CHARACTERS } from "../limits.ts";
import { type CallContext, free, type ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { checkArea, sheetInfo } from "./areas.ts";
import { documentChange, documentRead } from "./document-calls.ts";

type Where =
  | Extract<MetadataPlace, { type: "SPREADSHEET" | "SHEET" }>
  | { readonly type: "RANGE"; readonly area: Area };

interface Wanted {
  readonly id?: number;
  readonly key?: string;
  readonly value?: string;
  readonly visibility?: MetadataVisibility;
  readonly type?: MetadataPlace["type"];
  readonly intersecting?: boolean;
}

/** The place to hang something on. @throws Google's error for what is no whole row or column (facts 5.1) */
function placeAt(context: CallContext, where: Where): MetadataPlace {
  if (where.type === "SHEET") sheetInfo(context, where.sheet);
  if (where.type !== "RANGE") return where;
  const line = lineOf(context, where.area);
  if (!line)
    throw new GoogleError(
      "Adding developer metadata to arbitrary ranges is not currently supported. Developer metadata may only be added to the top-level spreadsheet, an individual sheet, or an entire row or column.",
    );
  return line;
}

/** The one row or column that a range is, if it is one. */
function lineOf(context: CallContext, area: Area): MetadataPlace | null {
  checkArea(context, area);
  const { rows, columns } = sheetInfo(context, area.s);
  const isBounded = area.open === undefined && !context.world.switches.metadataOnBoundedLines;
  if (isBounded) return null;
  if (area.nr === 1 && area.nc === columns) return { type: "ROW", sheet: area.s, index: area.r };
  if (area.nc === 1 && area.nr === rows) return { type: "COLUMN", sheet: area.s, index: area.c };
  return null;
}

/** The cells of a place, on its sheet; null is the whole file. */
function areaAt(context: CallContext, where: Where | MetadataPlace): Area | null {
  if (where.type === "SPREADSHEET") return null;
  if (where.type === "RANGE") return where.area;
  const { rows, columns } = sheetInfo(context, where.sheet);
  const all = { s: where.sheet, r: 1, c: 1, nr: rows, nc: columns };
  if (where.type === "SHEET") return all;
  return where.type === "ROW" ? { ...all, r: where.index, nr: 1 } : { ...all, c: where.index, nc: 1 };
}

function contains(outer: Area, inner: Area): boolean {
  return (
    outer.r <= inner.r &&
    outer.c <= inner.c &&
    outer.r + outer.nr >= inner.r + inner.nr &&
    outer.c + outer.nc >= inner.c + inner.nc
  );
}

function intersects(a: Area, b: Area): boolean {
  return a.r < b.r + b.nr && b.r < a.r + a.nr && a.c < b.c + b.nc && b.c < a.c + a.nc;
}

/** Whether an entry is in a finder's scope: wholly inside of it, or touching it when the finder is told so. */
function isInScope(context: CallContext, where: Where, place: MetadataPlace, intersecting: boolean): boolean {
  if (where.type === "SPREADSHEET") return true;
  if (place.type === "SPREADSHEET") return intersecting;
  const [scope, cells] = [areaAt(context, where), areaAt(context, place)];
  if (!scope || !cells || scope.s !== cells.s) return false;
  if (intersecting) return intersects(scope, cells);
  // A range as large as its sheet is still not the sheet.
  return contains(scope, cells) && !(where.type === "RANGE" && place.type === "SHEET");
}

function isSamePlace(a: MetadataPlace, b: MetadataPlace | null): boolean {
  return b !== null && JSON.stringify(a) === JSON.stringify(b);
}

/** @throws GoogleError when the entry is gone; the words are ours */
function entryOf({ world }: CallContext, id: number): Metadata {
  const entry = metadataOf(world.book).find((each) => each.id === id);
  if (!entry) throw new GoogleError(`Developer metadata ${id} not found`);
  return entry;
}

const size = ({ key, value }: Pick<Metadata, "key" | "value">) => key.length + (value?.length ?? 0);

/** @throws GoogleError past the limit; the words are ours */
function checkSize({ world }: CallContext, entry: Omit<Metadata, "id">, except?: number): void {
  const others = metadataOf(world.book).filter(({ id }) => id !== except);
  if (others.reduce((sum, each) => sum + size(each), size(entry)) > METADATA_CHARACTERS)
    throw new GoogleError(
      `Developer metadata of a spreadsheet is limited to ${METADATA_CHARACTERS} characters of keys and values.`,
    );
}

const add = documentChange(
  (context, { where, ...words }: Omit<Metadata, "id" | "place"> & { where: Where }) => {
    const entry = { ...words, place: placeAt(context, where) };
    checkSize(context, entry);
    setMetadata(context.world.book, entry);
  },
);

const list = documentRead((context, { where }: { where: Where }) => {
  const place = where.type === "RANGE" ? lineOf(context, where.area) : placeAt(context, where);
  return metadataOf(context.world.book)
    .filter((entry) => isSamePlace(entry.place, place))
    .map(({ id }) => id);
});

const get = documentRead((context, { id }: { id: number }) => entryOf(context, id));

const set = documentChange(
  (context, { id, words, where }: { id: number; words?: Partial<Metadata>; where?: Where }) => {
    const before = entryOf(context, id);
    const entry = { ...before, ...words, ...(where && { place: placeAt(context, where) }) };
    checkSize(context, entry, id);
    setMetadata(context.world.book, entry, id);
  },
);

export const developerMetadata: ServiceTable = {
  "Spreadsheet.addDeveloperMetadata": add,
  "Sheet.addDeveloperMetadata": add,
  "Range.addDeveloperMetadata": add,
  "Spreadsheet.getDeveloperMetadata": list,
  "Sheet.getDeveloperMetadata": list,
  "Range.getDeveloperMetadata": list,
  "DeveloperMetadataFinder.find": documentRead(
    (context, { where, wanted }: { where: Where; wanted: Wanted }) =>
      metadataOf(context.world.book)
        .filter(
          ({ id, key, value, visibility, place }) =>
            (wanted.id ?? id) === id &&
            (wanted.key ?? key) === key &&
            (wanted.value ?? value) === value &&
            (wanted.visibility ?? visibility) === visibility &&
            (wanted.type ?? place.type) === place.type &&
            isInScope(context, where, place, wanted.intersecting === true),
        )
        .map(({ id }) => id),
  ),
  "DeveloperMetadata.getKey": get,
  "DeveloperMetadata.getValue": get,
  "DeveloperMetadata.getVisibility": get,
  "DeveloperMetadata.getLocation": get,
  "DeveloperMetadata.setKey": set,
  "DeveloperMetadata.setValue": set,
  "DeveloperMetadata.setVisibility": set,
  "DeveloperMetadata.moveToRow": set,
  "DeveloperMetadata.moveToColumn": set,
  "DeveloperMetadata.moveToSheet": set,
  "DeveloperMetadata.moveToSpreadsheet": set,
  "DeveloperMetadata.remove": documentChange((context, { id }: { id: number }) =>
    removeMetadata(context.world.book, entryOf(context, id).id),
  ),
  "DeveloperMetadataLocation.line": free(
    NEEDS.readDocument,
    (context, { place }: { place: MetadataPlace }) => ({
      ...areaAt(context, place),
      open: place.type,
    }),
  ),
};
