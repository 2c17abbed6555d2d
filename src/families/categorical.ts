import type { Tensor } from "../compute/tensor.ts";
import { number } from "../config.ts";
import type { Context } from "../context.ts";
import { addCounts } from "../kernels/categorical/add.ts";
import { categoricalCount } from "../kernels/categorical/count.ts";
import { cumulative, drawCategories, drawKernels } from "../kernels/categorical/draw.ts";
import { temperedCounts, temperKernels } from "../kernels/categorical/tempered-counts.ts";
import type { Segment } from "../samples.ts";
import { defineFamily } from "./family.ts";

/** p[l, k] = counts[l, k] / totals[l]. Integers: what has died out stays dead. */
type Counts = {
  /** [L, K]. */
  readonly counts: Tensor<"u32">;
  /** [L], at most 2³² - 1. */
  readonly totals: Tensor<"u32">;
};

/** The frequencies of categories: drift in a population of samples, which ends with one of them. */
export const categorical = defineFamily({
  name: "categorical",
  title: "Categorical",
  summary: "How often every category occurs in the pool; what is not drawn once is gone for ever.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  accepts: "category",
  provides: ["categories"],
  settings: {
    temperature: number({
      default: 1,
      min: 0.05,
      max: 20,
      help: "Samples follow p^(1/T): below 1 the model prefers the frequent, above 1 the rare.",
    }),
  },
  kernels: [categoricalCount, addCounts, ...drawKernels, ...temperKernels],

  fit(context, pool): Counts {
    return pool.reduce<Counts | null>((before, segment) => {
      const own = context.derive(segment, "counts", null, () => ofSegment(context, segment));
      if (before === null) return own;
      // A pool that only grows shares its beginning with the one before, and so all but one step.
      return context.derive(segment, "counts so far", before, () => add(context, before, own));
    }, null)!;
  },

  sample(context, { counts }: Counts, count, { temperature }) {
    const tempered = temperature.some((value) => value !== 1);
    const weights = tempered ? temperedCounts(context, counts, temperature) : counts;
    return { values: drawCategories(context, cumulative(context, weights), count), frame: null };
  },

  forms: (_context, categories: Counts) => ({ categories }),
});

function ofSegment({ backend, scope, space }: Context, { values, rows }: Segment): Counts {
  const [L] = values.shape;
  const K = space.kind === "category" ? space.categories : 0;
  const counts = scope.zeros("counts", "u32", [L, K]);
  const totals = scope.tensor("totals", "u32", [L]);
  backend.dispatch(categoricalCount, { values: values as Tensor<"u32">, counts, totals }, { rows });
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
