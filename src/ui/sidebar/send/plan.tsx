import type { PushPlan } from "../../calls.ts";
import { Notice } from "../parts/notice.tsx";
import { countText } from "../parts/numbers.ts";
import { planText } from "./draft.ts";

interface PlanProps {
  readonly plan: PushPlan;
  /** Follows the number of rows that would be sent: "to invite". */
  readonly toDo: string;
  /** What happens now, and whether it can be taken back. */
  readonly warning: string;
  readonly onRow: (row: number) => void;
  readonly headingRef: (part: HTMLElement | null) => void;
}

/** What sending would come to, before anything is sent. */
export function Plan({ plan, toDo, warning, onRow, headingRef }: PlanProps) {
  const { send, rows, skipped, failed, problems, hints, changes } = plan;
  const others = skipped + failed - problems.length;
  return (
    <section aria-label="What would be sent">
      <h2 tabIndex={-1} ref={headingRef}>
        {planText(plan, toDo)}
      </h2>
      {send > 0 && (
        <p class="help">
          {send === 1 ? "Row" : "Rows"} {rows}
        </p>
      )}
      {send > 0 ? (
        <div class="below">
          <Notice tone="warning">
            <p>{warning}</p>
          </Notice>
        </div>
      ) : (
        <p class="help below">There is nothing to send.</p>
      )}
      <Rows
        title="What changes"
        rows={changes.map(({ row, change }) => ({ row, text: change }))}
        more={changes.length > 0 ? send - changes.length : 0}
        onRow={onRow}
      />
      <Rows
        title="Sent as they are, though"
        rows={hints.map(({ row, hint }) => ({ row, text: hint }))}
        more={0}
        onRow={onRow}
      />
      <Rows
        title="Not sent"
        rows={problems.map(({ row, outcome }) => ({ row, text: outcome }))}
        more={others}
        onRow={onRow}
      />
      {problems.some(({ outcome }) => outcome.includes(" is no choice of ")) && (
        <p class="help below">
          A choice is added in Huntr's own settings: Huntr has no call that adds one to a field.
        </p>
      )}
    </section>
  );
}

interface RowsProps {
  readonly title: string;
  readonly rows: readonly { readonly row: number; readonly text: string }[];
  /** How many are not told. */
  readonly more: number;
  readonly onRow: (row: number) => void;
}

/** Rows, each with a way to it. */
export function Rows({ title, rows, more, onRow }: RowsProps) {
  if (rows.length === 0) return null;
  return (
    <div class="below">
      <h3>{title}</h3>
      <ul class="rows">
        {rows.map(({ row, text }) => (
          <li key={row}>
            <button type="button" class="link" onClick={() => onRow(row)}>
              Row {row}
            </button>{" "}
            {text}
          </li>
        ))}
      </ul>
      {more > 0 && <p class="help">And {countText(more)} more.</p>}
    </div>
  );
}
