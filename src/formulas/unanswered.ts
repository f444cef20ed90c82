/** What a cell of a paid formula shows instead of an answer begins so. */
const NOT_ASKED = "Not asked yet";
const NO_ANSWER = "No answer yet";
/** What Hunter has no outcome of. */
const PENDING = "pending";

/** For a cell that was not come to. @param why "this takes longer than …", or "" */
export function notAsked(why: string): string {
  return `${NOT_ASKED}: ${why}`;
}

/** For a cell whose answer did not arrive. */
export function noAnswer(why: string): string {
  return `${NO_ANSWER}: ${why}`;
}

/** Whether computing a paid formula again may show more than what one of its cells shows. */
export function isUnanswered(shown: string): boolean {
  return shown === PENDING || [NOT_ASKED, NO_ANSWER].some((words) => shown.slice(0, words.length) === words);
}
