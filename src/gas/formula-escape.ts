/** Characters in one cell (facts, 1.5). Whether an apostrophe that is eaten counts is not known. */
const MAX_CELL_CHARACTERS = 50_000;

/**
 * Text in the form in which `setValues` takes it for that very text. The service parses strings as if they were
 * typed (facts, 5.2): `=…` runs, `00123` becomes 123, `1/2` a date. A leading apostrophe forces text and is eaten.
 * It shows in the formula bar, so words that cannot be taken for anything else go without. A column format of `@`
 * alone would not do: it stops neither formulas nor the eating of an apostrophe.
 */
export function literalText(text: string): string {
  if (text === "" || isPlainWords(text)) return text;
  if (text.length < MAX_CELL_CHARACTERS) return `'${text}`;
  // So long a text is no number and no date: only what begins a formula, or would be eaten, needs the apostrophe.
  return /^[=+']/.test(text) ? `'${text.slice(0, MAX_CELL_CHARACTERS - 1)}` : text;
}

/** Words for TRUE and FALSE in the locales that a file may have. `Vero` is a name as well. */
const TRUTHS =
  /^(true|false|wahr|falsch|vrai|faux|vero|falso|verdadei?ro|(on)?waar|prawda|fałsz|(ne)?pravda|sand|sant|u?sann|falskt?|(epä)?tosi|igaz|hamis|doğru|yanl[ıi]ş|adevărat|fals)$/i;

/** Begins with a letter, has no digit (dates, times, `1e3`), and is not the word for a truth value. */
function isPlainWords(text: string): boolean {
  return /^[A-Za-z\u00c0-\u024f][^\d]*$/.test(text) && !TRUTHS.test(text.trim());
}
