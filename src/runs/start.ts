import { chosenColumns } from "../core/cells.ts";
import { InputError } from "../core/errors.ts";
import { parseFilters } from "../core/filters.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { carryOnWithout } from "./carry.ts";
import { type ImportSpec, isUnfinished, type Run } from "./run.ts";
import { addRun } from "./store.ts";
import { entryOf, type Work, whoAmI } from "./work.ts";

const KINDS = ["import"];

/**
 * Starts a run, the one way there is. The same import that is under way already, or paused, is given back instead of
 * a second one; one that was stopped is begun anew in the same sheet.
 * @param spec `{kind: "import", table, sheet?, filters?, columns?, removed?}` (design, section 4).
 * @throws InputError when the spec asks for something that there is not.
 */
export function startRun(spec: Json, work: Work): Run {
  const wanted = checkedSpec(spec, work);
  const { clock } = work.ports;
  const entry = entryOf(work.entries, wanted.table);
  const run: Run = {
    id: work.ports.uuid().slice(0, 8),
    spec: wanted,
    what: wanted.sheet ?? entry.title,
    status: "queued",
    who: whoAmI(work.ports),
    sheet: null,
    place: null,
    atEnd: false,
    batch: 0,
    hadRows: false,
    rereadings: 0,
    done: 0,
    total: null,
    counts: { added: 0, changed: 0, removed: 0 },
    error: null,
    faults: 0,
    waitUntilMs: 0,
    lease: null,
    startedMs: clock.nowMs(),
    finishedMs: null,
  };
  const started = addRun(work.ports, run, (runs) =>
    runs.find((other) => (isUnfinished(other) || other.status === "paused") && isSame(other.spec, wanted)),
  );
  carryOnWithout(work.ports);
  return started;
}

function isSame(a: ImportSpec, b: ImportSpec): boolean {
  return (
    JSON.stringify([a.table, a.sheet, a.filters, a.columns]) ===
    JSON.stringify([b.table, b.sheet, b.filters, b.columns])
  );
}

function checkedSpec(spec: Json, work: Work): ImportSpec {
  const fields = asObject(typeof spec === "string" ? parsed(spec) : spec);
  if (KINDS.indexOf(String(fields.kind)) < 0) {
    throw new InputError(
      `"${String(fields.kind)}" is no kind of run that this version has. It has: ${KINDS.join(", ")}.`,
    );
  }
  const entry = entryOf(work.entries, String(fields.table));
  if (entry.paging.style === "single")
    throw new InputError(`${entry.title} is no list, so it cannot be imported. Use its formula.`);
  const { sheet, filters, columns, removed } = fields;
  if (sheet !== undefined && sheet !== null && (typeof sheet !== "string" || sheet.trim() === "")) {
    throw new InputError("The sheet's name must be a text.");
  }
  if (removed !== undefined && removed !== null && removed !== "mark" && removed !== "delete") {
    throw new InputError('"removed" is "mark" (a date and grey text) or "delete".');
  }
  const names = columns === undefined || columns === null ? undefined : asNames(columns);
  // A name or value that is wrong is told now, not by a run that stops a minute later. Names of columns that only
  // this organisation has can be checked when they have been read.
  parseFilters(entry, asFilters(filters));
  if (names && !entry.ownColumns) chosenColumns(entry, names, []);
  return {
    kind: "import",
    table: entry.table,
    ...(typeof sheet === "string" ? { sheet: sheet.trim() } : {}),
    ...(filters === undefined || filters === null ? {} : { filters: asFilters(filters) }),
    ...(names ? { columns: names } : {}),
    ...(removed === "mark" || removed === "delete" ? { removed } : {}),
  };
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new InputError("startRun takes an object, or its JSON text.");
  }
}

function asObject(value: Json | undefined): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InputError("startRun takes an object, or its JSON text.");
  return value;
}

function asFilters(value: Json | undefined): JsonObject {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value))
    throw new InputError('"filters" is an object of filter names and values.');
  return value;
}

function asNames(value: Json): string[] {
  if (!Array.isArray(value) || value.some((name) => typeof name !== "string"))
    throw new InputError('"columns" is a list of column names.');
  return value as string[];
}
