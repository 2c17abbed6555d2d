/**
 * How many standard deviations Pearson's statistic lies from what chance would give, by the cube
 * root of Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684. Neighbours are pooled until at least
 * 8 samples are expected of them.
 */
export function chiSquareScore(observed: ArrayLike<number>, p: ArrayLike<number>): number {
  let draws = 0;
  for (let k = 0; k < observed.length; k++) draws += observed[k];
  let [statistic, bins, expectedInBin, observedInBin] = [0, 0, 0, 0];
  let rest = 1;
  for (let k = 0; k < observed.length; k++) {
    expectedInBin += draws * p[k];
    observedInBin += observed[k];
    rest -= p[k];
    const isLast = k === observed.length - 1;
    if (!isLast && (expectedInBin < 8 || draws * rest < 8)) continue;
    statistic += (observedInBin - expectedInBin) ** 2 / expectedInBin;
    bins++;
    [expectedInBin, observedInBin] = [0, 0];
  }
  const freedom = bins - 1;
  const spread = 2 / (9 * freedom);
  return ((statistic / freedom) ** (1 / 3) - (1 - spread)) / Math.sqrt(spread);
}
