import { meanDifference } from "../kernels/metrics/mean-difference.ts";
import { defineMetric } from "./metric.ts";

export const differentialEntropy = defineMetric({
  name: "differential-entropy",
  title: "Differential entropy",
  summary: "How much the model is surprised by what it draws itself, on average.",
  source: "Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x",
  unit: "nats",
  settings: {},
  kernels: [meanDifference],
  needsReal: [],
  needs: ["logProb", "samples"],

  refuses: ({ kind }) => (kind === "vector" ? null : "is for vectors; take entropy"),

  async measure(context, { current }) {
    const { backend, scope, lineages } = context;
    const second = await current.logProb(context, current.samples);
    const first = scope.zeros("nothing", "f32", [1, second.shape[1]]);
    const mean = scope.tensor("differential entropy", "f32", [lineages]);
    const { rows } = current.samples;
    backend.dispatch(meanDifference, { first, second, mean }, { rows });
    return mean;
  },
});
