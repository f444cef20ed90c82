import type { Resource } from "../../core/resource.ts";
import { allTables } from "../../tables/state.ts";
import { namedTarget, sheetTarget, tableTarget } from "../claims.ts";
import { counted } from "../counted.ts";
import type { RunKind } from "../kind.ts";
import type { Lease } from "../lease.ts";
import { mainSheet } from "../pass/sheet.ts";
import { START } from "../pass/state.ts";
import { passOverListing } from "../pass/whole.ts";
import { type PassChange, workerOf } from "../pass/worker.ts";
import type { ImportSpec, RunChange, RunOf, SliceEnd, Target } from "../run.ts";
import { entryOf, unitOf, type Work } from "../work.ts";
import { importSpec } from "./spec.ts";

/** Reads a whole listing into a managed table. */
export const importing: RunKind<"import"> = {
  begin: (fields, work) => {
    const spec = importSpec(fields, work);
    const entry = entryOf(work.entries, spec.table);
    return {
      spec,
      what: spec.sheet ?? entry.title,
      unit: unitOf(entry),
      writes: writtenBy(spec, entry, work),
      state: START,
      counts: { added: 0, changed: 0, removed: 0 },
    };
  },
  advance: advanceImport,
  takenOver: { state: START, done: 0 },
};

/** The table's sheet may be there under a name of its own, or be made under the table's. */
function writtenBy({ sheet: name }: ImportSpec, entry: Resource, { book, ports }: Work): Target[] {
  const main = name === undefined ? mainSheet(book, allTables(ports.fileStore), entry.table) : null;
  const found = main ? [sheetTarget({ id: main.id, name: main.name() })] : [];
  return [...found, namedTarget(name ?? entry.title, book), tableTarget(entry)];
}

function advanceImport(
  run: RunOf<"import">,
  work: Work,
  lease: Lease<"import">,
  deadlineMs: number,
): SliceEnd<"import"> {
  const worker = workerOf(run, lease, ofImport);
  const end = passOverListing(run.spec, run.state, worker, counted(work), deadlineMs);
  return end.end === "done" || end.end === "stopped" ? { ...end, change: ofImport(end.change) } : end;
}

function ofImport({ at, ...change }: PassChange): RunChange<"import"> {
  return at ? { ...change, state: at } : change;
}
