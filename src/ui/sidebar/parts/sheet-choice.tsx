import { Select } from "./select.tsx";

interface SheetChoiceProps {
  readonly sheet: string;
  /** Names of all sheets in sight. */
  readonly sheets: readonly string[];
  /** Also for the same sheet: it is read again. */
  readonly onSheet: (name: string) => void;
}

/** The sheet whose rows are meant. */
export function SheetChoice({ sheet, sheets, onSheet }: SheetChoiceProps) {
  return (
    <>
      <div class="line">
        <label class="field-label" for="sheet">
          Sheet
        </label>
        <button type="button" class="link again" onClick={() => onSheet(sheet)}>
          Read again
        </button>
      </div>
      <Select id="sheet" value={sheet} onChange={onSheet}>
        {[...new Set([sheet, ...sheets])].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
    </>
  );
}
