/** Tokens that a phrase has at least. */
export const PHRASE = 3;

/**
 * Which tokens of a text belong to a phrase of `PHRASE` tokens or more that stands in the same text
 * before. Line ends and the like, `ignored`, alone are no phrase.
 */
export function repeated(tokens: ArrayLike<number>, ignored: number): boolean[] {
  const marks = Array.from({ length: tokens.length }, () => false);
  const seen = new Set<string>();
  for (let end = PHRASE; end <= tokens.length; end++) {
    const phrase = Array.from({ length: PHRASE }, (_, i) => tokens[end - PHRASE + i]);
    if (phrase.every((token) => token === ignored)) continue;
    const key = phrase.join();
    if (seen.has(key)) marks.fill(true, end - PHRASE, end);
    seen.add(key);
  }
  return marks;
}

export function shareRepeated(tokens: ArrayLike<number>, ignored: number): number {
  const marks = repeated(tokens, ignored);
  return marks.length === 0 ? 0 : marks.filter(Boolean).length / marks.length;
}
