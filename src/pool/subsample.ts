import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { categoricalCount } from "../kernels/categorical/count.ts";
import { cumulative, drawCategories, drawKernels } from "../kernels/categorical/draw.ts";
import { choosePart } from "../kernels/pool/choose-part.ts";
import { multiplicities } from "../kernels/pool/multiplicities.ts";
import { Stream } from "../random/streams.ts";
import { type Pool, type Segment, poolRows } from "../samples.ts";
import { isWeighted, poolScale, poolUnits, weightKernels, weightOf, weighted } from "./weights.ts";

/** The kernels that `subsample` dispatches. */
export const subsampleKernels = [
  ...weightKernels,
  ...drawKernels,
  categoricalCount,
  choosePart,
  multiplicities,
];

/**
 * A random part of `rows` rows of a pool, another for every lineage: the same segments, whose
 * weights say which rows are in it.
 *
 * Without replacement every row that is there is as likely as any other and has a weight of 1 or 0;
 * where there are fewer than `rows`, all of them are taken. With replacement rows are drawn in
 * proportion to their weights, and have as weight how often they were drawn.
 *
 * The numbers are those of the context's stream and generation that are for choices among rows: one
 * call in a generation may subsample once, whatever else it draws.
 */
export function subsample(
  context: Context,
  pool: Pool,
  rows: number,
  { replacement }: { readonly replacement: boolean },
): Pool {
  const choosing = { ...context, stream: choiceStream(context.stream) };
  return replacement ? drawnAgain(choosing, pool, rows) : part(choosing, pool, rows);
}

/** The stream for choices among rows in a call that draws other numbers from `stream`. */
export function choiceStream(stream: number): number {
  return stream < Stream.INTERVENTION
    ? Stream.RESAMPLE
    : Stream.CHOICE + stream - Stream.INTERVENTION;
}

function part(context: Context, pool: Pool, chosen: number): Pool {
  const { backend, scope, keys, stream, generation, lineages: L } = context;
  const upTo = rowsSoFar(context, pool);
  return withWeights(pool, (segment, first) => {
    const weight = scope.tensor("part", "f32", [L, segment.values.shape[1]]);
    const scalars = { first, rows: segment.rows, chosen, stream, generation };
    backend.dispatch(choosePart, { keys, upTo, weight }, scalars);
    return weight;
  });
}

/** u32 [L, P], or [1, P]: how many rows are there up to each row of a pool. */
function rowsSoFar(context: Context, pool: Pool): Tensor<"u32"> {
  const { scope, lineages: L } = context;
  if (isWeighted(pool)) {
    return cumulative(context, poolUnits(context, pool, scope.zeros("presence", "f32", [L])));
  }
  const P = poolRows(pool);
  return scope.tensor(
    "rows so far",
    "u32",
    [1, P],
    Uint32Array.from({ length: P }, (_, i) => i + 1),
  );
}

function drawnAgain(context: Context, pool: Pool, rows: number): Pool {
  const { backend, scope, lineages: L } = context;
  const units = poolUnits(context, pool, poolScale(context, pool));
  const values = drawCategories(context, cumulative(context, units), rows);
  const counts = scope.zeros("multiplicities", "u32", [L, poolRows(pool)]);
  const totals = scope.tensor("totals", "u32", [L]);
  backend.dispatch(categoricalCount, { values, counts, totals }, { rows });
  return withWeights(pool, (segment, first) => {
    const before = weightOf(context, segment);
    const weight = scope.tensor("multiplicity", "f32", [L, segment.values.shape[1]]);
    backend.dispatch(multiplicities, { counts, before, weight }, { first, rows: segment.rows });
    return weight;
  });
}

/** `weightFor` is asked for each segment, whose first row has this place in the pool. */
function withWeights(
  pool: Pool,
  weightFor: (segment: Segment, first: number) => Tensor<"f32">,
): Pool {
  let first = 0;
  return pool.map((segment) => {
    const weight = weightFor(segment, first);
    first += segment.rows;
    return weighted(segment, weight);
  });
}
