import { join, relative } from "node:path";
import { projectRoot } from "../runtime/bundle.ts";
import type { SaveState } from "./messages.ts";

/** Rest after the last change before the book is written. */
const SAVE_AFTER_MS = 1000;
/** While changes keep coming, it is written at least this often. */
const SAVE_EVERY_MS = 10_000;

/** Where the workbench keeps its state when no `--book` was given. */
export function workbenchBookPath(): string {
  return join(projectRoot(), ".workbench", "book.json");
}

/** The path as a person in the project's folder would type it. */
export function spokenPath(path: string): string {
  const short = relative(projectRoot(), path);
  return short.startsWith("..") ? path : short;
}

/** Writes the book soon after a change, once for many. */
export class Saving {
  private timer: NodeJS.Timeout | null = null;
  private firstChangeMs = 0;
  private isDirty = false;
  /** Writes follow each other; two at once would race for the file. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly write: () => Promise<void>,
    private readonly tell: (state: SaveState) => void,
  ) {}

  changed(): void {
    const now = Date.now();
    if (!this.isDirty) {
      this.isDirty = true;
      this.firstChangeMs = now;
      this.tell("saving");
    }
    if (this.timer) clearTimeout(this.timer);
    const waitMs = Math.max(0, Math.min(SAVE_AFTER_MS, this.firstChangeMs + SAVE_EVERY_MS - now));
    this.timer = setTimeout(() => this.flush().catch(() => this.tell("save failed")), waitMs);
  }

  /** Writes now what is not written yet. Rejects when that fails; the next change tries again. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const mine = this.last.then(async () => {
      if (!this.isDirty) return;
      this.isDirty = false;
      try {
        await this.write();
      } catch (fault) {
        this.isDirty = true;
        throw fault;
      }
      if (!this.isDirty) this.tell("saved");
    });
    this.last = mine.catch(() => {});
    return mine;
  }
}
