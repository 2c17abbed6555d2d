import type { Tensor } from "../../compute/tensor.ts";
import type { Context } from "../../context.ts";
import type { Mixture } from "../../distribution.ts";
import type { Segment } from "../../samples.ts";
import { categoricalCount } from "../categorical/count.ts";
import { mixtureAssign } from "./assign.ts";
import { densityKernels, placeRows } from "./densities.ts";
import { mixtureInvert } from "./invert.ts";

/** The kernels that `groupCounts` dispatches. */
export const groupKernels = [...densityKernels, mixtureAssign, categoricalCount];

/**
 * u32 [L, G]: how many rows of a segment of vectors most probably come from each group of the real
 * mixture's components. `groupOf` names the group of each component, below G.
 */
export function groupCounts(
  context: Context,
  segment: Segment,
  { weight, mean: center, root }: Mixture,
  groupOf: readonly number[],
  G: number,
): Tensor<"u32"> {
  const { backend, scope } = context;
  const { rows } = segment;
  const [L, N, D] = segment.values.shape;
  const inverse = scope.tensor("inverse roots", "f32", root.shape);
  const logScale = scope.tensor("log scales", "f32", weight.shape);
  backend.dispatch(mixtureInvert, { weight, root, inverse, logScale }, {});
  const zeros = scope.zeros("data units", "f32", [L, D]);
  const points = scope.zeros("points", "f32", [L, N, D]);
  placeRows(context, segment, { mean: zeros, logDeviation: zeros }, points);
  const assigned = scope.tensor("groups", "u32", [L, N]);
  const groups = scope.tensor("group of", "u32", [groupOf.length], Uint32Array.from(groupOf));
  const mixture = { center, inverse, logScale, groupOf: groups };
  backend.dispatch(mixtureAssign, { points, ...mixture, assigned }, {});
  const counts = scope.zeros("group counts", "u32", [L, G]);
  const totals = scope.tensor("totals", "u32", [L]);
  backend.dispatch(categoricalCount, { values: assigned, counts, totals }, { rows });
  return counts;
}
