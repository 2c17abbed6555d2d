import { Matrix, solve } from "ml-matrix";

/** The share of the mean variance that every feature gets on top, against too few examples. */
const SHRINKAGE = 0.05;

/** The logarithm of how likely a class is: its offset + direction · features, but for a constant. */
export interface Discriminants {
  /** [F, K]. */
  readonly directions: Matrix;
  /** [K]: -Infinity for a class without an example. */
  readonly offsets: readonly number[];
}

/**
 * Tells K classes apart by the nearest of their means, distances in units of what features vary by
 * within a class: Fisher 1936, doi:10.1111/j.1469-1809.1936.tb02137.x. `labels` are those of the
 * examples, F features each.
 */
export function discriminants(
  examples: Float32Array,
  labels: Uint8Array,
  classes: number,
  F: number,
): Discriminants {
  const N = examples.length / F;
  const counts = new Float64Array(classes);
  const means = Matrix.zeros(classes, F);
  for (let n = 0; n < N; n++) {
    counts[labels[n]]++;
    for (let f = 0; f < F; f++) {
      means.set(labels[n], f, means.get(labels[n], f) + examples[n * F + f]);
    }
  }
  for (const [k, count] of counts.entries()) if (count > 0) means.mulRow(k, 1 / count);

  const sums = new Float64Array(F * F);
  const off = new Float64Array(F);
  for (let n = 0; n < N; n++) {
    for (let f = 0; f < F; f++) off[f] = examples[n * F + f] - means.get(labels[n], f);
    for (let f = 0; f < F; f++) for (let e = 0; e < F; e++) sums[f * F + e] += off[f] * off[e];
  }
  // Over as many as vary freely: one of each class only tells where its mean is.
  const free = Math.max(1, N - counts.filter((count) => count > 0).length);
  const within = new Matrix(
    Array.from({ length: F }, (_, f) =>
      Array.from(sums.subarray(f * F, (f + 1) * F), (sum) => sum / free),
    ),
  );
  // Where each class has one example, nothing varies within it and distances are as they are.
  const extra = (SHRINKAGE * within.trace()) / F || 1;
  for (let f = 0; f < F; f++) within.set(f, f, within.get(f, f) + extra);

  // |x - mean|² in those units, without what all classes have in common
  const directions = solve(within, means.transpose());
  const offsets = Array.from(counts, (count, k) =>
    count === 0
      ? -Infinity
      : -means.getRowVector(k).mmul(directions.getColumnVector(k)).get(0, 0) / 2,
  );
  return { directions, offsets };
}

/** The nearest class of each row; classes without an example are never named. */
export function nearestClass(
  examples: Float32Array,
  labels: Uint8Array,
  classes: number,
  F: number,
): (rows: Float32Array) => Uint8Array {
  const { directions, offsets } = discriminants(examples, labels, classes, F);
  return (rows) =>
    Uint8Array.from({ length: rows.length / F }, (_, n) => {
      const scores = offsets.map((offset, k) => {
        let score = offset;
        for (let f = 0; f < F; f++) score += rows[n * F + f] * directions.get(f, k);
        return score;
      });
      return scores.indexOf(Math.max(...scores));
    });
}
