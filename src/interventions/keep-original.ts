import { number } from "../config.ts";
import { repeated } from "../samples.ts";
import { uniformValue } from "../uniform-value.ts";
import { defineIntervention } from "./intervention.ts";
import { shareKernels, withShare } from "./real-share.ts";

/** Swaps part of the proposed pool for real data: an archive, so the same samples every time. */
export const keepOriginal = defineIntervention({
  name: "keep-original",
  title: "Keep original data",
  summary: "A fixed share of every pool is the same real data that generation 0 saw.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  settings: {
    fraction: number({
      default: 0.1,
      min: 0,
      max: 1,
      sizes: true,
      varies: true,
      unit: "of the pool",
      help: "How much of every training pool is real data: an exact count, rounded to whole samples.",
    }),
  },
  kernels: shareKernels,

  apply: (context, proposed, { original }, { fraction }) =>
    withShare(context, proposed, uniformValue("fraction", fraction), (rows) =>
      repeated(original, rows),
    ),
});
