import { meanOffset } from "../kernels/metrics/mean.ts";
import { defineMetric } from "./metric.ts";

export const mean = defineMetric({
  name: "mean",
  title: "Mean",
  summary: "How far the model's mean has wandered from the real one; signed in one dimension.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  unit: "data units",
  settings: {},
  kernels: [meanOffset],
  needsReal: ["moments"],
  needs: ["moments"],

  measure({ backend, scope, lineages }, { real, current }) {
    const offset = scope.tensor("mean", "f32", [lineages]);
    const realMean = real.moments.mean;
    backend.dispatch(meanOffset, { mean: current.moments.mean, realMean, offset }, {});
    return offset;
  },
});
