import type { ComponentChildren } from "preact";

interface SectionProps {
  readonly title: string;
  /** What is chosen within, for those who leave it closed. */
  readonly value: string;
  /** For what has to be filled in. */
  readonly isOpen?: boolean;
  readonly children: ComponentChildren;
}

/** A part of the form that most people leave as it is: closed, it says in a word what it holds. */
export function Section({ title, value, isOpen = false, children }: SectionProps) {
  return (
    <details class="section" open={isOpen}>
      <summary>
        <span>{title}</span> <span class="value">{value}</span>
      </summary>
      <div class="section-body">{children}</div>
    </details>
  );
}
