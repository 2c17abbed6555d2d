import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { choice, number } from "../config.ts";
import { ConfigError } from "../errors.ts";
import { blend } from "../kernels/categorical/blend.ts";
import { totalsKernels, withTotals } from "../kernels/categorical/with-totals.ts";
import type { Categories, Moments, Pool, Segment, Source } from "../samples.ts";
import type { Counts } from "./counts.ts";
import { combine } from "./moments.ts";

/** For families whose covariances can be made to stop short on purpose. */
export const shrinkageSetting = number({
  default: 0,
  min: 0,
  max: 100,
  varies: true,
  help: "How far fitting stops short, as a ridge does: covariances are divided by 1 + this.",
});

/** The logarithm that `shrinkageSetting` shifts deviations by. */
export const shrunk = (shrinkage: number): number => -0.5 * Math.log1p(shrinkage);

/** For families whose fit has a limit for infinitely many samples in closed form. */
export const statisticsSetting = choice({
  default: "sampled",
  options: ["sampled", "exact"],
  help: "Exact: no statistical error. The model learns what its data were drawn from, as from infinitely many samples.",
});

/** The kernels that `exactCounts` dispatches; those of moments are `momentsKernels`. */
export const exactCountsKernels = [blend, ...totalsKernels];

/** Mean and covariance of what a pool was drawn from, its segments in the shares of their rows. */
export function exactMoments(
  context: Context,
  pool: Pool,
  covariance: "diagonal" | "full",
): Moments {
  let rows = 0;
  return pool.reduce<Moments | null>((before, segment) => {
    const { moments } = sourceOf(segment, "moments");
    const own = context.derive(segment, `${covariance} moments of the source`, null, () => ({
      ...moments,
      factor: covariance === "diagonal" ? null : (moments.factor ?? identity(context, moments)),
    }));
    const rowsBefore = rows;
    rows += segment.rows;
    if (before === null) return own;
    return combine(context, before, own, {
      firstRows: rowsBefore,
      secondRows: segment.rows,
    });
  }, null)!;
}

/** The probabilities of what a pool was drawn from, its segments in the shares of their rows. */
export function exactCounts(context: Context, pool: Pool): Counts {
  const { backend, scope, lineages: L } = context;
  let rows = 0;
  const mixed = pool.reduce<Categories | null>((before, segment) => {
    const { categories: own } = sourceOf(segment, "categories");
    const rowsBefore = rows;
    rows += segment.rows;
    if (before === null) return own;
    const counts = scope.tensor("blended counts", "u32", [L, own.counts.shape[1]]);
    backend.dispatch(
      blend,
      {
        first: before.counts,
        firstTotals: before.totals,
        second: own.counts,
        secondTotals: own.totals,
        counts,
      },
      { firstShare: rowsBefore / rows, secondShare: segment.rows / rows },
    );
    return withTotals(context, counts);
  }, null)!;
  if (mixed.counts.shape[0] === L) return mixed;
  // One table that all lineages share becomes one for each.
  const counts = scope.tensor("counts", "u32", [L, mixed.counts.shape[1]]);
  const shared = { first: mixed.counts, firstTotals: mixed.totals };
  const again = { second: mixed.counts, secondTotals: mixed.totals };
  backend.dispatch(blend, { ...shared, ...again, counts }, { firstShare: 1, secondShare: 0 });
  return withTotals(context, counts);
}

/** The factor of a covariance without entries off the diagonal. */
function identity({ scope }: Context, { mean }: Moments): Tensor<"f32"> {
  const [L, D] = mean.shape;
  const ones = Float32Array.from({ length: L * D * D }, (_, i) =>
    Math.floor(i / D) % D === i % D ? 1 : 0,
  );
  return scope.tensor("identity", "f32", [L, D, D], ones);
}

/** What a segment was drawn from. Throws a `ConfigError` where its rows are not just that. */
export function sourceOf<F extends keyof Source>(
  segment: Segment,
  form: F,
): Required<Pick<Source, F>> {
  const source = segment.source?.[form];
  if (segment.weight !== undefined || source === undefined) {
    throw new ConfigError(
      "$.family.config.statistics",
      "exact statistics know nothing of samples that were chosen or weighted, or that a model of sampled ones drew; take sampled ones, or leave out the filter",
    );
  }
  return { [form]: source } as Required<Pick<Source, F>>;
}
