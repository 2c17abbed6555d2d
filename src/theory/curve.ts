/** A closed form beside a measured curve. */
export interface TheoryCurve {
  /** The metric that it belongs to. */
  readonly metric: string;
  /** The formula in a few words, e.g. "(1 − 1/N)^g". */
  readonly title: string;
  readonly source: string;
  /** What of the lineages it predicts, or what all of them come near with many samples. */
  readonly statistic: "mean" | "median" | "limit";
  /** One for each generation; null where it says nothing, as beyond its end. */
  readonly values: readonly (number | null)[];
}
