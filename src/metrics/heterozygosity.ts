import { heterozygositySums } from "../kernels/metrics/heterozygosity.ts";
import { sumKernels, sumOverCategories } from "../kernels/metrics/sum-over-categories.ts";
import { defineMetric } from "./metric.ts";

export const heterozygosity = defineMetric({
  name: "heterozygosity",
  title: "Heterozygosity",
  summary: "The chance that two samples of the model differ: 1 - Σ p².",
  source: "Nei 1973, doi:10.1073/pnas.70.12.3321",
  unit: "",
  settings: {},
  kernels: [heterozygositySums, ...sumKernels],
  needsReal: [],
  needs: ["categories"],

  measure(context, { current }) {
    const { counts, totals } = current.categories;
    return sumOverCategories(context, counts, (sums) => {
      context.backend.dispatch(heterozygositySums, { counts, totals, sums }, {});
    });
  },
});
