import type { Column } from "../../../core/resource.ts";

interface ResultColumnsProps {
  readonly label: string;
  readonly columns: readonly Column[];
  /** The header that a column is filled under; null for one that is not. */
  readonly headerOf: (column: Column) => string | null;
  readonly onHeader: (column: Column, header: string | null) => void;
  /** The header that a column is ticked with. */
  readonly usual: (column: Column) => string;
}

/** Columns to tick; one that is ticked shows its header, to be changed. */
export function ResultColumns({ label, columns, headerOf, onHeader, usual }: ResultColumnsProps) {
  return (
    <ul class="columns" aria-label={label}>
      {columns.map((column) => {
        const header = headerOf(column);
        const name = usual(column);
        return (
          <li key={column.name} class="result" title={column.help}>
            <label class="tick">
              <input
                type="checkbox"
                checked={header !== null}
                onChange={(event) => onHeader(column, event.currentTarget.checked ? name : null)}
              />
              <span class={header === null ? undefined : "unseen"}>{name}</span>
            </label>
            {header !== null && (
              <div class="field">
                <input
                  class="field-input"
                  type="text"
                  aria-label={`Header of ${name}`}
                  value={header}
                  autocomplete="off"
                  spellcheck={false}
                  onInput={(event) => onHeader(column, event.currentTarget.value)}
                />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
