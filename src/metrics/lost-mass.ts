import { lostMassSums } from "../kernels/metrics/lost-mass.ts";
import { sumKernels, sumOverCategories } from "../kernels/metrics/sum-over-categories.ts";
import { defineMetric } from "./metric.ts";

export const lostMass = defineMetric({
  name: "lost-mass",
  title: "Lost mass",
  summary: "The share of real data whose category the model has forgotten.",
  source: "this project",
  unit: "",
  settings: {},
  kernels: [lostMassSums, ...sumKernels],
  needsReal: ["categories"],
  needs: ["categories"],

  measure(context, { real, current }) {
    const { counts } = current.categories;
    const { counts: realCounts, totals: realTotals } = real.categories;
    return sumOverCategories(context, counts, (sums) => {
      context.backend.dispatch(lostMassSums, { counts, realCounts, realTotals, sums }, {});
    });
  },
});
