/**
 * The chance s that the line of one sample is extinct after n fits, the sample being one of the
 * first: each has Poisson(1) offspring, so s ← e^(s − 1). Holds while n is small beside M.
 * Watson & Galton 1875, doi:10.2307/2841222.
 */
export function extinctionChances(fits: number): number[] {
  const chances = [0];
  for (let n = 2; n <= fits; n++) chances.push(Math.exp(chances[n - 2] - 1));
  return chances;
}

/** Expected number of categories alive after fit n = 1, 2, …: Σ [1 − e^(−M p (1 − s))]. */
export function survivorsByBranching(
  probabilities: Float64Array,
  samples: number,
  fits: number,
): number[] {
  return extinctionChances(fits).map((s) =>
    probabilities.reduce((sum, p) => sum - Math.expm1(-samples * p * (1 - s)), 0),
  );
}

/** Expected mass of the real distribution on what is extinct: Σ p e^(−M p (1 − s)). */
export function lostMassByBranching(
  probabilities: Float64Array,
  samples: number,
  fits: number,
): number[] {
  return extinctionChances(fits).map((s) =>
    probabilities.reduce((sum, p) => sum + p * Math.exp(-samples * p * (1 - s)), 0),
  );
}
