import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { likeness } from "../kernels/images/likeness.ts";
import { neighbourCounts } from "../kernels/metrics/neighbour-counts.ts";
import { neighbourRadius } from "../kernels/metrics/neighbour-radius.ts";
import type { Segment } from "../samples.ts";
import type { Examples } from "./classes.ts";
import { allFeaturesOf, heldOutFeatures, imageFeatureKernels } from "./features.ts";
import { ballsAround } from "./neighbours.ts";

/** The kernels that everything here dispatches. */
export const likenessKernels = [...imageFeatureKernels, likeness, neighbourRadius, neighbourCounts];

type RealImages = Pick<Examples, "heldOut" | "anchor">;

/**
 * f32 [L, N]: minus the squared distance of every image of a segment from the most similar real one
 * that no model has seen, in the space of features.
 */
export function likenessOf(
  context: Context,
  segment: Segment,
  { heldOut, anchor }: RealImages,
): Tensor<"f32"> {
  const { backend, scope } = context;
  const points = allFeaturesOf(context, segment);
  const others = heldOutFeatures(context, anchor, heldOut);
  const scores = scope.tensor("likeness", "f32", points.shape.slice(0, 2));
  backend.dispatch(likeness, { points, others, scores }, {});
  return scores;
}

/** f32 [L, N]: of how many balls of such real images every image of a segment is inside. */
export function ballsOf(
  context: Context,
  segment: Segment,
  { heldOut, anchor }: RealImages,
): Tensor<"f32"> {
  const { backend, scope } = context;
  const points = allFeaturesOf(context, segment);
  const balls = context.derive(anchor, "balls", null, () =>
    ballsAround(context, heldOutFeatures(context, anchor, heldOut)),
  );
  const { points: others, radius } = balls;
  const counts = scope.tensor("balls around an image", "f32", points.shape.slice(0, 2));
  backend.dispatch(neighbourCounts, { points, others, radius, counts }, { own: 0 });
  return counts;
}
