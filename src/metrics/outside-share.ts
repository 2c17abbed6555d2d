import { shareBelow } from "../kernels/metrics/share-below.ts";
import { defineMetric } from "./metric.ts";
import { lowRegion } from "./real-density.ts";

/** Of the real distribution: what lies beyond counts as outside of its support. */
const MASS = 0.001;

export const outsideShare = defineMetric({
  name: "outside-share",
  title: "Outside the support",
  summary: "The share of the model's samples where one real sample in a thousand lies.",
  source: "Schaeffer et al. 2025, arXiv:2503.03150",
  unit: "",
  settings: {},
  kernels: [shareBelow],
  needsReal: ["logProb"],
  needs: ["samples"],

  // Nobody draws a category that the real distribution has not.
  refuses: ({ kind }) => (kind === "vector" ? null : "is for vectors"),

  async measure(context, { real, current }) {
    const { threshold } = lowRegion(real.facts, MASS)!;
    const values = await real.logProb(context, current.samples);
    const share = context.scope.tensor("outside share", "f32", [context.lineages]);
    const { rows } = current.samples;
    context.backend.dispatch(shareBelow, { values, share }, { rows, threshold, whole: 1 });
    return share;
  },
});
