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
  const kinds = distinct(probabilities);
  return extinctionChances(fits).map((s) => {
    let alive = 0;
    for (const [p, times] of kinds) alive -= times * Math.expm1(-samples * p * (1 - s));
    return alive;
  });
}

/** Expected mass of the real distribution on what is extinct: Σ p e^(−M p (1 − s)). */
export function lostMassByBranching(
  probabilities: Float64Array,
  samples: number,
  fits: number,
): number[] {
  const kinds = distinct(probabilities);
  return extinctionChances(fits).map((s) => {
    let lost = 0;
    for (const [p, times] of kinds) lost += times * p * Math.exp(-samples * p * (1 - s));
    return lost;
  });
}

/** Each probability and how many categories have it: of the words of a text most are as rare. */
export function distinct(probabilities: Float64Array): (readonly [number, number])[] {
  const times = new Map<number, number>();
  for (const p of probabilities) times.set(p, (times.get(p) ?? 0) + 1);
  return [...times];
}
