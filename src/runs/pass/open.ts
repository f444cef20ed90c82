import type { Sheet } from "../../core/spreadsheet.ts";
import { loadTableState, saveTableState, type TablePass, type TableState } from "../../tables/state.ts";
import { Table } from "../../tables/table.ts";
import { type ImportSpec, isUnfinished } from "../run.ts";
import { loadRuns } from "../store.ts";
import type { Work } from "../work.ts";
import { lostIn } from "./lost.ts";
import { Renames } from "./renames.ts";
import type { Shape } from "./shape.ts";
import type { PassEnd, PassRun } from "./worker.ts";

/**
 * A run whose pass nobody advanced for so long has no worker left: an hourly trigger that is moved about by some
 * minutes (facts, 4.1) would have come.
 */
const ABANDONED_MS = 70 * 60_000;
const LOOK_AGAIN_MS = 60_000;

export interface Opened {
  readonly sheet: Sheet;
  readonly table: Table;
  readonly state: TableState;
  readonly number: number;
}

/** Has a run wait while another one is at a pass over the same table, unless that one rests or was left lying. */
export function waitForOther(pass: TablePass | undefined, run: PassRun, { ports }: Work): PassEnd | null {
  if (!pass?.run || pass.run === run.id) return null;
  const other = loadRuns(ports.fileStore).find(({ id }) => id === pass.run);
  if (!other || !isUnfinished(other)) return null;
  const nowMs = ports.clock.nowMs();
  const untilMs = Math.max(other.carriedMs, other.waitUntilMs) + ABANDONED_MS;
  if (untilMs <= nowMs) return null;
  return {
    end: "wait",
    untilMs: Math.min(untilMs, nowMs + LOOK_AGAIN_MS),
    sentence: "Another run is bringing the same sheet up to date. This one goes on after it.",
  };
}

/**
 * Opens the table of a pass and notes what it is from now on: until it is whole again no action can tell what it lacks.
 * @param where its sheet, or the name of the one to make.
 * @param number of the pass; 0 begins one.
 * @returns null when another pass began since.
 * @throws TableFault
 */
export function openTable(
  spec: ImportSpec,
  run: PassRun,
  where: Sheet | string,
  number: number,
  shape: Shape,
  { book, ports }: Work,
): Opened | null {
  const isNew = typeof where === "string";
  const sheet = isNew ? book.addSheet(where) : where;
  const known = isNew ? undefined : loadTableState(ports.fileStore, sheet.id);
  const passed = known?.pass?.number ?? 0;
  if (number !== 0 && number !== passed) return null;
  const pass = { number: number || passed + 1, run: run.id };
  const { columns, names, own } = shape;
  const { key, base } = shape.entry;
  const renames = new Renames(known?.own, own);
  const written = renames.named(known?.written ?? []);
  // What a person took out comes back when it is chosen again.
  const before = known?.columns && renames.named(known.columns);
  const isAgain = (name: string) =>
    before && before.indexOf(name) < 0 && before.indexOf("*") < 0 && name !== base?.name;
  const again = spec.columns ? written.filter(isAgain) : [];
  const { headers } = renames;
  const { filling } = known ?? {};
  // Of a table that was made before this was told nothing is sure.
  const exact = known?.exact ? renames.named(known.exact) : written;
  const more = { isNew, again, exact, headers, base, filling };
  const table = Table.open(book, sheet, key, columns, written, more);
  const placed = table.placedColumns.map(({ name }) => name);
  const sure = new Set(table.sureColumns);
  const all = [...new Set([...written, ...placed])];
  const lost = known?.exact ? lostIn(table, { ...known, written, exact }) : [];
  const state: TableState = {
    table: spec.table,
    name: sheet.name(),
    filters: spec.filters ?? {},
    columns: names ?? null,
    written: all,
    exact: all.filter((name) => !sure.has(name)),
    ...(lost.length > 0 ? { lost } : {}),
    ...(Object.keys(own).length > 0 ? { own } : {}),
    removed: spec.removed ?? known?.removed ?? "mark",
    isMain: known?.isMain ?? spec.sheet === undefined,
    lastSuccessMs: known?.lastSuccessMs ?? null,
    pass,
    zone: book.timeZone(),
    ...(known?.cells ? { cells: known.cells } : {}),
    ...(known?.isTold ? { isTold: true } : {}),
    ...(table.filling.length > 0 ? { filling: table.filling } : {}),
    followed: null,
  };
  if (JSON.stringify(known) !== JSON.stringify(state)) saveTableState(ports.fileStore, sheet.id, state);
  return { sheet, table, state, number: pass.number };
}
