import { TableFault } from "../../tables/fault.ts";
import { identityOf, placeOf, type UserRow } from "../../tables/user-rows.ts";
import {
  type ChosenRows,
  chosenRows,
  foundAgain,
  type RowContent,
  shortOf,
  shortsIn,
} from "../chosen-rows.ts";
import { unpackRows } from "../row-list.ts";
import { isGoingOn, markIn, RowMarks } from "../row-marks.ts";
import type { Run, RunOf } from "../run.ts";

/** What the status says of a row that Hunter is still at work on, whichever run asked. */
export const PENDING = "pending";
/** Marks of a version without run ids. */
const BARE = "queued";

/** As much of a run as tells which rows are its own. */
export type Looked = Pick<RunOf<"lookup">, "id" | "spec" | "sheet" | "state">;

/**
 * Which rows of a sheet wait for a look-up: those that carry its mark, and unless rows were chosen those that say
 * nothing. `pending` is a status that a person, and a script, may rely on, so it carries no run's id: such a row is
 * everybody's who asks for all rows; of chosen rows, and where others are hidden, it is known by what it says.
 */
export class LookupQueue {
  /** Says of a row that it is to be asked for afresh. */
  readonly mark: string;
  private readonly marks: RowMarks;
  private readonly isMeant: (row: UserRow) => boolean;
  private places: ReadonlySet<string> | null = null;
  private others: readonly ((row: UserRow) => boolean)[] | null = null;

  /** @param runs of the file; read when another run may be at work in the sheet. */
  constructor(
    private readonly run: Looked,
    private readonly runs: () => readonly Run[],
  ) {
    this.marks = new RowMarks(run.id, null, runs);
    this.mark = this.marks.queued;
    this.isMeant = meantBy(run);
  }

  /** @param text the row's status. */
  isOpen(row: UserRow, text: string): boolean {
    if (this.marks.isQueued(text)) return true;
    if (isBare(text)) return this.isMeant(row);
    const { spec, state } = this.run;
    return spec.rows === undefined && !state.isPicked && (text === "" || this.isForsaken(text));
  }

  isMarked(text: string): boolean {
    return this.marks.isQueued(text) || isBare(text);
  }

  /** Whether the row is left to another run, now or after a pause. */
  isOthers(text: string): boolean {
    return this.marks.isOthers(text);
  }

  /** Whether the row says nothing but that it is the run's, which is cancelled. */
  isLeft(row: UserRow, text: string): boolean {
    if (this.marks.isQueued(text)) return true;
    if (!isBare(text) || !this.isMeant(row)) return false;
    const { id, sheet } = this.run;
    this.others ??= this.runs().flatMap((run) =>
      run.kind === "lookup" && run.id !== id && run.sheet?.id === sheet?.id && isGoingOn(run)
        ? [meantBy(run)]
        : [],
    );
    return !this.others.some((isMeant) => isMeant(row));
  }

  /** What tells the chosen rows from others later on; null where none are chosen. */
  remember(rows: readonly UserRow[]): ChosenRows | null {
    const numbers = this.numbers();
    return numbers && chosenRows(contentsIn(rows).filter(({ row }) => numbers.has(row)));
  }

  /**
   * Whether the row was chosen, wherever it is by now; null where none were.
   * @param rows all of the sheet.
   * @throws TableFault when one of the chosen rows was edited, or is gone.
   */
  isChosen(row: UserRow, rows: readonly UserRow[]): boolean | null {
    const numbers = this.numbers();
    if (!numbers) return null;
    const { chosen } = this.run.state;
    if (!chosen) return numbers.has(row.row);
    if (!this.places) {
      const found = foundAgain(contentsIn(rows), numbers, chosen);
      if (!found)
        throw new TableFault(
          "The chosen rows were moved or changed before they were looked up. Choose them again.",
        );
      this.places = new Set(found.map(({ place }) => place));
    }
    return this.places.has(placeOf(row));
  }

  private numbers(): ReadonlySet<number> | null {
    const { rows } = this.run.spec;
    return rows === undefined ? null : unpackRows(rows);
  }

  /** A mark of a run that is over. What is sent to an API is no look-up's. */
  private isForsaken(text: string): boolean {
    return markIn(text)?.noun === null && !this.marks.isOthers(text);
  }
}

/** Whether a row that carries no run's mark is one that the run is about. */
function meantBy({ state }: Pick<Looked, "state">): (row: UserRow) => boolean {
  if (!state.chosen) return () => true;
  const chosen = new Set(shortsIn(state.chosen));
  return (row) => chosen.has(shortOf(identityOf(row)));
}

function contentsIn(rows: readonly UserRow[]): (RowContent & { readonly place: string })[] {
  return rows.map((row) => ({ row: row.row, content: identityOf(row), place: placeOf(row) }));
}

/** Whether a status says that a row waits, and not for whom. */
export function isBare(text: string): boolean {
  return text === PENDING || text === BARE;
}
