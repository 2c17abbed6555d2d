import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { chunkLength } from "../kernels/gaussian/chunk-moments.ts";
import { kernelLogDensity } from "../kernels/kernel-density/log-density.ts";
import { placeRows } from "../kernels/mixture/densities.ts";
import { mixtureInvert } from "../kernels/mixture/invert.ts";
import { seedMasses } from "../kernels/mixture/seed-masses.ts";
import type { Segment } from "../samples.ts";

/** The kernels that the functions here dispatch. */
export const kernelRowsKernels = [seedMasses, mixtureInvert, kernelLogDensity];

/** The rows themselves, in the coordinates of a frame, and the noise around each of them. */
export type KernelDensity = {
  /** Of the frame, [L, D], data units. */
  readonly mean: Tensor<"f32">;
  /** Of the frame, [L, D], natural logarithms of data units. */
  readonly logDeviation: Tensor<"f32">;
  /** [L, N, D]. */
  readonly points: Tensor<"f32">;
  /** [L, N], or [L, 0] where every row counts once. */
  readonly presence: Tensor<"f32">;
  /** [L, 2, D, D]: roots of the covariance of the rows and of that of the noise. */
  readonly root: Tensor<"f32">;
};

/** f32 [L, C]: how much the rows of each chunk count, and how long a chunk is. */
export function presenceOfChunks(
  { backend, scope }: Context,
  points: Tensor<"f32">,
  presence: Tensor<"f32">,
): readonly [Tensor<"f32">, number] {
  const [L, N, D] = points.shape;
  const length = chunkLength(N);
  if (presence.shape[1] === 0) return [scope.tensor("no masses", "f32", [L, 0]), length];
  const masses = scope.tensor("chunk masses", "f32", [L, Math.ceil(N / length)]);
  const nearest = scope.tensor("unused", "f32", [L, N]);
  const center = scope.tensor("no center", "f32", [L, 0, D]);
  const scalars = { chunkLength: length, seed: 0, spread: 0 };
  backend.dispatch(seedMasses, { points, presence, center, nearest, masses }, scalars);
  return [masses, length];
}

/** The log-density of each row of a segment, f32 [L, N], per data unit. */
export function logDensities(
  context: Context,
  segment: Segment,
  { mean, logDeviation, points, presence, root }: KernelDensity,
): Tensor<"f32"> {
  const { backend, scope } = context;
  const [L, N, D] = segment.values.shape;
  const weight = scope.tensor("both", "f32", [L, 2], new Float32Array(2 * L).fill(1));
  const inverse = scope.tensor("inverse roots", "f32", root.shape);
  const logScale = scope.tensor("log scales", "f32", [L, 2]);
  backend.dispatch(mixtureInvert, { weight, root, inverse, logScale }, {});
  const queries = scope.zeros("queries", "f32", [L, N, D]);
  placeRows(context, segment, { mean, logDeviation }, queries);
  const logDensity = scope.tensor("log density", "f32", [L, N]);
  const noise = { inverse, logScale };
  const rows = { queries, points, presence };
  backend.dispatch(kernelLogDensity, { ...rows, ...noise, logDeviation, logDensity }, {});
  return logDensity;
}
