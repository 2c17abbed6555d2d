import { integer } from "../config.ts";
import { meanDifference } from "../kernels/metrics/mean-difference.ts";
import { defineMetric } from "./metric.ts";

/** How many real samples are drawn anew to ask a model about. */
export const drawsSetting = integer({
  default: 500,
  min: 1,
  max: 1_000_000,
  unit: "samples",
  help: "Real samples that nobody has seen, drawn anew in every generation.",
});

export const populationRisk = defineMetric({
  name: "population-risk",
  title: "Population risk",
  summary: "How much the model is surprised by real samples that it has never seen, on average.",
  source: "Schaeffer et al. 2025, arXiv:2503.03150",
  unit: "nats",
  settings: { draws: drawsSetting },
  kernels: [meanDifference],
  needsReal: [],
  needs: ["logProb"],

  refuses: ({ kind }) =>
    kind === "vector" || kind === "category"
      ? null
      : `is for vectors and categories; take ${kind === "image" ? "reconstruction-error" : "held-out-loss"}`,

  async measure(context, { real, current }, { draws }) {
    const { backend, scope, lineages } = context;
    const drawn = real.draw(context, draws);
    const second = await current.logProb(context, drawn);
    const first = scope.zeros("nothing", "f32", [1, second.shape[1]]);
    const mean = scope.tensor("population risk", "f32", [lineages]);
    backend.dispatch(meanDifference, { first, second, mean }, { rows: draws });
    return mean;
  },
});
