import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

export const distinct1 = distinct("distinct-1", "Distinct words", 1, "tokens");
export const distinct2 = distinct("distinct-2", "Distinct pairs", 2, "pairs of tokens");
export const distinct3 = distinct("distinct-3", "Distinct triples", 3, "triples of tokens");
export const distinct4 = distinct("distinct-4", "Distinct fours", 4, "four tokens in a row");

function distinct<const Name extends string>(name: Name, title: string, n: number, what: string) {
  return defineMetric({
    name,
    title,
    summary: `How many different ${what} there are in all texts, over how many there are in all.`,
    source: "Li et al. 2016, doi:10.18653/v1/N16-1014",
    unit: "",
    settings: {},
    kernels: [],
    kind: "tokens",
    needsReal: [],
    needs: ["samples"],

    measure: (context, { current }) =>
      ofTexts(context, current.samples, name, (texts) => {
        const { numbers, counts } = texts.grams(n);
        return numbers.length === 0 ? NaN : counts.length / numbers.length;
      }),
  });
}
