import type { Tensor } from "../../compute/tensor.ts";
import type { Context } from "../../context.ts";
import type { Mixture } from "../../distribution.ts";
import type { VectorGroups } from "../../groups.ts";
import type { Segment } from "../../samples.ts";
import { categoricalCount } from "../categorical/count.ts";
import { CELLS, mixtureAssign } from "./assign.ts";
import { densityKernels, placeRows } from "./densities.ts";
import { mixtureInvert } from "./invert.ts";

/** The kernels that `groupCells` dispatches. */
export const groupKernels = [...densityKernels, mixtureAssign, categoricalCount];

/** Where 90 % of a standard normal lie below. */
const NINE_TENTHS = 1.2815515655446004;

/**
 * The square of the radius that a standard normal in D dimensions has its rarest tenth beyond: within
 * half a hundredth of that share by Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684.
 */
export function edgeOf(D: number): number {
  const spread = 2 / (9 * D);
  return D * (1 - spread + NINE_TENTHS * Math.sqrt(spread)) ** 3;
}

/**
 * u32 [L, G, CELLS]: how many rows of a segment of vectors most probably come from each group of the
 * real mixture's components, and of those how many lie in its body and in each quarter around it.
 * Made once of each segment.
 */
export function groupCells(
  context: Context,
  segment: Segment,
  { weight, mean: center, root }: Mixture,
  { groups, groupOf }: VectorGroups,
): Tensor<"u32"> {
  const { backend, scope } = context;
  const { rows } = segment;
  const [L, N, D] = segment.values.shape;
  const { cells } = context.derive(segment, "group cells", null, () => {
    const inverse = scope.tensor("inverse roots", "f32", root.shape);
    const logScale = scope.tensor("log scales", "f32", weight.shape);
    backend.dispatch(mixtureInvert, { weight, root, inverse, logScale }, {});
    const zeros = scope.zeros("data units", "f32", [L, D]);
    const points = scope.zeros("points", "f32", [L, N, D]);
    placeRows(context, segment, { mean: zeros, logDeviation: zeros }, points);
    const assigned = scope.tensor("groups", "u32", [L, N]);
    const of = scope.tensor("group of", "u32", [groupOf.length], Uint32Array.from(groupOf));
    const mixture = { center, inverse, logScale, groupOf: of };
    backend.dispatch(mixtureAssign, { points, ...mixture, assigned }, { edge: edgeOf(D) });
    const counts = scope.zeros("group cells", "u32", [L, groups.length * CELLS]);
    const totals = scope.tensor("totals", "u32", [L]);
    backend.dispatch(categoricalCount, { values: assigned, counts, totals }, { rows });
    return { cells: scope.view("group cells", counts, [L, groups.length, CELLS]) };
  });
  return cells;
}
