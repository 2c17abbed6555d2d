import { integer } from "../config.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const goodTuring = defineMetric({
  name: "good-turing",
  title: "Unseen mass",
  summary: "How much of what the model would write next is new, by what it wrote only once.",
  source: "Good 1953, doi:10.1093/biomet/40.3-4.237",
  unit: "",
  settings: {
    n: integer({ default: 1, min: 1, max: 8, unit: "tokens", help: "Tokens of an n-gram." }),
  },
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],

  measure: (context, { current }, { n }) =>
    ofTexts(context, current.samples, "unseen mass", (texts) => {
      const { numbers, counts } = texts.grams(n);
      return counts.filter((count) => count === 1).length / numbers.length;
    }),
});
