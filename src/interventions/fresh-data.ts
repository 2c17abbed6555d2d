import { number } from "../config.ts";
import { poolRows, subpool } from "../samples.ts";
import { uniformValue } from "../uniform-value.ts";
import { defineIntervention } from "./intervention.ts";

/** Swaps part of the proposed pool for real data that nobody has seen before. */
export const freshData = defineIntervention({
  name: "fresh-data",
  title: "Fresh real data",
  summary: "A fixed share of every pool is newly drawn from the real distribution.",
  source: "Alemohammad et al. 2024, fresh data loop, arXiv:2307.01850",
  settings: {
    fraction: number({
      default: 0.1,
      min: 0,
      max: 1,
      sizes: true,
      varies: true,
      unit: "of the pool",
      help: "How much of every training pool is fresh: an exact count, rounded to whole samples.",
    }),
  },
  kernels: [],

  apply(context, proposed, { real }, { fraction }) {
    const rows = poolRows(proposed);
    const fresh = Math.round(uniformValue("fraction", fraction) * rows);
    if (fresh === 0) return proposed;
    return [...subpool(proposed, rows - fresh), real.draw(context, fresh)];
  },
});
