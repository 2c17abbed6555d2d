import { advantageOf } from "../kernels/metrics/advantage.ts";
import { defineMetric } from "./metric.ts";
import { membersSetting } from "./pooled-variance.ts";
import { drawsSetting, populationRisk } from "./population-risk.ts";

export const advantage = defineMetric({
  name: "advantage",
  title: "Advantage of the first",
  summary:
    "How much less than its last model the first one of an ecosystem is surprised by new real samples.",
  source: "first mover advantage: Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  unit: "nats",
  settings: { members: membersSetting, draws: drawsSetting },
  kernels: [...populationRisk.kernels, advantageOf],
  needsReal: [],
  needs: ["logProb"],

  refuses: (...asked) => populationRisk.refuses!(...asked),

  async measure(context, seen, { members, draws }) {
    const { backend, scope, lineages } = context;
    const risk = await populationRisk.measure(context, seen, { draws });
    const advantage = scope.tensor("advantage", "f32", [lineages]);
    backend.dispatch(advantageOf, { risk, advantage }, { members });
    return advantage;
  },
});
