import type { ImportColumn } from "../../calls.ts";

interface ColumnListProps {
  readonly columns: readonly ImportColumn[];
  readonly ticked: readonly ImportColumn[];
  /** The name of the column that cannot be left out: rows are found again by it. */
  readonly keyName: string;
  /** Said below while the columns that only this organisation has are not known. */
  readonly pending: string | null;
  readonly onFlip: (name: string) => void;
  readonly onAll: () => void;
  readonly onDefault: () => void;
}

export function ColumnList({ columns, ticked, keyName, pending, onFlip, onAll, onDefault }: ColumnListProps) {
  return (
    <>
      <div class="line">
        <button type="button" class="link" onClick={onAll}>
          All
        </button>
        <button type="button" class="link" onClick={onDefault}>
          The usual ones
        </button>
      </div>
      <ul class="columns" aria-label="Columns">
        {columns.map((column) => (
          <li key={column.name}>
            <label class="tick" title={column.help}>
              <input
                type="checkbox"
                checked={ticked.includes(column)}
                disabled={column.name === keyName}
                onChange={() => onFlip(column.name)}
              />
              <span>{column.header}</span>
            </label>
          </li>
        ))}
      </ul>
      {pending && <p class="help">{pending}</p>}
    </>
  );
}
