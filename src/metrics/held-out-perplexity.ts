import { heldOutSettings, ofHeldOut } from "./held-out.ts";
import { defineMetric } from "./metric.ts";

export const heldOutPerplexity = defineMetric({
  name: "held-out-perplexity",
  title: "Perplexity on held-out text",
  summary:
    "Among how many tokens the model hesitates, in effect, while it reads real texts that no model was trained on.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  unit: "",
  settings: heldOutSettings,
  kernels: [],
  kind: "tokens",
  needsReal: ["heldOut"],
  needs: ["surprise", "samples"],

  measure: (context, seen, { texts }) =>
    ofHeldOut(context, seen, texts, "held-out perplexity", Math.exp),
});
