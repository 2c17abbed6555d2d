import { defineMetric } from "./metric.ts";
import { perplexitiesUnderFirst } from "./under-first.ts";

/** Twelve bins for each power of ten, from 1, which is the least, to 10,000. */
const PER_DECADE = 12;
const EDGES = Array.from({ length: 4 * PER_DECADE + 1 }, (_, i) => 10 ** (i / PER_DECADE));

export const perplexityHistogram = defineMetric({
  name: "perplexity-histogram",
  title: "Perplexities under the first model",
  summary:
    "How many of the model's texts are how hard to foretell for the model that was trained on real data.",
  source: "Shumailov et al. 2024, Figure 1, doi:10.1038/s41586-024-07566-y",
  unit: "",
  settings: {},
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],
  needsFirst: ["surprise"],
  bins: { edges: EDGES, scale: "log" },

  async measure(context, { current: { samples }, first }) {
    const { scope, lineages: L } = context;
    const B = EDGES.length - 1;
    const counts = new Float32Array(L * B);
    for (const [l, values] of (await perplexitiesUnderFirst(context, samples, first)).entries()) {
      for (const value of values) {
        // What lies beyond the last edge is counted before it, infinity too.
        const bin = Math.floor(PER_DECADE * Math.log10(value));
        counts[l * B + Math.min(Math.max(bin, 0), B - 1)]++;
      }
    }
    return scope.tensor("perplexity histogram", "f32", [L, B], counts);
  },
});
