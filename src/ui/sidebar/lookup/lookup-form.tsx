import type { Column } from "../../../core/resource.ts";
import { lookups } from "../../../hunter/lookups.ts";
import type { LookupForm as Form } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import { FirstValues } from "../parts/first-values.tsx";
import { HiddenRows } from "../parts/hidden-rows.tsx";
import { AboveButton, Notice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import { Section } from "../parts/section.tsx";
import { Select } from "../parts/select.tsx";
import { SheetChoice } from "../parts/sheet-choice.tsx";
import { twinsOf } from "../parts/twins.ts";
import {
  besideColumns,
  type Draft,
  faultOf,
  inputOf,
  listColumns,
  missingInputs,
  offeredAlong,
  outputOf,
  parametersOf,
  selectedRows,
  twinAsked,
  usualHeader,
} from "./draft.ts";
import { FilterFields } from "./filter-fields.tsx";
import { ResultColumns } from "./result-columns.tsx";
import { parameters } from "./words.ts";

interface LookupFormProps {
  readonly form: Form;
  readonly draft: Draft;
  readonly busy: string | null;
  readonly onDraft: (change: Partial<Draft>) => void;
  readonly onSheet: (name: string) => void;
  readonly onCheck: () => void;
}

export function LookupForm({ form, draft, busy, onDraft, onSheet, onCheck }: LookupFormProps) {
  const { lookup } = draft;
  const { filters, credit } = lookups[lookup];
  const fault = faultOf(form, draft);
  const hasRows = form.rows.all > 0;
  const isOff = busy !== null || fault !== null || !hasRows;
  const isAsked = missingInputs(form, draft).length > 0 || twinAsked(form, draft) !== null;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isOff) onCheck();
      }}
    >
      <SheetChoice sheet={form.sheet} sheets={form.sheets} onSheet={onSheet} />
      {hasRows ? (
        <>
          <WhichRows form={form} draft={draft} onDraft={onDraft} />
          <fieldset class="question">
            <legend class="field-label">Columns</legend>
            {parametersOf(lookup).map((parameter) => (
              <InputColumn
                key={parameter}
                parameter={parameter}
                header={inputOf(form, draft, parameter)}
                headers={form.headers}
                samples={form.samples}
                twins={form.twins}
                onHeader={(header) => onDraft({ inputs: { ...draft.inputs, [parameter]: header } })}
              />
            ))}
          </fieldset>
        </>
      ) : (
        <div class="below">
          <Notice tone="info" action={<Button onClick={() => onSheet(form.sheet)}>Read again</Button>}>
            <p>"{form.sheet}" has no rows below its headers yet. Fill some in, or choose another sheet.</p>
          </Notice>
        </div>
      )}
      <div class="sections" key={lookup}>
        {filters.length > 0 && (
          <Section title="Which addresses" value={filterText(draft)} isOpen={lookup === "domain"}>
            <FilterFields
              filters={filters}
              values={draft.filters}
              onValue={(name, value) => onDraft({ filters: { ...draft.filters, [name]: value } })}
            />
          </Section>
        )}
        <Results form={form} draft={draft} onDraft={onDraft} />
        {credit && <Age draft={draft} onDraft={onDraft} />}
      </div>
      <div class="foot">
        {fault && hasRows && <AboveButton isAsked={isAsked}>{fault}</AboveButton>}
        <Button type="submit" look="primary" isOff={isOff}>
          {busy ?? (credit ? "See the price" : "Check")}
        </Button>
      </div>
    </form>
  );
}

type DraftProps = Pick<LookupFormProps, "form" | "draft" | "onDraft">;

function WhichRows({ form, draft, onDraft }: DraftProps) {
  const { lookup, which, hidden } = draft;
  const { rows } = form;
  const ways = [
    ["open", `Rows without a result (of ${countText(rows.all - (hidden ? 0 : rows.hidden.length))})`],
    ["selected", `The selected rows, again (${countText(selectedRows(form, draft).length)})`],
  ] as const;
  return (
    <fieldset class="question ways">
      <legend class="field-label">Rows</legend>
      {ways.map(([way, label]) => (
        <label key={way} class="tick">
          <input type="radio" name="which" checked={which === way} onChange={() => onDraft({ which: way })} />
          <span>{label}</span>
        </label>
      ))}
      <HiddenRows
        count={rows.hidden.length}
        isTaken={hidden}
        onTake={(isTaken) => onDraft({ hidden: isTaken })}
      />
      {which === "selected" && lookups[lookup].credit && (
        <p class="help">They are asked afresh, and paid for again.</p>
      )}
    </fieldset>
  );
}

