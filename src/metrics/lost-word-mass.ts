import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const lostWordMass = defineMetric({
  name: "lost-word-mass",
  title: "Lost words",
  summary: "How much of the real text consists of words that the model did not write once.",
  source: "this project",
  unit: "",
  settings: {},
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],

  measure: (context, { real: { facts }, current }) =>
    ofTexts(context, current.samples, "lost word mass", ({ tokens }) => {
      if (facts.kind !== "tokens") return NaN;
      const written = new Set(tokens);
      let [lost, all] = [0, 0];
      for (const [token, frequency] of facts.frequencies.entries()) {
        all += frequency;
        if (!written.has(token)) lost += frequency;
      }
      return lost / all;
    }),
});
