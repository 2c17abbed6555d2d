import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { discrepancy } from "../kernels/metrics/discrepancy.ts";

type Place = Pick<Context, "backend" | "scope" | "lineages">;

/** Points [L, N, D], or [1, N, D] that all lineages share. */
export type Points = Tensor<"f32">;

/**
 * By point, how like others it is in the mean; like all others of its own set where both are the same.
 * f32 [R, N], R is L, or 1 where all lineages share both.
 */
export type Similarity = (points: Points, others: Points) => Tensor<"f32">;

/**
 * The squared maximum mean discrepancy of the points of every lineage and others, without bias: f32
 * [L]. `own` gives the others' likeness to each other, where that is known already. One point alone is
 * like nobody of its own kind, and so has no number.
 */
export function discrepancyBetween(
  { backend, scope, lineages: L }: Place,
  points: Points,
  others: Points,
  similarity: Similarity,
  own: () => Tensor<"f32"> = () => similarity(others, others),
): Tensor<"f32"> {
  if (Math.min(points.shape[1], others.shape[1]) < 2) {
    return scope.tensor("too few to compare", "f32", [L], new Float32Array(L).fill(NaN));
  }
  const squared = scope.tensor("discrepancy", "f32", [L]);
  const between = similarity(points, others);
  const tensors = { own: similarity(points, points), between, other: own(), squared };
  backend.dispatch(discrepancy, tensors, {});
  return squared;
}
