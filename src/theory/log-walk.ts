import trigamma from "@stdlib/math-base-special-trigamma";

/** A distribution over steps of a grid. */
export interface Steps {
  /** Of the grid. */
  readonly spacing: number;
  /** Summing to 1: of a step of `first`, of the next, …. */
  readonly weights: Float64Array;
  readonly first: number;
}

/** With few degrees of freedom the density has an edge that is sharper than its deviation tells. */
const WIDEST = 0.1;

/** Beside the most probable step, less than this is nothing. */
const NEGLIGIBLE = 1e-14;

/**
 * The law of ½(ln χ²_ν + shift) on a grid of a third of its deviation or less: sums over it are as good as
 * integrals, by the rule of trapezoids for smooth functions that vanish at both ends.
 */
export function chiSquareSteps(freedom: number, shift: number): Steps {
  const spacing = Math.min(Math.sqrt(trigamma(freedom / 2)) / 6, WIDEST);
  // Of x = ½ ln χ²: e^(νx − e^(2x)/2), which has its mode at e^(2x) = ν.
  const logDensity = (step: number) => {
    const x = step * spacing - shift / 2;
    return freedom * x - Math.exp(2 * x) / 2 - (freedom * Math.log(freedom) - freedom) / 2;
  };
  const mode = Math.round((Math.log(freedom) + shift) / 2 / spacing);
  let [first, last] = [mode, mode];
  while (Math.exp(logDensity(first - 1)) > NEGLIGIBLE) first--;
  while (Math.exp(logDensity(last + 1)) > NEGLIGIBLE) last++;
  const shape = Float64Array.from({ length: last - first + 1 }, (_, i) =>
    Math.exp(logDensity(first + i)),
  );
  const total = shape.reduce((sum, x) => sum + x, 0);
  return { spacing, weights: shape.map((x) => x / total), first };
}

/** E f(i + step) by place i of a grid, beyond whose ends f is as there. */
export function smoothed(
  values: Float64Array<ArrayBuffer>,
  weights: Float64Array,
  first: number,
): Float64Array<ArrayBuffer> {
  const last = values.length - 1;
  const means = new Float64Array(values.length);
  // A place of the grid has few neighbours at its ends, and all of them in between.
  const inside = [Math.max(0, -first), last - Math.max(0, first + weights.length)];
  for (let i = 0; i <= last; i++) {
    let sum = 0;
    if (i >= inside[0] && i <= inside[1]) {
      for (let k = 0; k < weights.length; k++) sum += weights[k] * values[i + first + k];
    } else {
      for (let k = 0; k < weights.length; k++) {
        sum += weights[k] * values[Math.max(0, Math.min(last, i + first + k))];
      }
    }
    means[i] = sum;
  }
  return means;
}
