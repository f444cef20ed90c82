/** Where a push is, besides what the marks in its sheet say. */
export interface PushState {
  /** The rows that are to be sent carry this run's mark. */
  readonly isMarked: boolean;
  /** What the chosen rows said when the run was started; null where none were chosen. */
  readonly chosen: string | null;
  /** Of rows that were checked, those that were to be sent, packed: no others are. */
  readonly sends?: string;
  /** How often rows were looked for that were inserted while others were marked. */
  readonly looks: number;
  /** Whose key marked the rows: of another person's it is not known whether they were sent. Null before that. */
  readonly who: string | null;
  /** The rows that were marked, for a person. */
  readonly rows: string;
  /** What the run's note says of its rows, before the sentence about that sheet. */
  readonly said?: string | null;
  /** How many values, by header, the sheet of what is taken away could not hold. */
  readonly unshown?: Readonly<Record<string, number>>;
}
