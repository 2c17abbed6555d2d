import { integer } from "../config.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const seqRep = defineMetric({
  name: "seq-rep",
  title: "Repetition within a text",
  summary:
    "The share of a text's n-grams that it had said before (seq-rep-n); the mean of all texts.",
  source: "Welleck et al. 2020, arXiv:1908.04319",
  unit: "",
  settings: {
    n: integer({ default: 4, min: 1, max: 16, unit: "tokens", help: "Tokens of an n-gram." }),
  },
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],

  measure: (context, { current }, { n }) =>
    ofTexts(context, current.samples, "seq-rep", (texts) => {
      const { length } = texts.grams(n).numbers;
      return length === 0 ? NaN : texts.repeats(n) / length;
    }),
});
