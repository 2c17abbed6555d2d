/** Counts between ascending edges, one more of these than of those. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly scale: "linear" | "log";
}

/** A place on the axis of a histogram, 0 at the first edge and 1 at the last. */
export function placeOf({ edges, scale }: Histogram, value: number): number {
  const on = (x: number) => (scale === "log" ? Math.log(x) : x);
  const [from, to] = [on(edges[0]), on(edges[edges.length - 1])];
  return (on(value) - from) / (to - from);
}

/** Mass per length of the axis in each bin: as heights, areas are shares of the samples. */
export function densities(histogram: Histogram, counts: ArrayLike<number>): number[] {
  const total = sum(counts);
  return Array.from(counts, (count, i) => {
    const width =
      placeOf(histogram, histogram.edges[i + 1]) - placeOf(histogram, histogram.edges[i]);
    return total === 0 ? 0 : count / total / width;
  });
}

/** The value below which a share of the samples lies, as even as bins allow; NaN without any. */
export function quantile(
  { edges, scale }: Histogram,
  counts: ArrayLike<number>,
  share: number,
): number {
  const wanted = share * sum(counts);
  let below = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] > 0 && below + counts[i] >= wanted) {
      const part = Math.max(0, (wanted - below) / counts[i]);
      return scale === "log"
        ? edges[i] * (edges[i + 1] / edges[i]) ** part
        : edges[i] + part * (edges[i + 1] - edges[i]);
    }
    below += counts[i];
  }
  return NaN;
}

export function sum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  return total;
}

/** At most `most` of the generations before `done`, evenly spread, with the first and the last. */
export function someGenerations(done: number, most: number): number[] {
  if (done <= most) return Array.from({ length: done }, (_, g) => g);
  return Array.from({ length: most }, (_, i) => Math.round((i * (done - 1)) / (most - 1)));
}
