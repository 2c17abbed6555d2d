import { dialectMarks } from "../text/grammar/dialect.ts";
import { wholeSentences } from "../text/grammar/sentences.ts";
import { hasGrammar, refusesWithoutGrammar } from "./grammar-texts.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const dialectShare = defineMetric({
  name: "dialect-share",
  title: "Share of the dialect",
  summary:
    "The share of the model's whole sentences most of whose words only the minority's dialect has.",
  source: "this project",
  unit: "",
  settings: {},
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],
  refuses: refusesWithoutGrammar,

  measure(context, { real: { facts }, current: { samples } }) {
    const marks = hasGrammar(facts)
      ? dialectMarks(facts.grammar, facts.pieces.length)
      : new Int8Array();
    return ofTexts(context, samples, "dialect share", ({ tokens, T }) => {
      if (!hasGrammar(facts)) return NaN;
      let [dialect, all] = [0, 0];
      for (const { tokens: sentence, weight } of wholeSentences(tokens, T, facts.start)) {
        all += weight;
        // A word that went astray makes no sentence of the dialect.
        if (sentence.reduce((sum, token) => sum + marks[token], 0) > 0) dialect += weight;
      }
      return all === 0 ? 0 : dialect / all;
    });
  },
});
