import { useState } from "preact/hooks";
import type { ApiName, ImportForm as Form, ImportColumn, ImportedSheet } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import type { CallFailure } from "../parts/call-failure.ts";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import type { Server } from "../parts/server.ts";
import { ColumnList } from "./column-list.tsx";
import {
  allColumns,
  type Draft,
  draftOf,
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
import { FilterList } from "./filter-list.tsx";
import { Preview } from "./preview.tsx";
import { RemovedField } from "./removed-field.tsx";
import { Section } from "./section.tsx";
import { Select } from "./select.tsx";
import { SheetField, sheetFault } from "./sheet-field.tsx";
import { useChoices } from "./use-choices.ts";
import { usePreview } from "./use-preview.ts";
import { filterLabel } from "./words.ts";

interface ImportFormProps {
  readonly form: Form;
  readonly server: Server;
}

const API_NAMES: Readonly<Record<ApiName, string>> = { huntr: "Huntr", hunter: "Hunter" };

type Stage = "choosing" | "starting" | "started";

export function ImportForm({ form, server }: ImportFormProps) {
  const [draft, setDraft] = useState(() => firstDraft(form));
  const [stage, setStage] = useState<Stage>("choosing");
  const [failed, setFailed] = useState<{ failure: CallFailure; again: () => void } | null>(null);
  const { table } = draft;
  const hasKey = form.keys[table.api];
  const missing = missingFilter(draft);
  const reading = usePreview(server, draft, hasKey && !missing);
  const choices = useChoices(server);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));

  const name = draft.sheet ?? usualSheet(form, table);
  const sheet = sheetOf(form, draft);
  const filters = setFilters(draft);
  const own = table.ownColumns ? (reading.preview?.ownColumns ?? null) : [];
  const columns = allColumns(table, own ?? []);
  const ticked = tickedColumns(draft, columns, sheet);
  // Ticks that were changed are sent as names, and the names of own columns are not known before a preview.
  const canStart =
    hasKey &&
    !missing &&
    !hasHalfName(draft) &&
    !sheetFault(table, name, sheetCalled(form, name)) &&
    (own !== null || draft.flipped.length === 0);

  /** What a person changed stays as it is; the rest is as in the other sheet. */
  const named = (sheetName: string): Partial<Draft> => {
    const other = sheetOf(form, { ...draft, sheet: sheetName });
    const isTicked = (column: ImportColumn) => ticked.includes(column);
    return {
      sheet: sheetName,
      filters: isAsFilled(draft, sheet) ? filtersOf(table, other) : draft.filters,
      flipped: draft.flipped.length > 0 ? flippedFor(isTicked, columns, other) : [],
    };
  };
  /** Another sidebar takes this one's place; when that fails, it is offered again. */
  const show = (call: () => Promise<void>) => {
    setFailed(null);
    call().catch((failure) => setFailed({ failure, again: () => show(call) }));
  };
  const start = async () => {
    setStage("starting");
    setFailed(null);
    try {
      await server.startRun(JSON.stringify(orderOf(form, draft, own)));
    } catch (failure) {
      setStage("choosing");
      setFailed({ failure: failure as CallFailure, again: () => void start() });
      return;
    }
    setStage("started");
    show(server.showProgress);
  };

  if (stage === "started") return <Started name={name} server={server} show={show} failed={failed} />;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (canStart && stage === "choosing") void start();
      }}
    >
      <label class="field-label" for="table">
        What to import
      </label>
      <Select
        id="table"
        value={table.table}
        describedBy="table-help"
        onChange={(chosen) => {
          const next = tables.find((other) => other.table === chosen);
          if (next) setDraft(draftOf(form, next));
          setFailed(null);
        }}
      >
        {(["huntr", "hunter"] as const).map((api) => (
          <optgroup key={api} label={API_NAMES[api]}>
            {tables
              .filter((other) => other.api === api)
              .map((other) => (
                <option key={other.table} value={other.table}>
                  {other.title}
                </option>
              ))}
          </optgroup>
        ))}
      </Select>
      <p id="table-help" class="help">
        {table.help}
      </p>
      {!hasKey && (
        <Notice tone="info" action={<Button onClick={() => show(server.showSetup)}>Set up</Button>}>
          <p>There is no key for {API_NAMES[table.api]} yet.</p>
        </Notice>
      )}
      <div class="sections" key={table.table}>
        {table.filters.length > 0 && (
          <Section
            title="Filters"
            value={filterCount(Object.keys(filters).length)}
            isOpen={table.filters.some(({ required }) => required)}
          >
            <FilterList
              filters={table.filters}
              values={draft.filters}
              choices={choices}
              onValue={(filter, value) => change({ filters: { ...draft.filters, [filter]: value } })}
            />
          </Section>
        )}
        <Section title="Columns" value={`${ticked.length} of ${columns.length}`}>
          <ColumnList
            columns={columns}
            ticked={ticked}
            keyName={table.key}
            pending={own === null ? pendingText(reading.isReading) : null}
            onFlip={(column) => change({ flipped: flip(draft.flipped, column) })}
            onAll={() => change({ flipped: flippedFor(() => true, columns, sheet) })}
            onDefault={() => change({ flipped: flippedFor(({ byDefault }) => byDefault, columns, sheet) })}
          />
        </Section>
      </div>
      <SheetField
        table={table}
        name={name}
        known={sheetCalled(form, name)}
        filters={JSON.stringify(filters)}
        onName={(sheetName) => change(named(sheetName))}
      />
      <RemovedField
        value={draft.removed ?? sheet?.removed ?? "mark"}
        onValue={(removed) => change({ removed })}
      />
      {hasKey && missing && (
        <p class="help below">
          {filterLabel(missing)}: choose one under Filters, and its first rows come here.
        </p>
      )}
      {hasKey && !missing && (
        <Preview
          title={`First rows of ${table.title}`}
          apiName={API_NAMES[table.api]}
          columns={ticked}
          preview={reading.preview}
          failure={reading.failure}
          isReading={reading.isReading}
          isOld={reading.isOld}
          onRead={reading.ask}
        />
      )}
      <div class="foot">
        <div role="status">{failed && <FailureNotice failure={failed.failure} onAgain={failed.again} />}</div>
        <Button type="submit" look="primary" isOff={!canStart || stage !== "choosing"}>
          {stage === "starting" ? "Starting…" : "Import"}
        </Button>
      </div>
    </form>
  );
}

interface StartedProps {
  readonly name: string;
  readonly server: Server;
  readonly show: (call: () => Promise<void>) => void;
  readonly failed: { readonly failure: CallFailure; readonly again: () => void } | null;
}

/** Seen for the moment until the progress sidebar takes over, or longer when it does not come. */
function Started({ name, server, show, failed }: StartedProps) {
  return (
    <div role="status">
      <Notice
        tone="ok"
        action={!failed && <Button onClick={() => show(server.showProgress)}>Show progress</Button>}
      >
        <p>The import into "{name.trim()}" has started.</p>
      </Notice>
      {failed && (
        <div class="below">
          <FailureNotice failure={failed.failure} onAgain={failed.again} />
        </div>
      )}
    </div>
  );
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

function filterCount(count: number): string {
  return count === 0 ? "None" : `${count} set`;
}

function pendingText(isReading: boolean): string {
  return isReading
    ? "Looking for your organization's own columns…"
    : "Your organization's own columns come with the preview.";
}
