import type { Context } from "../context.ts";
import { type Moments, type Pool, type Segment } from "../samples.ts";
import type { Tensor } from "../compute/tensor.ts";
import { chunkLength, chunkMoments } from "../kernels/gaussian/chunk-moments.ts";
import { combineMoments } from "../kernels/gaussian/combine.ts";
import { mergeMoments } from "../kernels/gaussian/merge-moments.ts";

/** The kernels that `diagonalMoments` dispatches. */
export const diagonalMomentsKernels = [chunkMoments, combineMoments, mergeMoments];

/** Mean and deviation (divisor: the number of rows) of a pool of vectors, along each axis alone. */
export function diagonalMoments(context: Context, pool: Pool): Moments {
  let rows = 0;
  return pool.reduce<Moments | null>((before, segment) => {
    const own = context.derive(segment, "diagonal moments", null, () =>
      ofSegment(context, segment),
    );
    const rowsBefore = rows;
    rows += segment.rows;
    if (before === null) return own;
    // A pool that only grows shares its beginning with the one before, and so all but one step.
    return context.derive(segment, "diagonal moments so far", before, () =>
      combine(context, before, rowsBefore, own, segment.rows),
    );
  }, null)!;
}

function ofSegment(context: Context, { values, rows, frame }: Segment): Moments {
  const { backend, scope } = context;
  const [L, , D] = values.shape;
  const length = chunkLength(rows);
  const C = Math.ceil(rows / length);
  const means = scope.tensor("chunk means", "f32", [L, C, D]);
  const squares = scope.tensor("chunk squares", "f32", [L, C, D]);
  const { mean: frameMean, logDeviation: frameLogDeviation } = frame ?? identity(context, L, D);
  const mean = scope.tensor("mean", "f32", [L, D]);
  const logDeviation = scope.tensor("log deviation", "f32", [L, D]);
  const scalars = { rows, chunkLength: length };
  backend.dispatch(chunkMoments, { values: values as Tensor<"f32">, means, squares }, scalars);
  backend.dispatch(
    mergeMoments,
    { means, squares, frameMean, frameLogDeviation, mean, logDeviation },
    scalars,
  );
  return { mean, logDeviation, shear: null };
}

function combine(
  { backend, scope }: Context,
  first: Moments,
  firstRows: number,
  second: Moments,
  secondRows: number,
): Moments {
  const mean = scope.tensor("pooled mean", "f32", first.mean.shape);
  const logDeviation = scope.tensor("pooled log deviation", "f32", first.mean.shape);
  backend.dispatch(
    combineMoments,
    {
      firstMean: first.mean,
      firstLogDeviation: first.logDeviation,
      secondMean: second.mean,
      secondLogDeviation: second.logDeviation,
      mean,
      logDeviation,
    },
    { firstRows, secondRows },
  );
  return { mean, logDeviation, shear: null };
}

/** The frame of data that are in data units already. */
export function identity({ scope }: Context, L: number, D: number): Moments {
  const zeros = scope.zeros("identity", "f32", [L, D]);
  return { mean: zeros, logDeviation: zeros, shear: null };
}
