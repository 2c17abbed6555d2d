import { entropySums } from "../kernels/metrics/entropy.ts";
import { sumKernels, sumOverCategories } from "../kernels/metrics/sum-over-categories.ts";
import { defineMetric } from "./metric.ts";

export const entropy = defineMetric({
  name: "entropy",
  title: "Entropy",
  summary: "How many nats a sample of the model tells; 0 once all samples are the same.",
  source: "Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x",
  unit: "nats",
  settings: {},
  kernels: [entropySums, ...sumKernels],
  needsReal: [],
  needs: ["categories"],

  measure(context, { current }) {
    const { counts, totals } = current.categories;
    return sumOverCategories(context, counts, (sums) => {
      context.backend.dispatch(entropySums, { counts, totals, sums }, {});
    });
  },
});
