import { type RealFacts, isGaussian } from "./distribution.ts";

/**
 * The median distance of two real points, data units, where it follows from the normal law: of one
 * Gaussian that is equally wide in every dimension. Null for other data.
 */
export function isotropicMedian(facts: RealFacts): number | null {
  if (facts.kind !== "vector" || !isGaussian(facts)) return null;
  const deviations = facts.marginals.map(([{ deviation }]) => deviation);
  const [deviation] = deviations;
  if (deviations.some((other) => other !== deviation)) return null;
  // Each difference is normal with twice the variance.
  return deviation * Math.sqrt(2 * medianOfChiSquare(deviations.length));
}

/** Where half of χ² with so many degrees of freedom lies, by halving. */
function medianOfChiSquare(freedom: number): number {
  let [below, above] = [0, freedom];
  for (let i = 0; i < 60; i++) {
    const middle = (below + above) / 2;
    if (chiSquareBelow(middle, freedom) < 0.5) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}

/** P(χ² < x), by the series of the incomplete gamma function: DLMF 8.7.1, https://dlmf.nist.gov/8.7. */
function chiSquareBelow(x: number, freedom: number): number {
  const [a, y] = [freedom / 2, x / 2];
  // y^a e^-y / Γ(a + 1), whose logarithm comes down from a to 1/2 or 1 in whole steps.
  let log = a * Math.log(y) - y;
  let rest = a;
  for (; rest > 0.5; rest--) log -= Math.log(rest);
  if (rest === 0.5) log -= 0.5 * Math.log(Math.PI / 4);
  let sum = 0;
  for (let k = 1, term = 1; term > 1e-17 * sum; k++) {
    sum += term;
    term *= y / (a + k);
  }
  return Math.exp(log) * sum;
}
