import type { Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { RealFacts } from "../distribution.ts";
import { meanCounts } from "../kernels/metrics/mean-counts.ts";
import { neighbourCounts } from "../kernels/metrics/neighbour-counts.ts";
import { NEIGHBOURS, neighbourRadius } from "../kernels/metrics/neighbour-radius.ts";
import type { Segment } from "../samples.ts";
import { featuresOf, heldOutFeatures, imageFeatureKernels, refusesFeatures } from "./features.ts";

export const neighbourKernels = [
  ...imageFeatureKernels,
  neighbourRadius,
  neighbourCounts,
  meanCounts,
];

/** Why there are no balls around what is held out; null where there are. */
export function refusesNeighbours(facts: RealFacts): string | null {
  if (facts.kind !== "image") return null;
  const count = facts.heldOut.length / (facts.height * facts.width);
  if (count > NEIGHBOURS) return refusesFeatures(facts);
  return `needs more than ${NEIGHBOURS} images that are held out, and has ${count}`;
}

/** Features of both sides, each with a ball around it that reaches its fifth neighbour. */
export interface Balls {
  /** f32 [R, N, F], R is L or 1 that all lineages share. */
  readonly points: Tensor<"f32">;
  /** f32 [R, N]: squared. */
  readonly radius: Tensor<"f32">;
}

/** What the neighbour metrics are asked for. */
interface Seen {
  readonly real: { readonly heldOut: object; readonly samples: Segment };
  readonly current: { readonly samples: Segment };
}

type Place = Pick<Context, "backend" | "scope" | "lineages">;

export function ballsAround(
  { backend, scope }: Omit<Place, "lineages">,
  points: Tensor<"f32">,
): Balls {
  const [R, N] = points.shape;
  const radius = scope.tensor("radius", "f32", [R, N]);
  backend.dispatch(neighbourRadius, { points, radius }, {});
  return { points, radius };
}

/** The balls of real images that no model has seen, and of what the model draws. */
export function bothBalls(context: Context, { real, current }: Seen) {
  const heldOut = real.heldOut as Tensor<"f32">;
  const realBalls = context.derive(real.samples, "balls", null, () =>
    ballsAround(context, heldOutFeatures(context, real.samples, heldOut)),
  );
  const modelBalls = context.derive(current.samples, "balls", null, () =>
    ballsAround(context, featuresOf(context, current.samples)),
  );
  return { real: realBalls, model: modelBalls };
}

/**
 * The share of `points` that lie within a ball of another set, or what they count of such balls in the
 * mean, over the neighbours that a ball was made for. f32 [L].
 */
export function within(
  { backend, scope, lineages: L }: Place,
  { points }: Pick<Balls, "points">,
  { points: others, radius }: Balls,
  kind: "share" | "mean",
): Tensor<"f32"> {
  if (radius.shape[1] <= NEIGHBOURS) return noNumber(scope, L);
  const counts = scope.tensor("balls around a point", "f32", [L, points.shape[1]]);
  const mean = scope.tensor("points within balls", "f32", [L]);
  backend.dispatch(neighbourCounts, { points, others, radius, counts }, { own: 0 });
  const scalars = kind === "share" ? { share: 1, scale: 1 } : { share: 0, scale: 1 / NEIGHBOURS };
  backend.dispatch(meanCounts, { counts, mean }, scalars);
  return mean;
}

/** The share of balls that have one of `others` in them. f32 [L]. */
export function occupied(
  { backend, scope, lineages: L }: Place,
  { points, radius }: Balls,
  { points: others }: Pick<Balls, "points">,
): Tensor<"f32"> {
  if (radius.shape[1] <= NEIGHBOURS) return noNumber(scope, L);
  const counts = scope.tensor("points in a ball", "f32", [L, points.shape[1]]);
  const mean = scope.tensor("occupied balls", "f32", [L]);
  backend.dispatch(neighbourCounts, { points, others, radius, counts }, { own: 1 });
  backend.dispatch(meanCounts, { counts, mean }, { share: 1, scale: 1 });
  return mean;
}

/** Of so few points none has a fifth neighbour, and a ball without end would hold whatever there is. */
function noNumber(scope: Scope, L: number): Tensor<"f32"> {
  return scope.tensor("too few for neighbours", "f32", [L], new Float32Array(L).fill(NaN));
}
