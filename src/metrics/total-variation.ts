import { totalVariationSums } from "../kernels/metrics/total-variation.ts";
import { sumKernels, sumOverCategories } from "../kernels/metrics/sum-over-categories.ts";
import { defineMetric } from "./metric.ts";

export const totalVariation = defineMetric({
  name: "total-variation",
  title: "Total variation",
  summary: "The most by which model and real distribution differ on any event: half of Σ |p - q|.",
  source: "Levin, Peres & Wilmer 2009, Markov Chains and Mixing Times, section 4.1",
  unit: "",
  settings: {},
  kernels: [totalVariationSums, ...sumKernels],
  needsReal: ["categories"],
  needs: ["categories"],

  measure(context, { real, current }) {
    const { counts, totals } = current.categories;
    const { counts: realCounts, totals: realTotals } = real.categories;
    return sumOverCategories(context, counts, (sums) => {
      context.backend.dispatch(
        totalVariationSums,
        { counts, totals, realCounts, realTotals, sums },
        {},
      );
    });
  },
});
