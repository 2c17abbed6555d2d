import { number } from "../config.ts";
import { uniformValue } from "../uniform-value.ts";
import { defineIntervention } from "./intervention.ts";

/**
 * The number of samples by generation. The error stays bounded only if it grows faster than the
 * generations do: E[W₂²] is about 3/2 Σ 1/Mᵢ of the variance.
 */
export const poolSize = defineIntervention({
  name: "pool-size",
  title: "Pool size",
  summary: "How many samples each model draws: constant, growing by a power, or any list.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  settings: {
    samples: number({
      default: 100,
      min: 2,
      max: 2 ** 28,
      sizes: true,
      varies: true,
      unit: "samples",
      help: "Drawn from the model of each generation, rounded to whole samples. The real data at the start is as large as the experiment says.",
    }),
    power: number({
      default: 0,
      min: 0,
      max: 4,
      sizes: true,
      help: "Growth: the model of generation g draws (g + 2) to this power times as many, so that fit n sees nᵖ times the first number. 1 is linear, above 1 superlinear.",
    }),
  },
  kernels: [],

  draws: (_samples, generation, { samples, power }) =>
    sizeAfter(generation, uniformValue("samples", samples), uniformValue("power", power)),

  apply: (_context, proposed) => proposed,
});

function sizeAfter(generation: number, samples: number, power: number): number {
  return Math.round(samples * (generation + 2) ** power);
}
