import { binomialRow } from "./binomial.ts";

/**
 * Expected number of fits until one of two categories is all that is left, the real distribution
 * having p of the first: the sum over n of the chance to be undecided still, from the chain
 * x → Binomial(M, x/M) itself.
 */
export function fixationTime(p: number, samples: number): number {
  const M = samples;
  const rows = Array.from({ length: M + 1 }, (_, x) => binomialRow(M, x / M));
  let chances = new Float64Array(M + 1);
  const first = binomialRow(M, p);
  chances.set(first.probabilities, first.from);
  let time = 1;
  for (;;) {
    let undecided = 0;
    for (let x = 1; x < M; x++) undecided += chances[x];
    time += undecided;
    // Beyond this the rest, which shrinks by 1 − 1/M per fit, is below the rounding of the sum.
    if (undecided * M < 1e-13) return time;
    const next = new Float64Array(M + 1);
    for (let x = 1; x < M; x++) {
      const { from, probabilities } = rows[x];
      for (let i = 0; i < probabilities.length; i++) {
        next[from + i] += chances[x] * probabilities[i];
      }
    }
    chances = next;
  }
}

/** The same for any number of categories, in the diffusion limit: −2M Σ (1 − p) ln(1 − p). */
export function fixationTimeByDiffusion(probabilities: Float64Array, samples: number): number {
  return probabilities.reduce(
    (sum, p) => (p < 1 ? sum - 2 * samples * (1 - p) * Math.log1p(-p) : sum),
    0,
  );
}
