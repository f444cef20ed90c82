/** Bytes of a text in UTF-8: what the platform's limits count. */
export function bytesIn(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) bytes += bytesAt(text, i);
  return bytes;
}

/**
 * A text in pieces of at most `mostBytes` each, all but the last as long as fits. No letter is cut in two: half of
 * one is no text, and would be kept as another.
 */
export function cutByBytes(text: string, mostBytes: number): string[] {
  const pieces: string[] = [];
  let start = 0;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const more = bytesAt(text, i);
    if (bytes + more > mostBytes) {
      // The second half of a pair counts nothing, and so never begins a piece.
      pieces.push(text.slice(start, i));
      start = i;
      bytes = 0;
    }
    bytes += more;
  }
  return [...pieces, text.slice(start)];
}

/** Bytes of the letter that begins there: all four of a pair with its first half, none with its second. */
function bytesAt(text: string, i: number): number {
  const code = text.charCodeAt(i);
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  if (isFirstHalf(code) && isSecondHalf(text.charCodeAt(i + 1))) return 4;
  if (isSecondHalf(code) && isFirstHalf(text.charCodeAt(i - 1))) return 0;
  return 3;
}

const isFirstHalf = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isSecondHalf = (code: number) => code >= 0xdc00 && code <= 0xdfff;
