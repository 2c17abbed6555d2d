/** A closed form beside a measured curve. */
export interface TheoryCurve {
  /** The metric that it belongs to. */
  readonly metric: string;
  /** The formula in a few words, e.g. "(1 − 1/N)^g". */
  readonly title: string;
  readonly source: string;
  /** What of the lineages it predicts. */
  readonly statistic: "mean" | "median";
  /** One for each generation; null where it says nothing, as beyond its end. */
  readonly values: readonly (number | null)[];
}
