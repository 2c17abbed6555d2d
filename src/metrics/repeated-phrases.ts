import { integer } from "../config.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const repeatedPhrases = defineMetric({
  name: "repeated-phrases",
  title: "Repeated phrases",
  summary: "How many different phrases of so many tokens a text says more than once, on average.",
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
    ofTexts(context, current.samples, "repeated phrases", (texts) => {
      const { numbers, places } = texts.grams(n);
      let repeated = 0;
      for (let at = 0; at < numbers.length; at += places) {
        const once = new Set<number>();
        const again = new Set<number>();
        for (const number of numbers.subarray(at, at + places)) {
          if (once.has(number)) again.add(number);
          once.add(number);
        }
        repeated += again.size;
      }
      return repeated / texts.N;
    }),
});
