import { number } from "../config.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts, textsOf } from "./texts.ts";

export const rareWordSurvival = defineMetric({
  name: "rare-word-survival",
  title: "Survival of rare words",
  summary: "The share of the rarest words of the original texts that the model still produces.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  unit: "",
  settings: {
    rarest: number({
      default: 0.5,
      min: 0,
      max: 1,
      unit: "of the words",
      help: "Which words are rare: so many of all different ones, from the rarest on.",
    }),
  },
  kernels: [],
  kind: "tokens",
  needsReal: ["samples"],
  needs: ["samples"],

  async measure(context, { real, current }, { rarest }) {
    const originals = context.dry ? [] : await textsOf(context, real.samples);
    return ofTexts(context, current.samples, "rare-word survival", ({ tokens }, l) => {
      const counts = new Map<number, number>();
      for (const token of originals[l].tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
      // Of equally rare ones the later in the vocabulary, which is ordered by frequency.
      const ranked = [...counts].sort(([a, ca], [b, cb]) => ca - cb || b - a);
      const rare = ranked.slice(0, Math.ceil(rarest[l] * ranked.length));
      const produced = new Set(tokens);
      const survivors = rare.filter(([token]) => produced.has(token));
      return rare.length === 0 ? NaN : survivors.length / rare.length;
    });
  },
});
