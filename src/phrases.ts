/** Tokens that a phrase has at least. */
export const PHRASE = 3;

/**
 * Which tokens of a text belong to a phrase of `PHRASE` tokens or more that stands in the same text
 * before.
 */
export function repeated(tokens: ArrayLike<number>): boolean[] {
  const marks = Array.from({ length: tokens.length }, () => false);
  const seen = new Set<string>();
  for (let end = PHRASE; end <= tokens.length; end++) {
    const key = Array.from({ length: PHRASE }, (_, i) => tokens[end - PHRASE + i]).join();
    if (seen.has(key)) marks.fill(true, end - PHRASE, end);
    seen.add(key);
  }
  return marks;
}

export function shareRepeated(tokens: ArrayLike<number>): number {
  const marks = repeated(tokens);
  return marks.length === 0 ? 0 : marks.filter(Boolean).length / marks.length;
}
