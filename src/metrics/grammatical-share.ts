import { hasGrammar, readingsOf, refusesWithoutGrammar } from "./grammar-texts.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const grammaticalShare = defineMetric({
  name: "grammatical-share",
  title: "Grammatical sentences",
  summary: "The share of the model's whole sentences that the real grammar can make.",
  source: "this project",
  unit: "",
  settings: {},
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],
  refuses: refusesWithoutGrammar,

  async measure(context, { real: { facts }, current: { samples } }) {
    const readings =
      context.dry || !hasGrammar(facts) ? [] : await readingsOf(context, samples, facts);
    return ofTexts(context, samples, "grammatical share", (_texts, l) =>
      readings[l].sentences === 0 ? 0 : readings[l].grammatical / readings[l].sentences,
    );
  },
});
