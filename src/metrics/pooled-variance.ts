import { integer } from "../config.ts";
import { pooledVarianceOf } from "../kernels/metrics/pooled-variance.ts";
import { defineMetric } from "./metric.ts";

/** Of whose models a number is; as many as the experiment's `exchange` has. */
export const membersSetting = integer({
  default: 2,
  min: 1,
  max: 64,
  unit: "models",
  help: "Models of one ecosystem, as the ecosystem itself has them.",
});

export const pooledVariance = defineMetric({
  name: "pooled-variance",
  title: "Variance of the ecosystem",
  summary:
    "How wide the output of an ecosystem's models is together: within them and between them.",
  source: "this project",
  unit: "data units²",
  settings: { members: membersSetting },
  kernels: [pooledVarianceOf],
  needsReal: [],
  needs: ["moments"],

  measure({ backend, scope, lineages }, { current }, { members }) {
    const { mean, logDeviation } = current.moments;
    const variance = scope.tensor("pooled variance", "f32", [lineages]);
    backend.dispatch(pooledVarianceOf, { mean, logDeviation, variance }, { members });
    return variance;
  },
});
