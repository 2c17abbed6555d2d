import { klSums } from "../kernels/metrics/kl.ts";
import { sumKernels, sumOverCategories } from "../kernels/metrics/sum-over-categories.ts";
import { defineMetric } from "./metric.ts";

export const kl = defineMetric({
  name: "kl",
  title: "KL divergence",
  summary:
    "Kullback-Leibler divergence of the model from the real distribution, KL(model || real).",
  source: "Kullback & Leibler 1951, doi:10.1214/aoms/1177729694",
  unit: "nats",
  settings: {},
  kernels: [klSums, ...sumKernels],
  needsReal: ["categories"],
  needs: ["categories"],

  measure(context, { real, current }) {
    const { counts, totals } = current.categories;
    const { counts: realCounts, totals: realTotals } = real.categories;
    return sumOverCategories(context, counts, (sums) => {
      context.backend.dispatch(klSums, { counts, totals, realCounts, realTotals, sums }, {});
    });
  },
});
