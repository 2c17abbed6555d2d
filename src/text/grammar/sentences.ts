/** A sentence that stands whole in a window of a text, without the token at its end. */
export interface Sentence {
  readonly tokens: Uint32Array;
  /**
   * In proportion to how often a window that begins anywhere misses one of this length, so that
   * weighted sentences are those of the text, long ones as well as short ones.
   */
  readonly weight: number;
}

/** The sentences between two ends in windows of `T` tokens each. */
export function wholeSentences(tokens: Uint32Array, T: number, end: number): Sentence[] {
  const found: Sentence[] = [];
  for (let n = 0; n < tokens.length; n += T) {
    let begin = -1;
    for (let t = n; t < n + T; t++) {
      if (tokens[t] !== end) continue;
      // Of T places, a window of T tokens shows both ends at T - length only.
      const length = t - begin + 1;
      if (begin >= 0) found.push({ tokens: tokens.subarray(begin, t), weight: T / (T - length) });
      begin = t + 1;
    }
  }
  return found;
}
