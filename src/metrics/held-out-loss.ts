import { heldOutSettings, ofHeldOut } from "./held-out.ts";
import { defineMetric } from "./metric.ts";

export const heldOutLoss = defineMetric({
  name: "held-out-loss",
  title: "Loss on held-out text",
  summary: "How much a token of real texts that no model has read surprises the model.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  unit: "nats",
  settings: heldOutSettings,
  kernels: [],
  kind: "tokens",
  needsReal: ["heldOut"],
  needs: ["surprise", "samples"],

  measure: (context, seen, { texts }) =>
    ofHeldOut(context, seen, texts, "held-out loss", (loss) => loss),
});
