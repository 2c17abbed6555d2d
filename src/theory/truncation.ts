import erfc from "@stdlib/math-base-special-erfc";

/**
 * The variance of a standard normal of which |z| > bound is rejected: 1 − 2kφ(k) / (2Φ(k) − 1).
 * Johnson, Kotz & Balakrishnan 1994, Continuous Univariate Distributions 1, chapter 13.10.
 */
export function truncatedVariance(bound: number): number {
  if (bound === Infinity) return 1;
  const density = Math.exp(-0.5 * bound * bound) / Math.sqrt(2 * Math.PI);
  return 1 - (2 * bound * density) / (1 - erfc(bound / Math.SQRT2));
}

/** Var z² / (E z²)² of the same; 2 for a whole normal. */
export function truncatedKurtosis(bound: number): number {
  if (bound === Infinity) return 2;
  const density = Math.exp(-0.5 * bound * bound) / Math.sqrt(2 * Math.PI);
  const variance = truncatedVariance(bound);
  const fourth = 3 * variance - (2 * bound ** 3 * density) / (1 - erfc(bound / Math.SQRT2));
  return fourth / variance ** 2 - 1;
}
