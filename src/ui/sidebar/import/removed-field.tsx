interface RemovedFieldProps {
  readonly value: "mark" | "delete";
  readonly onValue: (value: "mark" | "delete") => void;
}

const WAYS = [
  ["mark", "Mark them", 'A date under "Removed" and grey text.'],
  ["delete", "Delete them", "Together with what you wrote beside them."],
] as const;

/** What to do with rows of records that are gone. */
export function RemovedField({ value, onValue }: RemovedFieldProps) {
  return (
    <fieldset class="question ways">
      <legend class="field-label">Rows that are gone</legend>
      {WAYS.map(([way, label, help]) => (
        <label key={way} class="tick">
          <input type="radio" name="removed" checked={value === way} onChange={() => onValue(way)} />
          <span>
            {label}
            <span class="help">{help}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
