import { jsSums } from "../kernels/metrics/js.ts";
import { sumKernels, sumOverCategories } from "../kernels/metrics/sum-over-categories.ts";
import { defineMetric } from "./metric.ts";

export const js = defineMetric({
  name: "js",
  title: "JS divergence",
  summary: "Jensen-Shannon divergence between model and real distribution; at most ln 2.",
  source: "Lin 1991, doi:10.1109/18.61115",
  unit: "nats",
  settings: {},
  kernels: [jsSums, ...sumKernels],
  needsReal: ["categories"],
  needs: ["categories"],

  measure(context, { real, current }) {
    const { counts, totals } = current.categories;
    const { counts: realCounts, totals: realTotals } = real.categories;
    return sumOverCategories(context, counts, (sums) => {
      context.backend.dispatch(jsSums, { counts, totals, realCounts, realTotals, sums }, {});
    });
  },
});
