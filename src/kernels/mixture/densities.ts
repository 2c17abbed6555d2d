import type { Tensor } from "../../compute/tensor.ts";
import type { Context } from "../../context.ts";
import type { Moments, Segment } from "../../samples.ts";
import { difference } from "../gaussian/difference.ts";
import { mixtureInvert } from "./invert.ts";
import { mixtureLogDensity } from "./log-density.ts";
import { standardise } from "./standardise.ts";

/** The kernels that `placeRows` and `logDensities` dispatch. */
export const densityKernels = [difference, standardise, mixtureInvert, mixtureLogDensity];

/** Gaussians in the coordinates of a frame. R is L, or 1 where all lineages share them. */
export interface Components {
  /** [R, K]. */
  readonly weight: Tensor<"f32">;
  /** [R, K, D]. */
  readonly center: Tensor<"f32">;
  /** [R, K, D, D], lower triangular. */
  readonly root: Tensor<"f32">;
}

/** Coordinates that are parallel to those of the data, both [L, D]. */
export type Frame = Pick<Moments, "mean" | "logDeviation">;

/**
 * Puts the rows of a segment into `points` f32 [L, M, D], from row `first` on, in the coordinates
 * of `to`. Where `center` [L, D], in the segment's own coordinates, is what lies at their origin,
 * nothing goes through data units.
 */
export function placeRows(
  { backend, scope }: Pick<Context, "backend" | "scope">,
  segment: Segment,
  to: Frame & { readonly center?: Tensor<"f32"> },
  points: Tensor<"f32">,
  first = 0,
): void {
  const { rows, frame } = segment;
  const values = segment.values as Tensor<"f32">;
  const [L, , D] = values.shape;
  const zeros = scope.zeros("data units", "f32", [L, D]);
  let offset = zeros;
  if (to.center === undefined) {
    offset = scope.tensor("offset", "f32", [L, D]);
    const means = { first: to.mean, second: frame?.mean ?? zeros };
    backend.dispatch(difference, { ...means, distance: offset }, {});
  }
  backend.dispatch(
    standardise,
    {
      values,
      logDeviation: frame?.logDeviation ?? zeros,
      factor: frame?.factor ?? scope.tensor("no factor", "f32", [L, 0, 0]),
      center: to.center ?? zeros,
      offset,
      toLogDeviation: to.logDeviation,
      points,
    },
    { rows, first },
  );
}

/** The log-density of each row of a segment, f32 [L, N], per data unit. */
export function logDensities(
  context: Context,
  segment: Segment,
  { weight, center, root }: Components,
  frame: Frame | null,
): Tensor<"f32"> {
  const { backend, scope } = context;
  const [L, N, D] = segment.values.shape;
  const inverse = scope.tensor("inverse roots", "f32", root.shape);
  const logScale = scope.tensor("log scales", "f32", weight.shape);
  backend.dispatch(mixtureInvert, { weight, root, inverse, logScale }, {});
  const zeros = scope.zeros("data units", "f32", [L, D]);
  const { mean, logDeviation } = frame ?? { mean: zeros, logDeviation: zeros };
  const points = scope.zeros("points", "f32", [L, N, D]);
  placeRows(context, segment, { mean, logDeviation }, points);
  const logDensity = scope.tensor("log density", "f32", [L, N]);
  const tensors = { points, center, inverse, logScale, logDeviation, logDensity };
  backend.dispatch(mixtureLogDensity, tensors, {});
  return logDensity;
}
