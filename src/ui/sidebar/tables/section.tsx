import type { ComponentChildren } from "preact";

interface SectionProps {
  readonly title: string;
  /** What is chosen within, for those who leave it closed. */
  readonly value: string;
  readonly children: ComponentChildren;
}

/** A part of the form that most people leave as it is: closed, it says in a word what it holds. */
export function Section({ title, value, children }: SectionProps) {
  return (
    <details class="section">
      <summary>
        <span>{title}</span> <span class="value">{value}</span>
      </summary>
      <div class="section-body">{children}</div>
    </details>
  );
}
