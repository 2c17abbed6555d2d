/** A statistic of independent values and its standard error. */
export interface Estimate {
  readonly measured: number;
  readonly standardError: number;
  readonly lineages: number;
}

export function meanOf(values: ArrayLike<number>): Estimate {
  const n = values.length;
  const mean = sum(values) / n;
  const squares = sum(values, (x) => (x - mean) ** 2);
  return { measured: mean, standardError: Math.sqrt(squares / (n - 1) / n), lineages: n };
}

/** Of two means over the same lineages, by the linear terms of both. */
export function ratioOf(above: ArrayLike<number>, below: ArrayLike<number>): Estimate {
  const mean = meanOf(below).measured;
  const ratio = meanOf(above).measured / mean;
  const rest = Float64Array.from(above, (value, l) => (value - ratio * below[l]) / mean);
  return { ...meanOf(rest), measured: ratio };
}

/** Unbiased. Its error comes from the fourth moment: nothing needs to be normal. */
export function varianceOf(values: ArrayLike<number>): Estimate {
  const n = values.length;
  const mean = sum(values) / n;
  const variance = sum(values, (x) => (x - mean) ** 2) / (n - 1);
  const fourth = sum(values, (x) => (x - mean) ** 4) / n;
  const standardError = Math.sqrt((fourth - ((n - 3) / (n - 1)) * variance ** 2) / n);
  return { measured: variance, standardError, lineages: n };
}

/** Half the distance of the order statistics that are one deviation of the rank away. */
export function medianOf(values: ArrayLike<number>): Estimate {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const at = (rank: number) => sorted[Math.min(n - 1, Math.max(0, Math.round(rank - 0.5)))];
  const step = Math.sqrt(n) / 2;
  return {
    measured: (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2,
    standardError: (at(n / 2 + step) - at(n / 2 - step)) / 2,
    lineages: n,
  };
}

function sum(values: ArrayLike<number>, of: (x: number) => number = (x) => x): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += of(values[i]);
  return total;
}
