import { grammarDivergence, refitGrammar } from "../text/grammar/analysis.ts";
import { hasGrammar, readingsOf, refusesWithoutGrammar } from "./grammar-texts.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const grammarKl = defineMetric({
  name: "grammar-kl",
  title: "KL divergence of the grammar",
  summary:
    "How far the grammar behind the model's sentences is from the real one, in nats per sentence: KL(model || real).",
  source: "Chi 1999, aclanthology.org/J99-1004",
  unit: "nats",
  settings: {},
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],
  refuses: refusesWithoutGrammar,

  async measure(context, { real: { facts }, current: { samples } }) {
    const readings =
      context.dry || !hasGrammar(facts) ? [] : await readingsOf(context, samples, facts);
    return ofTexts(context, samples, "grammar KL", (_texts, l) => {
      if (!hasGrammar(facts) || readings[l].grammatical === 0) return NaN;
      const refit = refitGrammar(facts.grammar, readings[l].counts);
      return grammarDivergence(refit, facts.grammar, facts.pieces.length);
    });
  },
});
