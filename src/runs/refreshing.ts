import { InputError, must } from "../core/errors.ts";
import type { Json } from "../core/ports.ts";
import type { Sheet } from "../core/spreadsheet.ts";
import { TableFault } from "../tables/fault.ts";
import { allTables, type TableState } from "../tables/state.ts";
import { counted, many } from "./counted.ts";
import { followActions } from "./following.ts";
import { importing, START, unitOf } from "./importing.ts";
import type { RunKind } from "./kinds.ts";
import type { Lease } from "./lease.ts";
import type { ImportSpec, RefreshSpec, Run, SliceEnd } from "./run.ts";
import { entryOf, type Work } from "./work.ts";

/** Brings a managed table up to date: by what actions tell where that is cheaper, else by its whole listing. */
export const refreshing: RunKind<RefreshSpec> = {
  begin: ({ sheet: name, full = false }, work) => {
    must(typeof full === "boolean", '"full" is true or false.');
    const { sheet, state } = tableNamed(name, work);
    const entry = entryOf(work.entries, state.table);
    const what = sheet ? sheet.name() : state.name;
    return {
      spec: { kind: "refresh", sheet: what, ...(full ? { full } : {}) },
      what,
      unit: unitOf(entry),
      subject: entry.table,
      state: {},
      counts: { added: 0, changed: 0, removed: 0 },
      sheet: sheet && { id: sheet.id, name: what },
    };
  },
  advance: advanceRefresh,
  takenOver: { state: {}, done: 0 },
};

/**
 * @returns no sheet where the table's tab was deleted.
 * @throws InputError when there is no managed table of that name.
 */
function tableNamed(
  name: Json | undefined,
  { book, ports }: Work,
): { sheet: Sheet | null; state: TableState } {
  must(typeof name === "string", 'A refresh needs the name of its "sheet".');
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

/** What a tab that was deleted is to be like (design, section 3). */
function madeAgain({ table, name, columns, removed }: TableState, { entries }: Work): Partial<ImportSpec> {
  return {
    removed,
    ...(columns ? { columns } : {}),
    ...(name === entryOf(entries, table).title ? {} : { sheet: name }),
  };
}

function advanceRefresh(run: Run<RefreshSpec>, given: Work, lease: Lease, deadlineMs: number): SliceEnd {
  const work = counted(given);
  const sheet = run.sheet && work.book.sheetById(run.sheet.id);
  const state = run.sheet
    ? sheet && allTables(work.ports.fileStore).get(sheet.id)
    : tableNamed(run.what, work).state;
  if (!state)
    throw new TableFault(`The sheet "${run.what}" is gone. Import it again, or do without this refresh.`);
  let at = run.state;
  if (at.batch === undefined) {
    const end = sheet && followActions(run, work, lease, sheet, state, deadlineMs);
    if (end) return end;
    at = { ...START, asked: work.requests() };
  }
  const { table, filters } = state;
  const spec: ImportSpec = { kind: "import", table, filters, ...(sheet ? {} : madeAgain(state, work)) };
  const end = importing.advance({ ...run, spec, state: at }, work, lease, deadlineMs);
  if (end.end !== "done") return end;
  const { requests = 0, asked = 0 } = end.change.state ?? {};
  const note = `Whole listing: ${many(Number(requests) + Number(asked), "request")}.`;
  return { ...end, change: { ...end.change, note } };
}
