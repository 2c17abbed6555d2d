import { integer } from "../config.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const typeTokenRatio = defineMetric({
  name: "type-token-ratio",
  title: "Type-token ratio",
  summary:
    "Different tokens among so many in a row, over their number; the mean of all such parts.",
  source: "Johnson 1944, Studies in language behavior, Psychological Monographs 56 (2)",
  unit: "",
  settings: {
    tokens: integer({
      default: 500,
      min: 2,
      max: 100_000,
      unit: "tokens",
      help: "The ratio falls with the length of a text, so every part has the same.",
    }),
  },
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],

  measure: (context, { current }, { tokens: most }) =>
    ofTexts(context, current.samples, "type-token ratio", ({ tokens }) => {
      const size = Math.min(most, tokens.length);
      const parts = Math.floor(tokens.length / size);
      let types = 0;
      for (let part = 0; part < parts; part++) {
        types += new Set(tokens.subarray(part * size, (part + 1) * size)).size;
      }
      return types / (parts * size);
    }),
});
