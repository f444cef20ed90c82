import { useState } from "preact/hooks";
import type { CallFailure } from "./call-failure.ts";

export interface Attempt {
  /** What is under way, in a word for the button: "Reading…". */
  readonly busy: string | null;
  /** The last attempt failed; `again` makes it once more. */
  readonly failed: { readonly failure: CallFailure; readonly again: () => void } | null;
  /** One at a time: a page does not begin another while `busy`. */
  readonly attempt: (doing: string, task: () => Promise<void>) => void;
  /** Forgets a failure that no longer matters. */
  readonly dismiss: () => void;
}

/** Calls of the server that a person waits for, and can make again. */
export function useAttempt(): Attempt {
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<Attempt["failed"]>(null);
  const attempt: Attempt["attempt"] = async (doing, task) => {
    setBusy(doing);
    setFailed(null);
    try {
      await task();
    } catch (failure) {
      setFailed({ failure: failure as CallFailure, again: () => attempt(doing, task) });
    }
    setBusy(null);
  };
  return { busy, failed, attempt, dismiss: () => setFailed(null) };
}
