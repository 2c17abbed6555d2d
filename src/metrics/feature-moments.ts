import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Mean and covariance (divisor N - 1) of rows of F numbers. */
export interface FeatureMoments {
  readonly mean: Float64Array;
  readonly covariance: Matrix;
}

export function featureMoments(rows: Float32Array, F: number): FeatureMoments {
  const N = rows.length / F;
  const mean = new Float64Array(F);
  for (let i = 0; i < rows.length; i++) mean[i % F] += rows[i] / N;
  const sums = new Float64Array(F * F);
  const off = new Float64Array(F);
  for (let n = 0; n < N; n++) {
    for (let f = 0; f < F; f++) off[f] = rows[n * F + f] - mean[f];
    for (let f = 0; f < F; f++) {
      for (let e = 0; e <= f; e++) sums[f * F + e] += off[f] * off[e];
    }
  }
  const covariance = Matrix.zeros(F, F);
  for (let f = 0; f < F; f++) {
    for (let e = 0; e <= f; e++) {
      const value = sums[f * F + e] / (N - 1);
      covariance.set(f, e, value);
      covariance.set(e, f, value);
    }
  }
  return { mean, covariance };
}

/** The eigenvalues of a symmetric matrix, none below 0; NaN where it has no numbers. */
export function spectrum(symmetric: Matrix): number[] {
  if (!isFinite(symmetric)) return Array.from({ length: symmetric.rows }, () => NaN);
  const { realEigenvalues } = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  return realEigenvalues.map((value) => Math.max(0, value));
}

/** The symmetric square root of a covariance; the covariance itself where it has no numbers. */
export function squareRoot(covariance: Matrix): Matrix {
  if (!isFinite(covariance)) return covariance;
  const decomposed = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  const vectors = decomposed.eigenvectorMatrix;
  const roots = decomposed.realEigenvalues.map((value) => Math.sqrt(Math.max(0, value)));
  return vectors.mmul(Matrix.diag(roots)).mmul(vectors.transpose());
}

/**
 * The squared 2-Wasserstein distance of two Gaussians, `root` being the square root of the second
 * covariance: Dowson & Landau 1982, doi:10.1016/0047-259X(82)90077-X.
 */
export function frechetDistance(a: FeatureMoments, b: FeatureMoments, root: Matrix): number {
  const means = a.mean.reduce((sum, value, f) => sum + (value - b.mean[f]) ** 2, 0);
  const between = root.mmul(a.covariance).mmul(root);
  const overlap = spectrum(between).reduce((sum, value) => sum + Math.sqrt(value), 0);
  return Math.max(0, means + a.covariance.trace() + b.covariance.trace() - 2 * overlap);
}

/** One image has no covariance, and a model that has come apart no features; to decompose takes both. */
function isFinite(matrix: Matrix): boolean {
  return matrix.to1DArray().every(Number.isFinite);
}
