import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { densityKernels, type Frame, placeRows } from "../kernels/mixture/densities.ts";
import { mixtureFrame } from "../kernels/mixture/frame.ts";
import { type Pool, poolRows } from "../samples.ts";
import { momentsKernels, poolMoments } from "./moments.ts";

/** The kernels that `gatheredPool` dispatches. */
export const gatheredPoolKernels = [...momentsKernels, ...densityKernels, mixtureFrame];

/** All rows of a pool of vectors, in coordinates of their own. */
export interface GatheredPool {
  /** f32 [L, N, D], in the coordinates of `frame`. */
  readonly points: Tensor<"f32">;
  /** f32 [L, N], how much each row counts; [L, 0] where every row counts once. */
  readonly presence: Tensor<"f32">;
  /** The mean of the pool, and one deviation for all dimensions. */
  readonly frame: Frame;
  /** f32 [L]: the regularisation as a variance in the units of the frame. */
  readonly leastVariance: Tensor<"f32">;
}

/** `regularisation` f32 [L], data units²: a variance that is there beside that of the rows. */
export function gatheredPool(
  context: Context,
  pool: Pool,
  regularisation: Tensor<"f32">,
): GatheredPool {
  const { backend, scope, lineages: L } = context;
  const D = pool[0].values.shape[2];
  const N = poolRows(pool);
  const turned = pool.some(({ frame }) => (frame?.factor ?? null) !== null);
  const covariance = turned ? "full" : "diagonal";
  const { mean, logDeviation } = poolMoments(context, pool, covariance);
  const scale = scope.tensor("scale", "f32", [L, D]);
  const leastVariance = scope.tensor("least variance", "f32", [L]);
  backend.dispatch(mixtureFrame, { logDeviation, regularisation, scale, leastVariance }, {});
  const frame = { mean, logDeviation: scale };

  const points = scope.zeros("points", "f32", [L, N, D]);
  // One segment stays in its own coordinates, where deep collapse leaves it its digits.
  const own =
    pool.length > 1 ? null : poolMoments(context, [{ ...pool[0], frame: null }], "diagonal");
  const to = own === null ? frame : { ...frame, center: own.mean };
  let first = 0;
  for (const segment of pool) {
    placeRows(context, segment, to, points, first);
    first += segment.rows;
  }
  return { points, presence: presenceOf(context, pool), frame, leastVariance };
}

function presenceOf(context: Context, pool: Pool): Tensor<"f32"> {
  const { scope, lineages: L } = context;
  if (pool.every(({ weight }) => weight === undefined)) return scope.tensor("all", "f32", [L, 0]);
  const N = poolRows(pool);
  const presence = scope.zeros("presence", "f32", [L, N, 1]);
  const zeros = scope.zeros("units", "f32", [L, 1]);
  let first = 0;
  for (const { weight, values, rows, birth } of pool) {
    const count = values.shape[1];
    const each =
      weight ?? scope.tensor("ones", "f32", [L, count], new Float32Array(L * count).fill(1));
    // A weight is a number like any other.
    const column = { values: scope.view("weights", each, [L, count, 1]), rows, birth, frame: null };
    placeRows(
      context,
      column,
      { mean: zeros, logDeviation: zeros, center: zeros },
      presence,
      first,
    );
    first += rows;
  }
  return scope.view("presence", presence, [L, N]);
}
