import { type BinomialRow, binomialRow } from "./binomial.ts";

/** More multiplications than this are not worth a line in a chart. */
const MOST_STEPS = 1e8;
/** Numbers that the table of transitions may have, 8 bytes each. */
const MOST_ENTRIES = 4e6;
/** A longer spectrum is not worth its memory. */
const MOST_SAMPLES = 1e6;

/** A weighted number of categories by how many of the M counts they have: M + 1 numbers. */
export type Spectrum = Float64Array;

/**
 * Expected frequency spectra of a distribution that is replaced by M of its own samples again and
 * again: for fit n = 1, 2, … one spectrum for each of `weights`.
 *
 * Each category's count alone is a Markov chain, x → Binomial(M, x/M), so the spectra are exact and
 * with them the expectation of every sum over categories of a function of the count. Wright 1931,
 * doi:10.1093/genetics/16.2.97. Ends early, after one fit or none, where it would take too long.
 */
export function* spectra(
  probabilities: Float64Array,
  samples: number,
  fits: number,
  weights: readonly ((k: number) => number)[],
): Generator<readonly Spectrum[]> {
  const M = samples;
  if (M > MOST_SAMPLES) return;
  let current: readonly Spectrum[] = weights.map(() => new Float64Array(M + 1));
  const known = new Map<number, BinomialRow>();
  for (const [k, p] of probabilities.entries()) {
    const row = known.get(p) ?? binomialRow(M, p);
    known.set(p, row);
    for (const [i, weight] of weights.entries()) add(current[i], row, weight(k));
  }
  yield current;
  // A row is some 20 deviations wide, and √(x (1 − x/M)) is 0.4 √M on average.
  const entries = 8 * M ** 1.5;
  if (entries > MOST_ENTRIES || entries * fits * weights.length > MOST_STEPS) return;
  const rows = Array.from({ length: M + 1 }, (_, x) => binomialRow(M, x / M));
  for (let n = 2; n <= fits; n++) {
    current = current.map((spectrum) => {
      const next = new Float64Array(M + 1);
      for (let x = 0; x <= M; x++) add(next, rows[x], spectrum[x]);
      return next;
    });
    yield current;
  }
}

function add(spectrum: Spectrum, { from, probabilities }: BinomialRow, weight: number): void {
  if (weight === 0) return;
  for (let i = 0; i < probabilities.length; i++) spectrum[from + i] += weight * probabilities[i];
}
