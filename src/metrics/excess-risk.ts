import { squaredDistance } from "../kernels/metrics/squared-distance.ts";
import { trueSlopes } from "../true-slopes.ts";
import { defineMetric } from "./metric.ts";

export const excessRisk = defineMetric({
  name: "excess-risk",
  title: "Excess risk",
  summary:
    "What a linear model's squared error on real inputs has beyond the noise of the answers.",
  source: "Gerstgrasser et al. 2024, arXiv:2404.01413",
  unit: "data units²",
  settings: {},
  kernels: [squaredDistance],
  needsReal: [],
  needs: ["coefficients"],
  kind: "vector",

  refuses: (facts) =>
    trueSlopes(facts) === null
      ? 'needs a linear model behind the data; take the dataset "linear-model"'
      : null,

  measure({ backend, scope, lineages }, { real, current }) {
    const { coefficients: values } = current;
    const slopes = Float32Array.from(trueSlopes(real.facts)!);
    const origin = scope.tensor("true coefficients", "f32", [slopes.length], slopes);
    const squared = scope.tensor("excess risk", "f32", [lineages]);
    backend.dispatch(squaredDistance, { values, origin, squared }, {});
    return squared;
  },
});
