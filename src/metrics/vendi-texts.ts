import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { integer } from "../config.ts";
import { defineMetric } from "./metric.ts";
import { type Texts, ofTexts } from "./texts.ts";

export const vendiTexts = defineMetric({
  name: "vendi-texts",
  title: "Vendi score of the texts",
  summary: "How many different texts there are in effect, alike being those with the same n-grams.",
  source: "Friedman & Dieng 2023, arXiv:2210.02410",
  unit: "texts",
  settings: {
    texts: integer({
      default: 100,
      min: 2,
      max: 512,
      unit: "texts",
      help: "The first so many texts are compared; the score is at most that.",
    }),
    n: integer({ default: 1, min: 1, max: 8, unit: "tokens", help: "Tokens of an n-gram." }),
  },
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],

  measure: (context, { current }, { texts: most, n }) =>
    ofTexts(context, current.samples, "Vendi score", (texts) => vendiScore(texts, most, n)),
});

/** exp of the entropy of the eigenvalues of the cosines between n-gram counts, over their number. */
function vendiScore(texts: Texts, most: number, n: number): number {
  const S = Math.min(most, texts.N);
  const { numbers, counts, places } = texts.grams(n);
  if (places === 0) return NaN;
  const similarity = Matrix.zeros(S, S);
  const row = new Float64Array(counts.length);
  const lengths = new Float64Array(S);
  for (let a = 0; a < S; a++) {
    const own = numbers.subarray(a * places, (a + 1) * places);
    for (const number of own) row[number]++;
    for (let b = 0; b <= a; b++) {
      let product = 0;
      for (const number of numbers.subarray(b * places, (b + 1) * places)) product += row[number];
      if (a === b) lengths[a] = Math.sqrt(product);
      similarity.set(a, b, product);
    }
    for (const number of own) row[number] = 0;
  }
  for (let a = 0; a < S; a++) {
    for (let b = 0; b <= a; b++) {
      const cosine = similarity.get(a, b) / (lengths[a] * lengths[b] * S);
      similarity.set(a, b, cosine);
      similarity.set(b, a, cosine);
    }
  }
  const { realEigenvalues } = new EigenvalueDecomposition(similarity, { assumeSymmetric: true });
  let entropy = 0;
  for (const value of realEigenvalues) if (value > 0) entropy -= value * Math.log(value);
  return Math.exp(entropy);
}
