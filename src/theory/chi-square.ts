import digamma from "@stdlib/math-base-special-digamma";
import gammaDeltaRatio from "@stdlib/math-base-special-gamma-delta-ratio";
import polygamma from "@stdlib/math-base-special-polygamma";
import trigamma from "@stdlib/math-base-special-trigamma";

/** E √(χ²_ν / d): what the deviation of ν + 1 normals is on average, with divisor d. */
export function meanRootOfChiSquare(freedom: number, divisor: number): number {
  return Math.sqrt(2 / divisor) / gammaDeltaRatio(freedom / 2, 0.5);
}

/** c₄(M): the unbiased variance of M normals has a root that is too small by this factor. */
export function c4(samples: number): number {
  return meanRootOfChiSquare(samples - 1, samples - 1);
}

/** E ln (χ²_ν / d). */
export function meanLogOfChiSquare(freedom: number, divisor: number): number {
  return digamma(freedom / 2) + Math.log(2 / divisor);
}

/** Var ln χ²_ν. */
export function varianceOfLogChiSquare(freedom: number): number {
  return trigamma(freedom / 2);
}

/**
 * How far the median of a sum of equal log χ²_ν lies above its mean: minus a sixth of the third
 * cumulant over the second (Cornish & Fisher 1938, doi:10.2307/1400905), however many the terms.
 */
export function medianShiftOfLogChiSquare(freedom: number): number {
  return -polygamma(2, freedom / 2) / (6 * trigamma(freedom / 2));
}

/** E ln det of a D × D Wishart matrix with identity scale over d; minus infinity if singular. */
export function meanLogDeterminant(dimensions: number, freedom: number, divisor: number): number {
  if (freedom < dimensions) return -Infinity;
  let sum = 0;
  for (let i = 0; i < dimensions; i++) sum += meanLogOfChiSquare(freedom - i, divisor);
  return sum;
}
