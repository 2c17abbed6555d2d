import { integer } from "../config.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const repeatedPhrases = defineMetric({
  name: "repeated-phrases",
  title: "Repeated phrases",
  summary: "How often a text says a phrase of so many tokens that it has said before, on average.",
  source: "this project",
  unit: "phrases",
  settings: {
    n: integer({ default: 4, min: 1, max: 16, unit: "tokens", help: "Tokens of a phrase." }),
  },
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],

  measure: (context, { current }, { n }) =>
    ofTexts(context, current.samples, "repeated phrases", (texts) => texts.repeats(n) / texts.N),
});
