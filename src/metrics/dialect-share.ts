import { wholeSentences } from "../text/grammar/sentences.ts";
import { dialectTokens, hasGrammar, refusesWithoutGrammar } from "./grammar-texts.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const dialectShare = defineMetric({
  name: "dialect-share",
  title: "Share of the dialect",
  summary:
    "The share of the model's whole sentences with a word that only the minority's dialect has.",
  source: "this project",
  unit: "",
  settings: {},
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],
  refuses: refusesWithoutGrammar,

  measure(context, { real: { facts }, current: { samples } }) {
    const words = hasGrammar(facts) ? dialectTokens(facts.grammar) : new Set<number>();
    return ofTexts(context, samples, "dialect share", ({ tokens, T }) => {
      let [dialect, all] = [0, 0];
      if (!hasGrammar(facts)) return NaN;
      for (const { tokens: sentence, weight } of wholeSentences(tokens, T, facts.start)) {
        all += weight;
        if (sentence.some((token) => words.has(token))) dialect += weight;
      }
      return all === 0 ? 0 : dialect / all;
    });
  },
});
