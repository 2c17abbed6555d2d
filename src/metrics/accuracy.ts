import { signAccuracy } from "../kernels/metrics/accuracy.ts";
import { trueSlopes } from "../true-slopes.ts";
import { defineMetric } from "./metric.ts";

export const accuracy = defineMetric({
  name: "accuracy",
  title: "Accuracy",
  summary: "How often a linear model's answer has the sign of the true one, on real inputs.",
  source: "Feng et al. 2024, arXiv:2406.07515",
  unit: "",
  settings: {},
  kernels: [signAccuracy],
  needsReal: [],
  needs: ["coefficients"],
  kind: "vector",

  refuses: (facts) =>
    trueSlopes(facts)?.some((slope) => slope !== 0) === true
      ? null
      : 'needs a linear model behind the data; take the dataset "linear-model" with a signal',

  measure({ backend, scope, lineages }, { real, current }) {
    const { coefficients } = current;
    const numbers = Float32Array.from(trueSlopes(real.facts)!);
    const slopes = scope.tensor("true coefficients", "f32", [numbers.length], numbers);
    const accuracy = scope.tensor("accuracy", "f32", [lineages]);
    backend.dispatch(signAccuracy, { coefficients, slopes, accuracy }, {});
    return accuracy;
  },
});
