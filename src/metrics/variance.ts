import { meanVariance } from "../kernels/metrics/variance.ts";
import { defineMetric } from "./metric.ts";

export const variance = defineMetric({
  name: "variance",
  title: "Variance",
  summary: "How wide the model still is: the mean variance over dimensions.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  unit: "data units²",
  settings: {},
  kernels: [meanVariance],
  needsReal: [],
  needs: ["moments"],

  measure({ backend, scope, lineages }, { current }) {
    const variance = scope.tensor("variance", "f32", [lineages]);
    backend.dispatch(meanVariance, { logDeviation: current.moments.logDeviation, variance }, {});
    return variance;
  },
});
