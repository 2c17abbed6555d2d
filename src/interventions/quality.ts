import { choice, number } from "../config.ts";
import type { Tensor } from "../compute/tensor.ts";
import { atLeast } from "../kernels/pool/at-least.ts";
import {
  bestKernels,
  keptBest,
  likelihoodKernels,
  likelihoodReports,
  likelihoodsOf,
} from "../pool/best.ts";
import { filterKernels, keptByChance, provenanceOf, provenanceReports } from "../pool/filter.ts";
import { type Schedule, boundsOf } from "../schedule.ts";
import { defineIntervention } from "./intervention.ts";

/** Keeps what a model finds likely, real or not: a filter by perplexity. */
export const quality = defineIntervention({
  name: "quality",
  title: "Quality filter",
  summary: "Only what a model finds likely stays in the pool: the best share, or all above a mark.",
  source: "Wenzek et al. 2020, CCNet, arXiv:1911.00359; the loop: this project",
  settings: {
    judge: choice({
      default: "previous",
      options: ["previous", "first"],
      help: "Whose likelihood counts: that of the model that drew the samples, or of generation 0's.",
    }),
    keeps: choice({
      default: "share",
      options: ["share", "threshold"],
      help: "Whether an exact share of the pool is kept, or whatever is likely enough.",
    }),
    share: number({
      default: 0.5,
      min: 0,
      max: 1,
      varies: true,
      unit: "of the pool",
      help: "For share: how much is kept, the most likely first.",
    }),
    threshold: number({
      default: -3,
      min: -1e6,
      max: 1e6,
      varies: true,
      unit: "nats",
      help: "For threshold: the least log-likelihood of what is kept, of a whole text or image; that of an image is the model's bound with its code at the mean.",
    }),
  },
  kernels: [...filterKernels, ...bestKernels, ...likelihoodKernels, atLeast],
  reports: { ...likelihoodReports, ...provenanceReports },
  needs: ({ judge }) => (judge === "previous" ? ["logProb"] : []),
  needsFirst: ({ judge }) => (judge === "first" ? ["logProb"] : []),

  refuses({ kind }, { keeps, share, threshold }) {
    if (keeps === "share") {
      const reason = "at 0 nothing is ever kept; take a share above 0";
      return boundsOf(share as number | Schedule).most > 0 ? null : { setting: "share", reason };
    }
    if (kind === "vector" || typeof threshold !== "number" || threshold <= 0) return null;
    const reason =
      "nothing would be kept: the logarithm of a probability is never above 0; lower the threshold";
    return { setting: "threshold", reason };
  },

  async apply(context, proposed, { current, first }, { judge, keeps, share, threshold }) {
    const { backend, scope, lineages: L } = context;
    const forms = judge === "first" ? first : current;
    const scores: Tensor<"f32">[] = [];
    for (const segment of proposed) scores.push(await forms.logProb!(context, segment));
    const likely = { marked: new Float64Array(L).fill(1), other: new Float64Array(L) };
    const pool =
      keeps === "share"
        ? keptBest(context, proposed, scores, context.vector(share))
        : proposed.map((segment, i) => {
            const marks = scope.tensor("likely", "f32", [L, segment.values.shape[1]]);
            const tensors = { scores: scores[i], threshold: context.vector(threshold), marks };
            backend.dispatch(atLeast, tensors, {});
            return keptByChance(context, segment, marks, likely);
          });
    const report = {
      ...likelihoodsOf(context, proposed, pool, scores),
      ...provenanceOf(context, proposed, pool),
    };
    return { pool, report };
  },
});
