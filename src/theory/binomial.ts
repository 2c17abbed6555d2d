/** The counts of a binomial that matter: probabilities of `from`, `from` + 1, …. */
export interface BinomialRow {
  readonly from: number;
  readonly probabilities: Float64Array;
}

/** Beside the most probable count, less than this is nothing. */
const NEGLIGIBLE = 1e-18;

/** Binomial(M, p), from its mode outwards as far as it has any mass to speak of. */
export function binomialRow(samples: number, p: number): BinomialRow {
  const M = samples;
  if (p <= 0) return { from: 0, probabilities: Float64Array.of(1) };
  if (p >= 1) return { from: M, probabilities: Float64Array.of(1) };
  const mode = Math.min(M, Math.floor((M + 1) * p));
  const odds = p / (1 - p);
  const up = [1];
  for (let x = mode; x < M && up[x - mode] > NEGLIGIBLE; x++) {
    up.push((up[x - mode] * (M - x) * odds) / (x + 1));
  }
  const down = [1];
  for (let x = mode; x > 0 && down[mode - x] > NEGLIGIBLE; x--) {
    down.push((down[mode - x] * x) / ((M - x + 1) * odds));
  }
  const shape = [...down.slice(1).toReversed(), ...up];
  // The sum is that of the whole distribution over the probability of its mode: no logarithms.
  const sum = shape.reduce((total, x) => total + x, 0);
  return {
    from: mode - (down.length - 1),
    probabilities: Float64Array.from(shape, (x) => x / sum),
  };
}
