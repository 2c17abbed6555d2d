/** What is said of one number per lineage. */
export interface Summary {
  readonly lineages: number;
  readonly mean: number;
  /** Of the mean; NaN for a single lineage, whose spread nobody knows, and beside infinities. */
  readonly standardError: number;
  readonly q05: number;
  readonly q25: number;
  readonly median: number;
  readonly q75: number;
  readonly q95: number;
}

/** The same of the lineages that have a value alone. */
export function summarizeKnown(values: ArrayLike<number>, together = 1): Summary {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  return summarize(known, known.length === values.length ? together : 1);
}

/**
 * Mean, standard error and quantiles, in double precision.
 *
 * Quantiles interpolate linearly between order statistics (type 7 of Hyndman & Fan 1996,
 * doi:10.2307/2684934). Infinities are sorted like any number. A NaN says that a lineage has no
 * value, and nothing can be said of all of them: every number is NaN then, and so for no lineage.
 *
 * Of `together` neighbouring lineages, which learn from each other, only the mean is independent of
 * that of others: the standard error is theirs.
 */
export function summarize(values: ArrayLike<number>, together = 1): Summary {
  const lineages = values.length;
  const sorted = Float64Array.from(values).sort();
  // Sorting puts NaN last.
  if (lineages === 0 || Number.isNaN(sorted[lineages - 1])) return { lineages, ...UNKNOWN };
  const mean = sorted.reduce((sum, value) => sum + value, 0) / lineages;
  const independent = together === 1 ? sorted : meansOf(values, together);
  const { length } = independent;
  const squares = independent.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    lineages,
    mean,
    standardError: Math.sqrt(squares / (length - 1) / length),
    q05: quantile(sorted, 0.05),
    q25: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    q75: quantile(sorted, 0.75),
    q95: quantile(sorted, 0.95),
  };
}

/** Of every so many neighbours. */
function meansOf(values: ArrayLike<number>, together: number): Float64Array {
  return Float64Array.from({ length: Math.floor(values.length / together) }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < together; j++) sum += values[i * together + j];
    return sum / together;
  });
}

const UNKNOWN = {
  mean: NaN,
  standardError: NaN,
  q05: NaN,
  q25: NaN,
  median: NaN,
  q75: NaN,
  q95: NaN,
};

/** Of sorted values without NaN. Between -Infinity and Infinity there is none: NaN. */
function quantile(sorted: Float64Array, probability: number): number {
  const position = (sorted.length - 1) * probability;
  const index = Math.floor(position);
  const fraction = position - index;
  const low = sorted[index];
  const high = fraction === 0 ? low : sorted[index + 1];
  // Without a difference of equal infinities, which is NaN.
  return low === high ? low : low * (1 - fraction) + high * fraction;
}
