import { integer } from "../config.ts";
import { defineMetric } from "./metric.ts";
import { type Texts, ofTexts } from "./texts.ts";

/** The longest n-grams that BLEU compares. */
const LONGEST = 4;
/** What a precision of 0 becomes: smoothing 1 of Chen & Cherry 2014, doi:10.3115/v1/W14-3346. */
const EPSILON = 0.1;

export const selfBleu = defineMetric({
  name: "self-bleu",
  title: "Self-BLEU",
  summary: "How much a text is like the others: its BLEU-4 against all of them, on average.",
  source: "Zhu et al. 2018, doi:10.1145/3209978.3210080",
  unit: "",
  settings: {
    texts: integer({
      default: 200,
      min: 2,
      max: 10_000,
      unit: "texts",
      help: "The first so many texts are compared with each other.",
    }),
  },
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],

  measure: (context, { current }, { texts: most }) =>
    ofTexts(context, current.samples, "self-BLEU", (texts) => meanBleu(texts, most)),
});

/** All texts are equally long, so that there is no penalty for brevity. */
function meanBleu(texts: Texts, most: number): number {
  const S = Math.min(most, texts.N);
  if (S < 2) return NaN;
  const orders = Math.min(LONGEST, texts.T);
  const logarithms = new Float64Array(S);
  for (let n = 1; n <= orders; n++) {
    for (const [s, precision] of precisions(texts, S, n).entries()) {
      logarithms[s] += Math.log(precision) / orders;
    }
  }
  return logarithms.reduce((sum, logarithm) => sum + Math.exp(logarithm), 0) / S;
}

/** Of each text: the share of its n-grams that some other text has as often. */
function precisions(texts: Texts, S: number, n: number): Float64Array {
  const { numbers, counts, places } = texts.grams(n);
  const own = Array.from({ length: S }, (_, s) => {
    const of = new Map<number, number>();
    for (const number of numbers.subarray(s * places, (s + 1) * places)) {
      of.set(number, (of.get(number) ?? 0) + 1);
    }
    return of;
  });
  // The most that any text has of each n-gram, and the most that another one has.
  const best = new Uint32Array(counts.length);
  const next = new Uint32Array(counts.length);
  for (const of of own) {
    for (const [number, count] of of) {
      if (count > best[number]) [best[number], next[number]] = [count, best[number]];
      else if (count > next[number]) next[number] = count;
    }
  }
  return Float64Array.from(own, (of) => {
    let matched = 0;
    for (const [number, count] of of) {
      const others = count === best[number] ? next[number] : best[number];
      matched += Math.min(count, others);
    }
    return Math.max(EPSILON, matched) / places;
  });
}
