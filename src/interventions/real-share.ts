import type { Context } from "../context.ts";
import { inProportion } from "../kernels/pool/in-proportion.ts";
import { isWeighted, poolMass, weightKernels, weightOf, weighted } from "../pool/weights.ts";
import { type Pool, poolRows, subpool } from "../samples.ts";

/** The kernels that `withShare` dispatches where rows are weighted. */
export const shareKernels = [...weightKernels, inProportion];

/**
 * A pool of as many rows of which so large a share, as whole rows, are real ones of `take`.
 *
 * Where a filter has taken rows out of a pool, another number in each lineage, the share is that of
 * what is left.
 */
export function withShare(
  context: Context,
  proposed: Pool,
  share: number,
  take: (rows: number) => Pool,
): Pool {
  const rows = poolRows(proposed);
  const real = Math.round(share * rows);
  if (real === 0) return proposed;
  const others = subpool(proposed, rows - real);
  const added = take(real);
  if (!isWeighted(others)) return [...others, ...added];

  const { backend, scope, lineages: L } = context;
  const mass = poolMass(context, others);
  const ratio = share / (1 - share);
  let first = 0;
  const inShare = added.map((segment) => {
    const weight = scope.tensor("in proportion", "f32", [L, segment.values.shape[1]]);
    const before = weightOf(context, segment);
    backend.dispatch(inProportion, { mass, before, weight }, { first, rows: segment.rows, ratio });
    first += segment.rows;
    return weighted(segment, weight);
  });
  return [...others, ...inShare];
}
