import type { Host } from "../runtime/host.ts";
import type { AnswerDialog, Dialog, DialogAnswer } from "../runtime/report.ts";
import type { Windows } from "./windows.ts";

/** Closed without a button: what a script gets from a dialog that nobody sees. */
const CLOSED: DialogAnswer = { button: "CLOSE" };

interface Waiting {
  readonly user: string;
  readonly dialog: Dialog;
  readonly execution: number;
  readonly answer: (answer: DialogAnswer) => void;
}

/**
 * Carries `Ui.alert` and `Ui.prompt` from a waiting script to the person's pages and the answer back. The host is made
 * before the page's server is, so the desk is made first of all: its `ask` is the host's `answerDialog`.
 */
export class DialogDesk {
  private readonly waiting = new Map<number, Waiting>();
  private windows: Windows | null = null;
  private lastId = 0;

  readonly ask: AnswerDialog = (dialog, user, execution) => {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve) => {
      this.waiting.set(id, { user, dialog, execution, answer: resolve });
      const seenBy = this.windows?.send({ type: "dialog", id, dialog }, user) ?? 0;
      if (seenBy === 0) this.answer(id, CLOSED);
    });
  };

  /** From now on dialogs show on these pages. */
  connect(windows: Windows): void {
    this.windows = windows;
  }

  /** A dialog goes with the execution that asked: one that was stopped waits no longer. Returns the end of that. */
  followEnds(host: Host): () => void {
    return host.on("ended", ({ id: execution }) => this.close((waiting) => waiting.execution === execution));
  }

  /** A second answer to the same dialog, from another page, is too late and ignored. */
  answer(id: number, answer: DialogAnswer): void {
    const found = this.waiting.get(id);
    if (!found) return;
    this.waiting.delete(id);
    this.windows?.send({ type: "dialog closed", id }, found.user);
    found.answer(answer);
  }

  /** Lets every waiting script go on. */
  closeAll(): void {
    this.close(() => true);
  }

  private close(isMeant: (waiting: Waiting) => boolean): void {
    for (const [id, waiting] of [...this.waiting]) if (isMeant(waiting)) this.answer(id, CLOSED);
  }
}
