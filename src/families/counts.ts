import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { addCounts } from "../kernels/categorical/add.ts";
import { categoricalCount } from "../kernels/categorical/count.ts";
import { countUnits } from "../kernels/categorical/count-units.ts";
import { isWeighted, poolScale, poolUnits, weightKernels } from "../pool/weights.ts";
import type { Pool, Segment } from "../samples.ts";

/** p[l, k] = counts[l, k] / totals[l]. Integers: what has died out stays dead. */
export type Counts = {
  /** [L, K]. */
  readonly counts: Tensor<"u32">;
  /** [L], at most 2³² - 1. */
  readonly totals: Tensor<"u32">;
};

/** The kernels that `poolCounts` dispatches. */
export const countsKernels = [categoricalCount, addCounts];

/** Those that it dispatches where rows are weighted, which are compiled when they are first needed. */
export const weightedCountsKernels = [...weightKernels, countUnits];

/**
 * How often every category occurs in a pool, or how much weight it has: whole weights count exactly,
 * others in units of less than 2⁻³⁰ of their sum, and none becomes 0.
 */
export function poolCounts(context: Context, pool: Pool): Counts {
  if (isWeighted(pool)) return weightedCounts(context, pool);
  return pool.reduce<Counts | null>((before, segment) => {
    const own = context.derive(segment, "counts", null, () => ofSegment(context, segment));
    if (before === null) return own;
    // A pool that only grows shares its beginning with the one before, and so all but one step.
    return context.derive(segment, "counts so far", before, () => add(context, before, own));
  }, null)!;
}

function ofSegment({ backend, scope, space }: Context, { values, rows }: Segment): Counts {
  const [L] = values.shape;
  const K = space.kind === "category" ? space.categories : 0;
  const counts = scope.zeros("counts", "u32", [L, K]);
  const totals = scope.tensor("totals", "u32", [L]);
  backend.dispatch(categoricalCount, { values: values as Tensor<"u32">, counts, totals }, { rows });
  return { counts, totals };
}

function weightedCounts(context: Context, pool: Pool): Counts {
  const { backend, scope, space, lineages: L } = context;
  const K = space.kind === "category" ? space.categories : 0;
  const units = poolUnits(context, pool, poolScale(context, pool));
  const counts = scope.zeros("counts", "u32", [L, K]);
  const totals = scope.zeros("totals", "u32", [L]);
  let first = 0;
  for (const { values: numbers, rows } of pool) {
    const values = numbers as Tensor<"u32">;
    backend.dispatch(countUnits, { values, units, counts, totals }, { first, rows });
    first += rows;
  }
  return { counts, totals };
}

function add({ backend, scope }: Context, first: Counts, second: Counts): Counts {
  const counts = scope.tensor("pooled counts", "u32", first.counts.shape);
  const totals = scope.tensor("pooled totals", "u32", first.totals.shape);
  backend.dispatch(
    addCounts,
    {
      firstCounts: first.counts,
      firstTotals: first.totals,
      secondCounts: second.counts,
      secondTotals: second.totals,
      counts,
      totals,
    },
    {},
  );
  return { counts, totals };
}
