/** Counts between ascending edges, one more of these than of those. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly scale: "linear" | "log";
}

/** Bins that are shown at least. */
const FEWEST = 16;

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

/** Without the bins at both ends that are empty in every generation, but for a few beside the others. */
export function trimmed(
  { edges, scale }: Histogram,
  all: readonly Float64Array[],
): { readonly histogram: Histogram; readonly counts: readonly Float64Array[] } {
  const isUsed = (_: unknown, bin: number) => all.some((counts) => counts[bin] > 0);
  const used = edges.slice(1).map(isUsed);
  if (!used.includes(true)) return { histogram: { edges, scale }, counts: all };
  let first = Math.max(0, used.indexOf(true) - 1);
  let last = Math.min(used.length - 1, used.lastIndexOf(true) + 1);
  while (last - first + 1 < Math.min(FEWEST, used.length)) {
    if (first > 0) first--;
    if (last < used.length - 1) last++;
  }
  return {
    histogram: { edges: edges.slice(first, last + 2), scale },
    counts: all.map((counts) => counts.subarray(first, last + 1)),
  };
}

/** At most `most` of the generations before `done`, evenly spread, with the first and the last. */
export function someGenerations(done: number, most: number): number[] {
  if (done <= most) return Array.from({ length: done }, (_, g) => g);
  return Array.from({ length: most }, (_, i) => Math.round((i * (done - 1)) / (most - 1)));
}

/** The most frequent of some classes and the least frequent one, in words. */
export function extremes(names: readonly string[], counts: ArrayLike<number>): string {
  const total = sum(counts);
  const shares = names.map((name, i) => ({ name, share: total === 0 ? 0 : counts[i] / total }));
  shares.sort((a, b) => b.share - a.share);
  const said = ({ name, share }: (typeof shares)[number]) =>
    `“${name}” (${Math.round(100 * share)} %)`;
  return `most ${said(shares[0])}, least ${said(shares[shares.length - 1])}`;
}
