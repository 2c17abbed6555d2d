import { integer } from "../config.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const ngramEntropy = defineMetric({
  name: "ngram-entropy",
  title: "Entropy of n-grams",
  summary:
    "How evenly the n-grams of the texts are spread, with the correction of Miller and Madow.",
  source: "Miller 1955, Note on the bias of information estimates",
  unit: "nats",
  settings: {
    n: integer({ default: 2, min: 1, max: 8, unit: "tokens", help: "Tokens of an n-gram." }),
  },
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],

  measure: (context, { current }, { n }) =>
    ofTexts(context, current.samples, "n-gram entropy", (texts) => {
      const { numbers, counts } = texts.grams(n);
      const total = numbers.length;
      if (total === 0) return NaN;
      let entropy = (counts.length - 1) / (2 * total);
      for (const count of counts) entropy -= (count / total) * Math.log(count / total);
      return entropy;
    }),
});
