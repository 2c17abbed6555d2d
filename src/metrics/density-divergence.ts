import { meanDifference } from "../kernels/metrics/mean-difference.ts";
import { defineMetric } from "./metric.ts";
import { drawsSetting } from "./population-risk.ts";

export const densityDivergence = defineMetric({
  name: "density-divergence",
  title: "Divergence of densities",
  summary:
    "Kullback-Leibler divergence of the model from the real distribution, by fresh real samples.",
  source: "Kullback & Leibler 1951, doi:10.1214/aoms/1177729694",
  unit: "nats",
  settings: { draws: drawsSetting },
  kernels: [meanDifference],
  needsReal: ["logProb"],
  needs: ["logProb"],

  refuses: ({ kind }) => (kind === "vector" ? null : "is for vectors; take kl or js"),

  async measure(context, { real, current }, { draws }) {
    const drawn = real.draw(context, draws);
    const first = await real.logProb(context, drawn);
    const second = await current.logProb(context, drawn);
    const mean = context.scope.tensor("divergence", "f32", [context.lineages]);
    context.backend.dispatch(meanDifference, { first, second, mean }, { rows: draws });
    return mean;
  },
});
