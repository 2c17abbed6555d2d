import { survivorSums } from "../kernels/metrics/survivors.ts";
import { sumKernels, sumOverCategories } from "../kernels/metrics/sum-over-categories.ts";
import { defineMetric } from "./metric.ts";

export const survivors = defineMetric({
  name: "survivors",
  title: "Survivors",
  summary: "How many categories the model can still produce.",
  source: "this project",
  unit: "categories",
  settings: {},
  kernels: [survivorSums, ...sumKernels],
  needsReal: [],
  needs: ["categories"],

  measure(context, { current }) {
    const { counts } = current.categories;
    return sumOverCategories(context, counts, (sums) => {
      context.backend.dispatch(survivorSums, { counts, sums }, {});
    });
  },
});
