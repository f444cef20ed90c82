import { isUnfinished, type Run } from "./run.ts";

/** A mark as it is read in a cell. */
interface Mark {
  readonly isSending: boolean;
  /** What is done with the row, "invitation"; null where a column knows but one thing. */
  readonly noun: string | null;
  readonly runId: string;
}

const MARK = /^(queued|sending): (?:(.+?), )?run ([\w?]+)/;

/** In the marks of a look before there is a run, which writes none. */
export const NO_RUN = "?";

/**
 * Marks in a cell beside each row that a run is to see to: "queued: run 1a2b3c4d", or with what is done with it and how
 * often it was tried, "sending: invitation, run 1a2b3c4d, try 2". They carry the run's id, so that its rows are known
 * however the sheet is sorted, edited or shared with other runs.
 */
export class RowMarks {
  /** Marks of rows that wait begin so: what else a row is marked with follows. */
  readonly queued: string;
  /** Of rows that are being sent, of which nobody would know after a kill whether they were. */
  readonly sending: string;
  private live: ReadonlySet<string> | null = null;

  /** @param runs of the file, as far as they are in sight; read when another run's mark is found. */
  constructor(
    private readonly runId: string,
    noun: string | null,
    private readonly runs: () => readonly Run[],
  ) {
    const rest = noun === null ? `run ${runId}` : `${noun}, run ${runId}`;
    this.queued = `queued: ${rest}`;
    this.sending = `sending: ${rest}`;
  }

  isQueued(text: string): boolean {
    return text.startsWith(this.queued);
  }

  isSending(text: string): boolean {
    return text.startsWith(this.sending);
  }

  isOurs(text: string): boolean {
    return this.isQueued(text) || this.isSending(text);
  }

  /** Whether another run is going to see to the row, now or after a pause: it is left to that one. */
  isOthers(text: string): boolean {
    const mark = markIn(text);
    if (!mark || mark.runId === this.runId) return false;
    this.live ??= new Set(
      this.runs()
        .filter(isGoingOn)
        .map(({ id }) => id),
    );
    return this.live.has(mark.runId);
  }

  /** The mark of a row that is being sent in place of that of one that waits, and the other way round. */
  asSending(text: string): string {
    return text.replace(this.queued, this.sending);
  }

  asQueued(text: string): string {
    return text.replace(this.sending, this.queued);
  }
}

export function markIn(text: string): Mark | null {
  const [found, stage, noun = null, runId = ""] = MARK.exec(text) ?? [];
  return found === undefined ? null : { isSending: stage === "sending", noun, runId };
}

/** By itself, or after a pause. */
export function isGoingOn(run: Run): boolean {
  return isUnfinished(run) || run.status === "paused";
}
