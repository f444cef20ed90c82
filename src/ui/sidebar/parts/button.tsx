import type { ComponentChildren, Ref } from "preact";

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  /** `primary` is the one thing to do next, at most one in a card, `danger` one that destroys; `quiet` is a word without a border. */
  readonly look?: "primary" | "danger" | "secondary" | "quiet";
  readonly type?: "button" | "submit";
  /** Stays in the tab order: a button that vanished from under the keyboard would throw the focus to the top. */
  readonly isOff?: boolean;
  /** Where the text alone does not say what it is about. */
  readonly label?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export function Button({
  children,
  onClick,
  look = "secondary",
  type = "button",
  isOff = false,
  label,
  buttonRef,
}: ButtonProps) {
  return (
    <button
      type={type}
      class={`button ${look}`}
      aria-disabled={isOff}
      aria-label={label}
      ref={buttonRef ?? null}
      onClick={(event) => {
        if (isOff) event.preventDefault();
        else onClick?.();
      }}
    >
      {children}
    </button>
  );
}
