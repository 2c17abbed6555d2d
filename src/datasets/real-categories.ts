import type { Context } from "../context.ts";
import { type FactsOf, type Real, spaceOf } from "../distribution.ts";
import { categoryLogProb } from "../kernels/categorical/log-prob.ts";
import { cumulative, drawCategories, drawKernels } from "../kernels/categorical/draw.ts";

/** The kernels that `openCategories` dispatches. */
export const realCategoryKernels = drawKernels;

/** As many categories as one distribution may have. */
export const MOST_CATEGORIES = 65_536;

type Facts = FactsOf<"category">;

/** Real categories. `facts[l]` is what lineage l learns from, one table where all share it. */
export function openCategories(context: Context, facts: readonly Facts[]): Real {
  const { scope } = context;
  const [first] = facts;
  const rows = facts.every((one) => one === first) ? [first] : facts;
  const R = rows.length;
  const K = first.counts.length;
  const table = new Uint32Array(R * K);
  for (const [r, { counts }] of rows.entries()) table.set(counts, r * K);
  const totalTable = Uint32Array.from(rows, ({ total }) => total);
  const counts = scope.tensor("real counts", "u32", [R, K], table);
  const totals = scope.tensor("real totals", "u32", [R], totalTable);
  const upTo = cumulative(context, counts);
  const categories = { counts, totals };
  return {
    space: spaceOf(first),
    facts: first,
    forms: { categories, logProb: categoryLogProb(categories) },
    draw: (drawing, count) => ({
      values: drawCategories(drawing, upTo, count),
      rows: count,
      birth: 0,
      frame: null,
      source: { categories },
    }),
  };
}

/**
 * Integer counts in proportion to `weights`, as fine as a u32 total allows. Whatever has a weight
 * keeps at least one count: nothing is dead from the start.
 */
export function countsInProportion(weights: Float64Array): { counts: Uint32Array; total: number } {
  const sum = weights.reduce((a, b) => a + b, 0);
  const scale = (2 ** 32 - 1 - weights.length) / sum;
  const counts = Uint32Array.from(weights, (weight) => Math.max(1, Math.round(scale * weight)));
  return { counts, total: counts.reduce((a, b) => a + b, 0) };
}
