import { number } from "../config.ts";
import { uniformValue } from "../uniform-value.ts";
import { defineIntervention } from "./intervention.ts";

/** All original data in every pool, and beside it so much of the newest model. */
export const syntheticAugmentation = defineIntervention({
  name: "synthetic-augmentation",
  title: "Synthetic augmentation",
  summary: "Every pool is all of the original data and, beside it, samples of the newest model.",
  source: "Alemohammad et al. 2024, synthetic augmentation loop, arXiv:2307.01850",
  settings: {
    synthetic: number({
      default: 100,
      min: 1,
      max: 2 ** 28,
      sizes: true,
      varies: true,
      unit: "samples",
      help: "Drawn from each model, rounded to whole samples; the real data is as large as the experiment says.",
    }),
  },
  kernels: [],

  draws: (_samples, _generation, { synthetic }) => Math.round(uniformValue("synthetic", synthetic)),

  apply: (_context, proposed, { original }) => [...original, ...proposed],
});
