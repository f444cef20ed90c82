import type { ComponentChildren } from "preact";

interface SelectProps {
  readonly id: string;
  readonly value: string;
  readonly children: ComponentChildren;
  readonly onChange: (value: string) => void;
  readonly describedBy?: string | undefined;
  /** Where no label element says it. */
  readonly label?: string | undefined;
}

/** The browser's own list, so that it works as everywhere, in the frame of our other fields. */
export function Select({ id, value, children, onChange, describedBy, label }: SelectProps) {
  return (
    <div class="field select">
      <select
        id={id}
        class="field-input"
        value={value}
        aria-describedby={describedBy}
        aria-label={label}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {children}
      </select>
    </div>
  );
}
