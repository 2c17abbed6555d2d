import type { FactsOf } from "../distribution.ts";
import { isotropicMedian } from "../isotropic-median.ts";
import { POINTS, realPoint } from "./real-density.ts";

type Facts = FactsOf<"vector">;

const known = new WeakMap<Facts, number>();

/**
 * The median distance of two real points, data units: exact for an isotropic Gaussian, else that of
 * 10,000 pairs of a fixed sample, within about a per cent.
 */
export function medianDistance(facts: Facts): number {
  const median = known.get(facts) ?? isotropicMedian(facts) ?? medianOfPairs(facts);
  known.set(facts, median);
  return median;
}

function medianOfPairs(facts: Facts): number {
  const distances = Float64Array.from({ length: POINTS / 2 }, (_, pair) => {
    const other = realPoint(facts, 2 * pair + 1);
    return Math.hypot(...realPoint(facts, 2 * pair).map((x, d) => x - other[d]));
  }).sort();
  // Where more than half of all pairs coincide, any of the others tells how far apart things are.
  return distances.find((distance, i) => 2 * i >= distances.length && distance > 0) ?? 1;
}
