import type { ComponentChildren } from "preact";

interface SelectProps {
  readonly id: string;
  readonly value: string;
  readonly children: ComponentChildren;
  readonly onChange: (value: string) => void;
  readonly describedBy?: string;
}

/** The browser's own list, so that it works as everywhere, in the frame of our other fields. */
export function Select({ id, value, children, onChange, describedBy }: SelectProps) {
  return (
    <div class="field select">
      <select
        id={id}
        class="field-input"
        value={value}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {children}
      </select>
    </div>
  );
}
