import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import type { CallFailure } from "./call-failure.ts";
import { Icon } from "./icon.tsx";

interface NoticeProps {
  readonly tone: "ok" | "info" | "warning" | "error";
  readonly children: ComponentChildren;
  /** Something to press, below the words. */
  readonly action?: ComponentChildren;
}

/** Words with a colour and a sign. Put it where a live region stands if it comes by itself. */
export function Notice({ tone, children, action }: NoticeProps) {
  return (
    <div class={`notice ${tone}`}>
      <Icon name={tone} />
      <div class="notice-words">
        {children}
        {action && <div class="notice-action">{action}</div>}
      </div>
    </div>
  );
}

interface AboveButtonProps {
  /** Only the person can say what is meant, so that it is asked aloud. */
  readonly isAsked: boolean;
  readonly children: ComponentChildren;
}

/** Why the button below it is off. */
export function AboveButton({ isAsked, children }: AboveButtonProps) {
  if (!isAsked) return <div class="help above-button">{children}</div>;
  return (
    <div class="above-button">
      <Notice tone="warning">
        <p>{children}</p>
      </Notice>
    </div>
  );
}

interface FailureNoticeProps {
  readonly failure: CallFailure;
  /** What follows from it here, in a sentence. */
  readonly children?: ComponentChildren;
  readonly onAgain: () => void;
  readonly again?: string;
}

export function FailureNotice({ failure, children, onAgain, again = "Try again" }: FailureNoticeProps) {
  return (
    <Notice
      tone={failure.kind === "thrown" ? "error" : "warning"}
      action={<Button onClick={onAgain}>{again}</Button>}
    >
      <p>
        {failure.message}
        {children && <> {children}</>}
      </p>
    </Notice>
  );
}
