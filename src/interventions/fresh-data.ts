import { choice, number } from "../config.ts";
import type { Context } from "../context.ts";
import type { Real } from "../distribution.ts";
import { swapRows } from "../kernels/pool/swap-rows.ts";
import { choiceStream } from "../pool/subsample.ts";
import { weightOf, weighted } from "../pool/weights.ts";
import { type Pool, poolRows } from "../samples.ts";
import { uniformValue } from "../uniform-value.ts";
import { defineIntervention } from "./intervention.ts";
import { shareKernels, withShare } from "./real-share.ts";

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
      help: "How much of every training pool is fresh.",
    }),
    rows: choice({
      default: "stratified",
      options: ["stratified", "independent"],
      help: "An exact count of fresh samples, rounded to whole ones, or each sample fresh by a chance of its own.",
    }),
  },
  kernels: [...shareKernels, swapRows],

  apply(context, proposed, { real }, { fraction, rows }) {
    if (rows === "independent") {
      if (fraction.every((share) => share === 0)) return proposed;
      return swapped(context, proposed, real, fraction);
    }
    return withShare(context, proposed, uniformValue("fraction", fraction), (count) => [
      real.draw(context, count),
    ]);
  },
});

/** Every row stays, or hands its weight over to a fresh one. */
function swapped(context: Context, proposed: Pool, real: Real, fraction: Float64Array): Pool {
  const { backend, scope, keys, generation, lineages: L } = context;
  const P = poolRows(proposed);
  const taken = scope.tensor("fresh", "f32", [L, P]);
  const random = { stream: choiceStream(context.stream), generation };
  const share = context.vector(fraction);
  let first = 0;
  const left = proposed.map((segment) => {
    const { rows, values } = segment;
    const kept = scope.tensor("not fresh", "f32", [L, values.shape[1]]);
    const weight = weightOf(context, segment);
    backend.dispatch(swapRows, { keys, share, weight, kept, taken }, { first, rows, ...random });
    first += rows;
    return weighted(segment, kept);
  });
  return [...left, weighted(real.draw(context, P), taken)];
}
