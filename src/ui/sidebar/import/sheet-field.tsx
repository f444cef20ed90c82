import type { Resource } from "../../../core/resource.ts";
import type { ImportedSheet } from "../../calls.ts";

/** Characters that a tab's name may have. The page's limit spares the person a refusal. */
const MAX_NAME_CHARS = 100;

interface SheetFieldProps {
  readonly table: Resource;
  readonly name: string;
  /** The sheet of ours that has this name, if any. */
  readonly known: ImportedSheet | null;
  /** The filters that are set, as JSON text. */
  readonly filters: string;
  readonly onName: (name: string) => void;
}

/** The sheet that is filled, and what becomes of it. */
export function SheetField({ table, name, known, filters, onName }: SheetFieldProps) {
  const wrong = sheetFault(table, name, known);
  return (
    <div>
      <label class="field-label" for="sheet">
        Sheet
      </label>
      <div class={`field${wrong ? " wrong" : ""}`}>
        <input
          id="sheet"
          class="field-input"
          type="text"
          value={name}
          maxLength={MAX_NAME_CHARS}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong !== null}
          aria-describedby="sheet-help"
          onInput={(event) => onName(event.currentTarget.value)}
        />
      </div>
      <p id="sheet-help" class="help" role="status">
        {wrong ? <span class="wrong">{wrong}</span> : sheetNote(known, filters)}
      </p>
    </div>
  );
}

/** Why the sheet cannot be filled, in a sentence; null when it can. */
export function sheetFault(table: Resource, name: string, known: ImportedSheet | null): string | null {
  if (name.trim() === "") return "Give the sheet a name.";
  if (known && known.table !== table.table)
    return `"${known.name}" holds something other than ${table.title}. Give another name.`;
  return null;
}

function sheetNote(known: ImportedSheet | null, filters: string): string {
  if (!known) return "A new sheet is made, unless a blank one has this name.";
  if (JSON.stringify(known.filters) !== filters && filters === "{}")
    return `"${known.name}" was filled with filters, and now gets all rows.`;
  if (JSON.stringify(known.filters) !== filters)
    return `"${known.name}" was filled with other filters. Rows that the filters now leave out count as gone.`;
  return `"${known.name}" is brought up to date. Columns and notes that you added stay.`;
}
