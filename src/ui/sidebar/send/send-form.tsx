import type { ComponentChildren } from "preact";
import type { SendForm as Form, SendRecord } from "../../calls.ts";
import { Button } from "../parts/button.tsx";
import { HiddenRows } from "../parts/hidden-rows.tsx";
import { AboveButton, Notice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import { Section } from "../parts/section.tsx";
import type { Server } from "../parts/server.ts";
import { SheetChoice } from "../parts/sheet-choice.tsx";
import { type Draft, faultOf, HEADER, pickOf, SAME, twinAsked, undoableRows, type Which } from "./draft.ts";
import { FieldRow } from "./field-row.tsx";
import { type Field, fieldsOf, headersOf } from "./fields.ts";
import { wordsOf } from "./pushes.ts";
import { type MadeTable, NewRecord, RecordList, type RecordsProps } from "./records.tsx";

interface SendFormProps {
  readonly form: Form;
  readonly draft: Draft;
  readonly server: Server;
  /** What is under way. */
  readonly busy: string | null;
  /** What went wrong, or is to be done first. */
  readonly said: ComponentChildren;
  readonly onDraft: (change: Partial<Draft>) => void;
  readonly onSheet: (sheet: string) => void;
  readonly onRecords: (table: string, records: readonly SendRecord[]) => void;
  readonly onTemplate: () => void;
  readonly onCheck: () => void;
}

export function SendForm(props: SendFormProps) {
  const { form, draft, server, busy, said, onDraft, onSheet, onRecords, onTemplate, onCheck } = props;
  const { push, sheet, sheets, rows, records } = form;
  const fields = fieldsOf(form);
  const headers = headersOf(form);
  const picks = new Map(fields.map((field) => [field, pickOf(form, draft, field)]));
  const first = fields.filter(({ isKey, isOfAll }) => isKey || isOfAll);
  const others = fields.filter((field) => !first.includes(field));
  const unused = unusedOf(headers, [...picks.values()]);
  const fault = faultOf(form, draft);
  const noCampaign = first.some(({ isOfAll, choices }) => isOfAll && choices?.length === 0);
  const isOff = busy !== null || fault !== null || rows.all === 0;

  const row = (field: Field) => (
    <FieldRow
      key={field.name}
      field={field}
      headers={headers}
      samples={form.samples}
      twins={form.twins}
      pick={picks.get(field) ?? ""}
      same={draft.same[field.name] ?? ""}
      onPick={(pick) => onDraft({ picks: { ...draft.picks, [field.name]: pick } })}
      onSame={(value) => onDraft({ same: { ...draft.same, [field.name]: value } })}
    />
  );
  const made = (table: MadeTable) => ({
    table,
    server,
    records: records[table] ?? [],
    onRecords: (now: readonly SendRecord[], name?: string) => {
      onRecords(table, now);
      const list = now.find((record) => String(record.name).toLowerCase() === name?.toLowerCase());
      if (table !== "hunter.leads-lists" || !list) return;
      // Who makes a list here wants the rows on it.
      onDraft({
        picks: { ...draft.picks, leads_list_id: SAME },
        same: { ...draft.same, leads_list_id: String(list.id) },
      });
    },
  });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isOff) onCheck();
      }}
    >
      <SheetChoice sheet={sheet.name} sheets={sheets} onSheet={onSheet} />
      {push === "huntr.invitations" && (
        <button type="button" class="link" onClick={() => busy === null && onTemplate()}>
          Make a template sheet to fill in
        </button>
      )}
      {rows.all === 0 ? (
        <div class="below">
          <Notice tone="info" action={<Button onClick={() => onSheet(sheet.name)}>Read again</Button>}>
            <p>"{sheet.name}" has no rows below its headers yet. Fill some in, or choose another sheet.</p>
          </Notice>
        </div>
      ) : (
        <WhichRows
          form={form}
          draft={draft}
          onWhich={(which) => onDraft({ which })}
          onHidden={(hidden) => onDraft({ hidden })}
        />
      )}
      {noCampaign ? (
        <div class="below">
          <Notice tone="info" action={<Button onClick={() => onSheet(sheet.name)}>Try again</Button>}>
            <p>{noneOf(push)}</p>
          </Notice>
        </div>
      ) : (
        first.map(row)
      )}
      {others.length > 0 && (
        <div class="sections" key={push}>
          <Section
            title="What is sent"
            value={`${others.filter((field) => picks.get(field)).length} of ${others.length} fields`}
            isOpen={push !== "hunter.leads"}
          >
            {others.map(row)}
            {unused.length > 0 && <p class="help below">Columns that are not sent: {unused.join(", ")}.</p>}
            {takesMemberFields(push) && <NewRecord {...made("huntr.member-fields")} />}
          </Section>
          {push === "hunter.leads" && <OfLeads made={made} records={records} unused={unused} />}
        </div>
      )}
      <div class="foot">
        {said}
        {fault && rows.all > 0 && !noCampaign && (
          <AboveButton isAsked={twinAsked(form, draft) !== null}>{fault}</AboveButton>
        )}
        <Button type="submit" look="primary" isOff={isOff}>
          {busy ?? "Check"}
        </Button>
      </div>
    </form>
  );
}

