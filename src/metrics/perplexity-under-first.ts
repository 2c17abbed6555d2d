import { summarize } from "../statistics.ts";
import { defineMetric } from "./metric.ts";
import { perplexitiesUnderFirst } from "./under-first.ts";

export const perplexityUnderFirst = defineMetric({
  name: "perplexity-under-first",
  title: "Perplexity under the first model",
  summary:
    "How hard the model's texts are to foretell for the model that was trained on real data: the median of all texts.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  unit: "",
  settings: {},
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],
  needsFirst: ["surprise"],

  async measure(context, { current: { samples }, first }) {
    const { scope, lineages: L } = context;
    const perplexities = await perplexitiesUnderFirst(context, samples, first);
    const medians = Float32Array.from(
      { length: L },
      (_, l) => summarize(perplexities[l] ?? []).median,
    );
    return scope.tensor("perplexity under the first", "f32", [L], medians);
  },
});