interface InputColumnProps {
  readonly parameter: string;
  readonly header: string;
  readonly headers: readonly string[];
  readonly samples: Form["samples"];
  readonly twins: Form["twins"];
  readonly onHeader: (header: string) => void;
}

function InputColumn({ parameter, header, headers, samples, twins, onHeader }: InputColumnProps) {
  const id = `input-${parameter}`;
  return (
    <div class="input-column">
      <label for={id}>{parameters[parameter]?.label}</label>
      <Select
        id={id}
        value={header}
        onChange={onHeader}
        describedBy={header === "" ? undefined : `${id}-values`}
      >
        <option value="">No column</option>
        {headers.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </Select>
      {header !== "" && (
        <FirstValues id={`${id}-values`} values={samples[header]} twins={twinsOf(header, twins)} />
      )}
    </div>
  );
}

/** Where the answers go. */
function Results({ form, draft, onDraft }: DraftProps) {
  const { lookup, along } = draft;
  const beside = besideColumns(lookup);
  const listed = listColumns(lookup);
  const offered = offeredAlong(form, draft);
  const filled = [...listed, ...beside].filter((column) => outputOf(draft, column) !== null);
  const there = beside
    .map((column) => outputOf(draft, column))
    .filter((header) => header !== null && form.headers.includes(header));
  const columns = (label: string, of: readonly Column[]) => (
    <ResultColumns
      label={label}
      columns={of}
      headerOf={(column) => outputOf(draft, column)}
      usual={(column) => usualHeader(lookup, column)}
      onHeader={({ name }, header) => onDraft({ outputs: { ...draft.outputs, [name]: header } })}
    />
  );
  return (
    <>
      {listed.length > 0 && (
        <Section title="Sheet for the addresses" value={draft.into}>
          <div class="field">
            <input
              class="field-input"
              type="text"
              aria-label="Name of the sheet for the addresses"
              value={draft.into}
              maxLength={MAX_NAME_CHARS}
              autocomplete="off"
              spellcheck={false}
              onInput={(event) => onDraft({ into: event.currentTarget.value })}
            />
          </div>
          <p class="field-label">Its columns</p>
          {columns("Columns of each address", listed)}
          {offered.length > 0 && (
            <fieldset class="question">
              <legend class="field-label">Taken along from the row</legend>
              {offered.map((header) => (
                <label key={header} class="tick">
                  <input
                    type="checkbox"
                    checked={along.includes(header)}
                    onChange={(event) => {
                      const others = along.filter((one) => one !== header);
                      onDraft({ along: event.currentTarget.checked ? [...others, header] : others });
                    }}
                  />
                  <span>{header}</span>
                </label>
              ))}
            </fieldset>
          )}
        </Section>
      )}
      <Section
        title={listed.length > 0 ? "Columns beside the rows" : "Result columns"}
        value={`${filled.filter((column) => beside.includes(column)).length} of ${beside.length}`}
      >
        {columns("Result columns", beside)}
        <p class="help">
          {there.length > 0
            ? `Filled where they are: ${there.join(", ")}. The others come to the right.`
            : "They come to the right of all others, and may be moved."}
        </p>
      </Section>
    </>
  );
}

/** Characters that a tab's name may have. */
const MAX_NAME_CHARS = 100;

function Age({ draft, onDraft }: Pick<DraftProps, "draft" | "onDraft">) {
  return (
    <Section title="Older answers" value={`${draft.maxAgeDays.trim() || USUAL_DAYS} days`}>
      <label class="field-label" for="age">
        Buy again what is older than (days)
      </label>
      <div class="field">
        <input
          id="age"
          class="field-input"
          type="text"
          inputMode="numeric"
          placeholder={USUAL_DAYS}
          value={draft.maxAgeDays}
          autocomplete="off"
          aria-describedby="age-help"
          onInput={(event) => onDraft({ maxAgeDays: event.currentTarget.value })}
        />
      </div>
      <p id="age-help" class="help">
        Left blank, stored answers serve for {USUAL_DAYS} days, and what stands beside a row stays. With a
        number, older results beside rows are asked for again, too.
      </p>
    </Section>
  );
}

/** As `lookup` runs have it unless told otherwise. */
const USUAL_DAYS = "90";

/** "Up to 10", "Up to 20, 2 filters", "Any" */
function filterText({ lookup, filters }: Draft): string {
  const others = Object.keys(filters).filter((name) => name !== "limit" && filters[name]?.trim()).length;
  const counted = others === 1 ? "1 filter" : `${others} filters`;
  if (lookup !== "domain") return others > 0 ? counted : "Any";
  return (filters.limit ? `Up to ${filters.limit}` : "All") + (others > 0 ? `, ${counted}` : "");
}