/** That there is nothing that all rows could be for. */
function noneOf(push: string): string {
  return push.startsWith("hunter.")
    ? "Hunter has no campaign that is open. Make one in Hunter, then try again."
    : "Huntr has no goal that is active. Make one in Huntr, then try again.";
}

function takesMemberFields(push: string): boolean {
  return push === "huntr.invitations" || push === "huntr.member-fields";
}

interface OfLeadsProps {
  readonly made: (table: MadeTable) => RecordsProps;
  readonly records: Form["records"];
  readonly unused: readonly string[];
}

/** What leads can be put on and told by, which can be made here. */
function OfLeads({ made, records, unused }: OfLeadsProps) {
  return (
    <>
      <Section title="Leads lists" value={countText(records["hunter.leads-lists"]?.length ?? 0)}>
        <RecordList {...made("hunter.leads-lists")} />
      </Section>
      <Section title="Custom attributes" value={countText(records["hunter.custom-attributes"]?.length ?? 0)}>
        <RecordList {...made("hunter.custom-attributes")} suggestion={unused[0] ?? ""} />
      </Section>
    </>
  );
}

/** Headers of columns that no field is taken from. */
function unusedOf(headers: readonly string[], picks: readonly string[]): string[] {
  return headers.filter((header) => !picks.includes(HEADER + header));
}

interface WhichRowsProps {
  readonly form: Form;
  readonly draft: Draft;
  readonly onWhich: (which: Which) => void;
  readonly onHidden: (hidden: boolean) => void;
}

function WhichRows({ form, draft, onWhich, onHidden }: WhichRowsProps) {
  const { failed, hidden } = form.rows;
  const all = form.rows.all - (draft.hidden ? 0 : hidden.length);
  const { which } = draft;
  const undoable = undoableRows(form, draft);
  const takesBack = wordsOf(form).takesBack;
  // What was sent before may differ from Huntr again.
  const isLookedAtAgain = form.push === "huntr.member-fields";
  const ways: readonly (readonly [Which, string, boolean])[] = [
    [
      "unsent",
      isLookedAtAgain ? `All rows (${countText(all)})` : `All rows not done yet (of ${countText(all)})`,
      true,
    ],
    ["selected", "The rows that are selected", true],
    ["failed", `Those that failed (${countText(failed.length)})`, failed.length > 0 || which === "failed"],
    [
      "undoable",
      `${takesBack} (${countText(undoable.length)})`,
      takesBack !== undefined && (undoable.length > 0 || which === "undoable"),
    ],
  ];
  return (
    <fieldset class="question ways">
      <legend class="field-label">Rows</legend>
      {ways
        .filter(([, , isShown]) => isShown)
        .map(([way, label]) => (
          <label key={way} class="tick">
            <input type="radio" name="which" checked={which === way} onChange={() => onWhich(way)} />
            <span>{label}</span>
          </label>
        ))}
      <HiddenRows count={hidden.length} isTaken={draft.hidden} onTake={onHidden} />
    </fieldset>
  );
}
