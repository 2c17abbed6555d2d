import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { cholesky } from "../kernels/gaussian/cholesky.ts";
import { chunkComoments } from "../kernels/gaussian/chunk-comoments.ts";
import { chunkMomentsFours, chunkMomentsOf } from "../kernels/gaussian/chunk-moments-fours.ts";
import { chunkLength, chunkMoments } from "../kernels/gaussian/chunk-moments.ts";
import { combineFactors } from "../kernels/gaussian/combine-factors.ts";
import { combineMoments } from "../kernels/gaussian/combine.ts";
import { composeMoments } from "../kernels/gaussian/compose.ts";
import { difference } from "../kernels/gaussian/difference.ts";
import { mergeMoments } from "../kernels/gaussian/merge-moments.ts";
import { orthogonalRoot } from "../kernels/gaussian/orthogonal-root.ts";
import { isWeighted, massOf, massesUpTo } from "../pool/weights.ts";
import type { Moments, Pool, Segment } from "../samples.ts";
import { combineByMass, hasWeight, weightedDiagonal, weightedRoot } from "./weighted-moments.ts";

/** The kernels that `poolMoments` dispatches, besides those that weights need; see there. */
export const momentsKernels = [
  chunkMoments,
  chunkMomentsFours,
  mergeMoments,
  combineMoments,
  chunkComoments,
  cholesky,
  orthogonalRoot,
  composeMoments,
  difference,
  combineFactors,
];

/**
 * Mean and covariance (divisor: the number of rows, or the sum of their weights) of a pool of vectors,
 * in data units. "diagonal" takes every dimension alone.
 */
export function poolMoments(
  context: Context,
  pool: Pool,
  covariance: "diagonal" | "full",
): Moments {
  const masses = isWeighted(pool) ? massesUpTo(context, pool) : null;
  let rows = 0;
  return pool.reduce<Moments | null>((before, segment, i) => {
    const own = context.derive(segment, `${covariance} moments`, null, () =>
      covariance === "diagonal"
        ? diagonalMoments(context, segment, segment.frame)
        : fullMoments(context, segment),
    );
    if (masses !== null && before !== null) {
      const [firstMass, secondMass] = [masses[i - 1], massOf(context, segment)];
      return context.derive(segment, `${covariance} moments so far, weighted`, before, () =>
        combineByMass(context, before, own, { firstMass, secondMass }),
      );
    }
    const rowsBefore = rows;
    rows += segment.rows;
    if (before === null) return own;
    // A pool that only grows shares its beginning with the one before, and so all but one step.
    return context.derive(segment, `${covariance} moments so far`, before, () =>
      combine(context, before, own, { firstRows: rowsBefore, secondRows: segment.rows }),
    );
  }, null)!;
}

function diagonalMoments(
  context: Context,
  segment: Segment,
  frame: Pick<Moments, "mean" | "logDeviation"> | null,
): Moments {
  const { backend, scope } = context;
  const { values, rows } = segment;
  const [L, N, D] = values.shape;
  if (hasWeight(segment)) {
    return weightedDiagonal(context, segment, frame ?? dataUnits(context, L, D));
  }
  const length = chunkLength(rows);
  const C = Math.ceil(rows / length);
  const means = scope.tensor("chunk means", "f32", [L, C, D]);
  const squares = scope.tensor("chunk squares", "f32", [L, C, D]);
  const { mean: frameMean, logDeviation: frameLogDeviation } = frame ?? dataUnits(context, L, D);
  const mean = scope.tensor("mean", "f32", [L, D]);
  const logDeviation = scope.tensor("log deviation", "f32", [L, D]);
  const scalars = { rows, chunkLength: length };
  const chunks = { values: values as Tensor<"f32">, means, squares };
  backend.dispatch(chunkMomentsOf(N, D), chunks, scalars);
  backend.dispatch(
    mergeMoments,
    { means, squares, frameMean, frameLogDeviation, mean, logDeviation },
    scalars,
  );
  return { mean, logDeviation, factor: null };
}

