import { generalisedLogVariance } from "../kernels/metrics/log-variance.ts";
import { defineMetric } from "./metric.ts";

export const logVariance = defineMetric({
  name: "log-variance",
  title: "Log variance",
  summary: "The logarithm of the variance, a random walk with a downward drift: collapse itself.",
  source: "this project, after Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  unit: "ln data units²",
  settings: {},
  kernels: [generalisedLogVariance],
  needsReal: [],
  needs: ["moments"],

  measure({ backend, scope, lineages }, { current }) {
    const { logDeviation, factor } = current.moments;
    const logVariance = scope.tensor("log variance", "f32", [lineages]);
    const none = () => scope.tensor("no factor", "f32", [lineages, 0, 0]);
    backend.dispatch(
      generalisedLogVariance,
      { logDeviation, factor: factor ?? none(), logVariance },
      {},
    );
    return logVariance;
  },
});
