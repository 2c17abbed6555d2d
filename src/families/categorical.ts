import { number } from "../config.ts";
import { categoryLogProb } from "../kernels/categorical/log-prob.ts";
import { cumulative, drawCategories, drawKernels } from "../kernels/categorical/draw.ts";
import { temperedCounts, temperKernels } from "../kernels/categorical/tempered-counts.ts";
import { withTotals } from "../kernels/categorical/with-totals.ts";
import { type Counts, countsKernels, poolCounts } from "./counts.ts";
import { exactCounts, exactCountsKernels, statisticsSetting } from "./exact.ts";
import { defineFamily } from "./family.ts";

/** The frequencies of categories: drift in a population of samples, which ends with one of them. */
export const categorical = defineFamily({
  name: "categorical",
  title: "Categorical",
  summary: "How often every category occurs in the pool; what is not drawn once is gone for ever.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  accepts: "category",
  provides: ["categories", "logProb"],
  settings: {
    statistics: statisticsSetting,
    temperature: number({
      default: 1,
      min: 0.05,
      max: 20,
      varies: true,
      help: "Samples follow p^(1/T): below 1 the model prefers the frequent, above 1 the rare.",
    }),
  },
  kernels: [...countsKernels, ...exactCountsKernels, ...drawKernels, ...temperKernels],

  fit: (context, pool, { statistics }) =>
    statistics === "exact" ? exactCounts(context, pool) : poolCounts(context, pool),

  sample(context, parameters: Counts, count, { temperature, statistics }) {
    const { counts } = parameters;
    const tempered = temperature.some((value) => value !== 1);
    const weights = tempered ? temperedCounts(context, counts, temperature) : counts;
    const values = drawCategories(context, cumulative(context, weights), count);
    if (statistics === "sampled") return { values, frame: null };
    const categories = tempered ? withTotals(context, weights) : parameters;
    return { values, frame: null, source: { categories } };
  },

  forms: (_context, categories: Counts) => ({
    categories,
    logProb: categoryLogProb(categories),
  }),
});
