import { packRows } from "../row-list.ts";

const BETWEEN = " ";

/** What a check gives out for `startRun`. @param meant as of `meantIn` @param sent sheet rows that would be sent */
export function checkedText(meant: string, sent: readonly number[]): string {
  return meant + BETWEEN + packRows(sent);
}

/** `sends`: the rows, packed; none where a script gives what stood in them alone. */
export function checkedIn(text: string): { readonly meant: string; readonly sends?: string } {
  const [meant = "", sends] = text.split(BETWEEN);
  return sends === undefined ? { meant } : { meant, sends };
}
