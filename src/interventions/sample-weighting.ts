import { number } from "../config.ts";
import { weighShare } from "../kernels/pool/weigh-share.ts";
import { poolMass, weightKernels, weightOf, weighted } from "../pool/weights.ts";
import type { Segment } from "../samples.ts";
import { forNow } from "./for-now.ts";
import { defineIntervention } from "./intervention.ts";

/** 1/φ: the best share of as many real samples as synthetic ones. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Real and synthetic samples count in fixed shares, however many there are of each. Whoever gathers
 * real data knows which they are.
 */
export const sampleWeighting = defineIntervention({
  name: "sample-weighting",
  title: "Weighting of real samples",
  summary:
    "The real samples of a pool together have a fixed share of its weight, whatever their number.",
  source: "He, Xu & Cheng 2025, golden ratio weighting, arXiv:2502.18049",
  settings: {
    real: number({
      default: GOLDEN,
      min: 0,
      max: 1,
      varies: true,
      unit: "of the weight",
      help: "Share of the real samples; with as many real as synthetic ones 1/φ = 0.618 errs least.",
    }),
  },
  kernels: [...weightKernels, weighShare],

  apply(context, proposed, _sources, { real }) {
    const { backend, scope, lineages: L } = context;
    const isReal = ({ birth }: Segment) => birth === 0;
    const realPart = proposed.filter(isReal);
    const others = proposed.filter((segment) => !isReal(segment));
    if (realPart.length === 0 || others.length === 0) return proposed;
    const whole = poolMass(context, proposed);
    const parts = [
      { part: poolMass(context, realPart), share: context.vector(real) },
      { part: poolMass(context, others), share: context.vector(real, rest) },
    ];
    const weighed = proposed.map((segment) => {
      const weight = scope.tensor("weight", "f32", [L, segment.values.shape[1]]);
      const before = weightOf(context, segment);
      const masses = { before, ...parts[isReal(segment) ? 0 : 1], whole, weight };
      backend.dispatch(weighShare, masses, { rows: segment.rows });
      return weighted(segment, weight);
    });
    return forNow(weighed, proposed);
  },
});

function rest(share: number): number {
  return 1 - share;
}
