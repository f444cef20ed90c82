import { useState } from "preact/hooks";
import { allColumns } from "../../../core/columns.ts";
import type { ImportForm as Form, ImportColumn, ImportedSheet } from "../../calls.ts";
import type { CallFailure } from "../parts/call-failure.ts";
import type { Server } from "../parts/server.ts";
import {
  type Draft,
  draftOf,
  type FilterValue,
  filtersOf,
  flippedFor,
  hasHalfName,
  missingFilter,
  orderOf,
  setFilters,
  sheetCalled,
  sheetOf,
  tables,
  tickedColumns,
  usualSheet,
} from "./draft.ts";
import { sheetFault } from "./sheet-field.tsx";
import { usePreview } from "./use-preview.ts";

type Stage = "choosing" | "starting" | "started";

/** What the form Import holds, what follows from that, and what can be done on it: choose, look at first rows, start. */
export function useImport(form: Form, server: Server) {
  const [draft, setDraft] = useState(() => firstDraft(form));
  const { stage, failed, start, show, dismiss } = useStart(server);
  const { table } = draft;
  const hasKey = form.keys[table.api];
  const missing = missingFilter(draft);
  const reading = usePreview(server, draft, hasKey && !missing);
  const name = draft.sheet ?? usualSheet(form, table);
  const known = sheetCalled(form, name);
  const sheet = sheetOf(form, draft);
  const own = table.ownColumns ? (reading.preview?.ownColumns ?? null) : [];
  const columns = allColumns<ImportColumn>(table.columns, own ?? []);
  const ticked = tickedColumns(draft, columns, sheet);
  // Ticks that were changed are sent as names, and the names of own columns are not known before a preview.
  const canStart =
    hasKey &&
    !missing &&
    !hasHalfName(draft) &&
    !sheetFault(table, name, known) &&
    (own !== null || draft.flipped.length === 0);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const tick = (isWanted: (column: ImportColumn) => boolean) =>
    change({ flipped: flippedFor(isWanted, columns, sheet) });
  return {
    table,
    hasKey,
    missing,
    reading,
    name,
    known,
    columns,
    ticked,
    /** Null while own columns are not known. */
    own,
    filters: { values: draft.filters, set: setFilters(draft) },
    removed: draft.removed ?? sheet?.removed ?? "mark",
    stage,
    failed,
    canStart,
    show,
    start: () => void start(() => JSON.stringify(orderOf(form, draft, own))),
    chooseTable: (chosen: string) => {
      const next = tables.find((other) => other.table === chosen);
      if (next) setDraft(draftOf(form, next));
      dismiss();
    },
    setFilter: (filter: string, value: FilterValue) =>
      change({ filters: { ...draft.filters, [filter]: value } }),
    flip: (column: string) => change({ flipped: flip(draft.flipped, column) }),
    tickAll: () => tick(() => true),
    tickDefaults: () => tick(({ byDefault }) => byDefault),
    setRemoved: (removed: "mark" | "delete") => change({ removed }),
    /** What a person changed stays as it is; the rest is as in the other sheet. */
    setSheet: (sheetName: string) => {
      const other = sheetOf(form, { ...draft, sheet: sheetName });
      const isTicked = (column: ImportColumn) => ticked.includes(column);
      change({
        sheet: sheetName,
        filters: isAsFilled(draft, sheet) ? filtersOf(table, other) : draft.filters,
        flipped: draft.flipped.length > 0 ? flippedFor(isTicked, columns, other) : [],
      });
    },
  };
}

export type Importing = ReturnType<typeof useImport>;

/** Starts the import, once, and has the progress sidebar take this one's place. */
function useStart(server: Server) {
  const [stage, setStage] = useState<Stage>("choosing");
  const [failed, setFailed] = useState<{ failure: CallFailure; again: () => void } | null>(null);
  /** Another sidebar takes this one's place; when that fails, it is offered again. */
  const show = (call: () => Promise<void>) => {
    setFailed(null);
    call().catch((failure) => setFailed({ failure, again: () => show(call) }));
  };
  const start = async (order: () => string) => {
    setStage("starting");
    setFailed(null);
    try {
      await server.startRun(order());
    } catch (failure) {
      setStage("choosing");
      setFailed({ failure: failure as CallFailure, again: () => void start(order) });
      return;
    }
    setStage("started");
    show(server.showProgress);
  };
  return { stage, failed, start, show, dismiss: () => setFailed(null) };
}

function isAsFilled({ table, filters }: Draft, sheet: ImportedSheet | null): boolean {
  return (
    JSON.stringify(setFilters({ table, filters: filtersOf(table, sheet) })) ===
    JSON.stringify(setFilters({ table, filters }))
  );
}

/** Of the table that a menu item led to, else of the first that can be read. */
function firstDraft(form: Form): Draft {
  const wanted = tables.find(({ table }) => table === form.table);
  const table = wanted ?? tables.find(({ api }) => form.keys[api]) ?? tables[0];
  if (!table) throw new Error("There is no table to import.");
  return draftOf(form, table);
}

function flip(flipped: readonly string[], name: string): string[] {
  return flipped.includes(name) ? flipped.filter((other) => other !== name) : [...flipped, name];
}
