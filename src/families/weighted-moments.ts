import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { chunkMomentsWeighted } from "../kernels/gaussian/chunk-moments-weighted.ts";
import { chunkLength } from "../kernels/gaussian/chunk-moments.ts";
import { combineFactors } from "../kernels/gaussian/combine-factors.ts";
import { combineWeighted } from "../kernels/gaussian/combine-weighted.ts";
import { difference } from "../kernels/gaussian/difference.ts";
import { mergeMomentsWeighted } from "../kernels/gaussian/merge-moments-weighted.ts";
import { orthogonalRoot } from "../kernels/gaussian/orthogonal-root.ts";
import { weighParts } from "../kernels/gaussian/weigh-parts.ts";
import { weighRows } from "../kernels/gaussian/weigh-rows.ts";
import { widenWeighted } from "../kernels/gaussian/widen-weighted.ts";
import { massOf, poolMass, weightKernels } from "../pool/weights.ts";
import type { Moments, Pool, Segment } from "../samples.ts";

/** The kernels of weighted moments, which are compiled when they are first needed. */
export const weightedMomentsKernels = [
  ...weightKernels,
  chunkMomentsWeighted,
  mergeMomentsWeighted,
  combineWeighted,
  weighParts,
  weighRows,
  widenWeighted,
];

/** Rows that count differently. */
type Weighted = Segment & Required<Pick<Segment, "weight">>;

export function hasWeight(segment: Segment): segment is Weighted {
  return segment.weight !== undefined;
}

/**
 * Mean and deviations of a segment by its weights, in data units, the divisor the sum of the weights.
 * Of nothing: the frame's mean, and no deviation.
 */
export function weightedDiagonal(
  context: Context,
  { values, rows, weight }: Weighted,
  frame: Pick<Moments, "mean" | "logDeviation">,
): Moments {
  const { backend, scope } = context;
  const [L, , D] = values.shape;
  const length = chunkLength(rows);
  const C = Math.ceil(rows / length);
  const means = scope.tensor("chunk means", "f32", [L, C, D]);
  const squares = scope.tensor("chunk squares", "f32", [L, C, D]);
  const masses = scope.tensor("chunk masses", "f32", [L, C]);
  const mean = scope.tensor("mean", "f32", [L, D]);
  const logDeviation = scope.tensor("log deviation", "f32", [L, D]);
  const chunks = { values: values as Tensor<"f32">, weight, means, squares, masses };
  backend.dispatch(chunkMomentsWeighted, chunks, { rows, chunkLength: length });
  const frames = { frameMean: frame.mean, frameLogDeviation: frame.logDeviation };
  backend.dispatch(
    mergeMomentsWeighted,
    { means, squares, masses, ...frames, mean, logDeviation },
    {},
  );
  return { mean, logDeviation, factor: null };
}

/**
 * f32 [L, D, D]: the root of a segment's weighted covariance in its own coordinates. By orthogonal
 * columns however many rows there are: how many of them count is not known here.
 */
export function weightedRoot(
  context: Context,
  segment: Weighted,
  center: Tensor<"f32">,
): Tensor<"f32"> {
  const { backend, scope } = context;
  const { values, rows, weight } = segment;
  const [L, , D] = values.shape;
  const weighed = scope.tensor("weighed rows", "f32", values.shape);
  const columns = scope.tensor("orthogonal columns", "f32", values.shape);
  const root = scope.tensor("covariance root", "f32", [L, D, D]);
  const mass = massOf(context, segment);
  const rowsOf = { values: values as Tensor<"f32">, weight, mass, center, weighed };
  backend.dispatch(weighRows, rowsOf, { rows });
  const origin = scope.zeros("origin", "f32", [L, D]);
  backend.dispatch(orthogonalRoot, { values: weighed, center: origin, columns, root }, { rows });
  return root;
}

/** Mean and covariance of two sets of samples together, in the shares of their masses. */
export function combineByMass(
  { backend, scope }: Context,
  first: Moments,
  second: Moments,
  masses: { readonly firstMass: Tensor<"f32">; readonly secondMass: Tensor<"f32"> },
): Moments {
  const [L, D] = first.mean.shape;
  const row = (label: string) => scope.tensor(label, "f32", [L, D]);
  const [mean, logDeviation] = [row("pooled mean"), row("pooled log deviation")];
  const logDeviations = {
    firstLogDeviation: first.logDeviation,
    secondLogDeviation: second.logDeviation,
  };
  const means = { firstMean: first.mean, secondMean: second.mean };
  backend.dispatch(
    combineWeighted,
    { ...masses, ...means, ...logDeviations, mean, logDeviation },
    {},
  );
  if (first.factor === null || second.factor === null) return { mean, logDeviation, factor: null };

  const [distance, weighedDistance] = [row("distance of means"), row("weighed distance")];
  const [firstWeighed, secondWeighed] = [row("first, weighed"), row("second, weighed")];
  const rows = scope.tensor("orthogonal rows", "f32", [L, D, 2 * D + 1]);
  const factor = scope.tensor("pooled factor", "f32", first.factor.shape);
  backend.dispatch(difference, { first: first.mean, second: second.mean, distance }, {});
  const weighed = { weighedDistance, firstWeighed, secondWeighed };
  backend.dispatch(weighParts, { ...masses, distance, ...logDeviations, ...weighed }, {});
  backend.dispatch(
    combineFactors,
    {
      distance: weighedDistance,
      firstLogDeviation: firstWeighed,
      secondLogDeviation: secondWeighed,
      firstFactor: first.factor,
      secondFactor: second.factor,
      logDeviation,
      rows,
      factor,
    },
    { firstRows: 1, secondRows: 1 },
  );
  return { mean, logDeviation, factor };
}

/**
 * The moments of a pool with the divisor V₁ - V₂ / V₁ instead of V₁, the sum of the weights, where V₂
 * is that of their squares: unbiased, and the count less one where the weights are 0 and 1.
 */
export function unbiasedByMass(context: Context, moments: Moments, pool: Pool): Moments {
  const { backend, scope } = context;
  const { logDeviation } = moments;
  const widened = scope.tensor("log deviation", "f32", logDeviation.shape);
  backend.dispatch(widenWeighted, { mass: poolMass(context, pool), logDeviation, widened }, {});
  return { ...moments, logDeviation: widened };
}
