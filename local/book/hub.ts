// Where the models of one book meet: the book's own, which is the truth, and those of the pages that show it.

/** A message of o-spreadsheet's collaboration protocol; only what the hub looks at is named. */
export interface HubMessage {
  type: string;
  serverRevisionId?: string;
  nextRevisionId?: string;
}

/** Messages that move the book on by one revision, and so must follow the latest one. */
const REVISIONS = new Set(["REMOTE_REVISION", "REVISION_UNDONE", "REVISION_REDONE"]);

/** The revision that a model without history begins at, as o-spreadsheet names it. */
export const FIRST_REVISION = "START_REVISION";

export class Hub {
  /** The latest revision; a page begins here with the data of that moment. */
  revision = FIRST_REVISION;
  /** Everyone who hears accepted messages. Add a page's sender, delete it when the page leaves. */
  readonly listeners = new Set<(message: HubMessage) => void>();

  /**
   * Passes a message on to all. One that does not follow the latest revision is dropped and `false` comes back: its
   * sender rebases it on what it hears meanwhile and sends it again.
   */
  accept(message: HubMessage): boolean {
    if (REVISIONS.has(message.type)) {
      if (message.serverRevisionId !== this.revision || message.nextRevisionId === undefined) return false;
      this.revision = message.nextRevisionId;
    }
    for (const listener of [...this.listeners]) listener(message);
    return true;
  }
}