/**
 * With so many more samples than dimensions the smallest pivot of a covariance stays above its
 * rounding: below 1e-6 of the diagonal in one of 10¹⁵ fits.
 */
const SPARE_ROWS = 8;

function fullMoments(context: Context, segment: Segment): Moments {
  const { backend, scope } = context;
  const [L, , D] = segment.values.shape;
  const { mean: center } = diagonalMoments(context, segment, null);
  const root = hasWeight(segment)
    ? weightedRoot(context, segment, center)
    : covarianceRoot(context, segment, center);
  const frame = segment.frame ?? dataUnits(context, L, D);
  const mean = scope.tensor("mean", "f32", [L, D]);
  const logDeviation = scope.tensor("log deviation", "f32", [L, D]);
  const factor = scope.tensor("covariance factor", "f32", [L, D, D]);
  backend.dispatch(
    composeMoments,
    {
      center,
      root,
      frameMean: frame.mean,
      frameLogDeviation: frame.logDeviation,
      frameFactor: frame.factor ?? scope.tensor("no factor", "f32", [L, 0, 0]),
      mean,
      logDeviation,
      factor,
    },
    {},
  );
  return { mean, logDeviation, factor };
}

/** f32 [L, D, D]: the root of a segment's covariance in its own coordinates. */
function covarianceRoot(
  { backend, scope }: Context,
  { values: numbers, rows }: Segment,
  center: Tensor<"f32">,
): Tensor<"f32"> {
  const values = numbers as Tensor<"f32">;
  const [L, , D] = values.shape;
  const root = scope.tensor("covariance root", "f32", [L, D, D]);
  if (rows - D < SPARE_ROWS) {
    const columns = scope.tensor("orthogonal columns", "f32", values.shape);
    backend.dispatch(orthogonalRoot, { values, center, columns, root }, { rows });
    return root;
  }
  const length = chunkLength(rows);
  const products = scope.tensor("chunk products", "f32", [L, Math.ceil(rows / length), D, D]);
  backend.dispatch(chunkComoments, { values, center, products }, { rows, chunkLength: length });
  backend.dispatch(cholesky, { products, root }, { rows });
  return root;
}

/** Mean and covariance of two sets of samples together, in the shares of their rows. */
export function combine(
  { backend, scope }: Context,
  first: Moments,
  second: Moments,
  rows: { firstRows: number; secondRows: number },
): Moments {
  const mean = scope.tensor("pooled mean", "f32", first.mean.shape);
  const logDeviation = scope.tensor("pooled log deviation", "f32", first.mean.shape);
  const logDeviations = {
    firstLogDeviation: first.logDeviation,
    secondLogDeviation: second.logDeviation,
    logDeviation,
  };
  const means = { firstMean: first.mean, secondMean: second.mean, mean };
  backend.dispatch(combineMoments, { ...means, ...logDeviations }, rows);
  if (first.factor === null || second.factor === null) return { mean, logDeviation, factor: null };

  const distance = scope.tensor("distance of means", "f32", first.mean.shape);
  const factor = scope.tensor("pooled factor", "f32", first.factor.shape);
  const [L, D] = first.mean.shape;
  const scratch = scope.tensor("orthogonal rows", "f32", [L, D, 2 * D + 1]);
  backend.dispatch(difference, { first: first.mean, second: second.mean, distance }, {});
  backend.dispatch(
    combineFactors,
    {
      distance,
      ...logDeviations,
      firstFactor: first.factor,
      secondFactor: second.factor,
      rows: scratch,
      factor,
    },
    rows,
  );
  return { mean, logDeviation, factor };
}

/** The frame of data that are in data units already. */
function dataUnits({ scope }: Context, L: number, D: number): Moments {
  const zeros = scope.zeros("data units", "f32", [L, D]);
  return { mean: zeros, logDeviation: zeros, factor: null };
}
