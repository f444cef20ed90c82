import { assertInput, InputError } from "../../core/errors.ts";
import type { Json } from "../../core/ports.ts";
import type { Sheet } from "../../core/spreadsheet.ts";
import { TableFault } from "../../tables/fault.ts";
import { allTables, type TableState } from "../../tables/state.ts";
import { namedTarget, tableTarget } from "../claims.ts";
import { counted, many } from "../counted.ts";
import type { RunKind } from "../kind.ts";
import type { Lease } from "../lease.ts";
import { START as WHOLE_START } from "../pass/state.ts";
import { passOverListing } from "../pass/whole.ts";
import { type PassChange, workerOf } from "../pass/worker.ts";
import type { ImportSpec, RunChange, RunOf, SliceEnd } from "../run.ts";
import { entryOf, unitOf, type Work } from "../work.ts";
import { followActions } from "./by-changes.ts";
import { START } from "./state.ts";

/** Brings a managed table up to date: by what actions tell where that is cheaper, else by its whole listing. */
export const refreshing: RunKind<"refresh"> = {
  begin: ({ sheet: name, full = false }, work) => {
    assertInput(typeof full === "boolean", '"full" is true or false.');
    const { sheet, state } = tableNamed(name, work);
    const entry = entryOf(work.entries, state.table);
    const what = sheet ? sheet.name() : state.name;
    return {
      spec: { sheet: what, ...(full ? { full } : {}) },
      what,
      unit: unitOf(entry),
      // A tab that was deleted is made again.
      writes: [...(sheet ? [] : [namedTarget(what, work.book)]), tableTarget(entry)],
      state: START,
      counts: { added: 0, changed: 0, removed: 0 },
      sheet: sheet && { id: sheet.id, name: what },
    };
  },
  advance: advanceRefresh,
  taken: ({ state }) => ({ state: { ...state, tries: state.tries + 1 } }),
  takenOver: { state: START, done: 0 },
};

/**
 * @returns no sheet where the table's tab was deleted.
 * @throws InputError when there is no managed table of that name.
 */
function tableNamed(
  name: Json | undefined,
  { book, ports }: Work,
): { sheet: Sheet | null; state: TableState } {
  assertInput(typeof name === "string", 'A refresh needs the name of its "sheet".');
  const named = book.sheetByName(name);
  let deleted: TableState | null = null;
  for (const [id, state] of allTables(ports.fileStore)) {
    // A tab that was renamed is known by the name that it had.
    if (named ? named.id !== id : state.name !== name) continue;
    const sheet = named ?? book.sheetById(id);
    if (sheet) return { sheet, state };
    deleted = state;
  }
  if (deleted) return { sheet: null, state: deleted };
  throw new InputError(
    named
      ? `The sheet "${name}" holds no table that Huntsheet keeps up to date. Import one into it, or into a sheet of its own.`
      : `There is no sheet "${name}". Check its name, or import it again.`,
  );
}

/** What a tab that was deleted is to be like: what it was made with. */
function madeAgain({ table, name, columns, removed }: TableState, { entries }: Work): Partial<ImportSpec> {
  return {
    removed,
    ...(columns ? { columns } : {}),
    ...(name === entryOf(entries, table).title ? {} : { sheet: name }),
  };
}

function advanceRefresh(
  run: RunOf<"refresh">,
  given: Work,
  lease: Lease<"refresh">,
  deadlineMs: number,
): SliceEnd<"refresh"> {
  const work = counted(given);
  const sheet = run.sheet && work.book.sheetById(run.sheet.id);
  const table = run.sheet
    ? sheet && allTables(work.ports.fileStore).get(sheet.id)
    : tableNamed(run.what, work).state;
  if (!table)
    throw new TableFault(`The sheet "${run.what}" is gone. Import it again, or do without this refresh.`);
  let { state } = run;
  if (!state.whole) {
    const end = sheet && followActions(run, work, lease, sheet, table, deadlineMs);
    if (end) return end;
    state = { ...state, asked: work.requests() };
  }
  const ofRefresh = ({ at, ...change }: PassChange): RunChange<"refresh"> =>
    at ? { ...change, state: { ...state, whole: at } } : change;
  const spec = {
    table: table.table,
    filters: table.filters,
    ...(sheet ? {} : madeAgain(table, work)),
  };
  const worker = workerOf(run, lease, ofRefresh);
  const end = passOverListing(spec, state.whole ?? WHOLE_START, worker, counted(work), deadlineMs);
  if (end.end === "stopped") return { ...end, change: ofRefresh(end.change) };
  if (end.end !== "done") return end;
  const asked = `Whole listing: ${many(end.change.at.requests + state.asked, "request")}.`;
  const note = end.change.note ? `${asked} ${end.change.note}` : asked;
  return { ...end, change: { ...ofRefresh(end.change), note } };
}
