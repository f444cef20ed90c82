import type { Resource } from "../../../core/resource.ts";
import type { ApiName, ImportForm as Form } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import type { CallFailure } from "../parts/call-failure.ts";
import { FailureNotice, Notice } from "../parts/notice.tsx";
import { Section } from "../parts/section.tsx";
import { Select } from "../parts/select.tsx";
import type { Server } from "../parts/server.ts";
import { ColumnList } from "./column-list.tsx";
import { tables } from "./draft.ts";
import { FilterList } from "./filter-list.tsx";
import { Preview } from "./preview.tsx";
import { RemovedField } from "./removed-field.tsx";
import { SheetField } from "./sheet-field.tsx";
import { type ChoiceBook, useChoices } from "./use-choices.ts";
import { type Importing, useImport } from "./use-import.ts";
import { filterLabel } from "./words.ts";

interface ImportFormProps {
  readonly form: Form;
  readonly server: Server;
}

const API_NAMES: Readonly<Record<ApiName, string>> = { huntr: "Huntr", hunter: "Hunter" };

export function ImportForm({ form, server }: ImportFormProps) {
  const importing = useImport(form, server);
  const choices = useChoices(server);
  const { table, hasKey, missing, reading, name, stage, failed, canStart, show } = importing;
  if (stage === "started") return <Started name={name} server={server} show={show} failed={failed} />;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (canStart && stage === "choosing") importing.start();
      }}
    >
      <TableField table={table} lacking={form.lacking} onTable={importing.chooseTable} />
      {!hasKey && (
        <Notice tone="info" action={<Button onClick={() => show(server.showSetup)}>Set up</Button>}>
          <p>There is no key for {API_NAMES[table.api]} yet.</p>
        </Notice>
      )}
      <Sections key={table.table} importing={importing} choices={choices} />
      <SheetField
        table={table}
        name={name}
        known={importing.known}
        filters={JSON.stringify(importing.filters.set)}
        onName={importing.setSheet}
      />
      <RemovedField value={importing.removed} onValue={importing.setRemoved} />
      {hasKey && missing && (
        <p class="help below">
          {filterLabel(missing)}: choose one under Filters, and its first rows come here.
        </p>
      )}
      {hasKey && !missing && (
        <Preview
          title={`First rows of ${table.title}`}
          apiName={API_NAMES[table.api]}
          columns={importing.ticked}
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

interface TableFieldProps {
  readonly table: Resource;
  readonly lacking: readonly string[];
  readonly onTable: (table: string) => void;
}

function TableField({ table, lacking, onTable }: TableFieldProps) {
  return (
    <>
      <label class="field-label" for="table">
        What to import
      </label>
      <Select id="table" value={table.table} describedBy="table-help" onChange={onTable}>
        {(["huntr", "hunter"] as const).map((api) => (
          <optgroup key={api} label={API_NAMES[api]}>
            {tables
              .filter((other) => other.api === api && !lacking.includes(other.table))
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
    </>
  );
}

interface SectionsProps {
  readonly importing: Importing;
  readonly choices: ChoiceBook;
}

/** The sections that are closed until somebody wants something else than usual. */
function Sections({ importing, choices }: SectionsProps) {
  const { table, filters, columns, ticked, own, reading } = importing;
  return (
    <div class="sections">
      {table.filters.length > 0 && (
        <Section
          title="Filters"
          value={filterCount(Object.keys(filters.set).length)}
          isOpen={table.filters.some(({ required }) => required)}
        >
          <FilterList
            filters={table.filters}
            values={filters.values}
            choices={choices}
            onValue={importing.setFilter}
          />
        </Section>
      )}
      <Section title="Columns" value={`${ticked.length} of ${columns.length}`}>
        <ColumnList
          columns={columns}
          ticked={ticked}
          keyName={table.key}
          pending={own === null ? pendingText(reading.isReading) : null}
          onFlip={importing.flip}
          onAll={importing.tickAll}
          onDefault={importing.tickDefaults}
        />
      </Section>
    </div>
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

function filterCount(count: number): string {
  return count === 0 ? "None" : `${count} set`;
}

function pendingText(isReading: boolean): string {
  return isReading
    ? "Looking for your organization's own columns…"
    : "Your organization's own columns come with the preview.";
}
