import type { PassState } from "../pass/state.ts";

/** Where a refresh is. */
export interface RefreshState {
  /** How often a worker began it. */
  readonly tries: number;
  /** What following them had cost, in requests, before the whole listing was read instead. */
  readonly asked: number;
  /** Where the whole listing is; null while actions are followed. */
  readonly whole: PassState | null;
}

export const START: RefreshState = { tries: 0, asked: 0, whole: null };
