import type { Tensor } from "../compute/tensor.ts";
import {
  FEATURES_NOTE,
  featuresOf,
  heldOutFeatures,
  imageFeatureKernels,
  refusesFeatures,
} from "../images/features.ts";
import { discrepancy } from "../kernels/metrics/discrepancy.ts";
import { similarityCubic } from "../kernels/metrics/similarity-cubic.ts";
import { type Points, discrepancyBetween } from "./discrepancy.ts";
import { defineMetric } from "./metric.ts";

export const kid = defineMetric({
  name: "kid",
  title: "Kernel distance (KID)",
  summary: `How much more like their own kind the model's images and unseen real ones are than like each other, by a cubic kernel, without bias: about 0 for the real distribution itself, ${FEATURES_NOTE}.`,
  source: "Bińkowski et al. 2018, arXiv:1801.01401",
  unit: "",
  settings: {},
  kernels: [...imageFeatureKernels, similarityCubic, discrepancy],
  needsReal: ["heldOut", "samples"],
  needs: ["samples"],
  kind: "image",
  refuses: refusesFeatures,

  measure(context, { real, current }) {
    const { backend, scope } = context;
    const unseen = heldOutFeatures(context, real.samples, real.heldOut as Tensor<"f32">);
    const similarity = (points: Points, others: Points) => {
      // Where all lineages share both sets, one row says it for all of them.
      const [L, N] = [Math.max(points.shape[0], others.shape[0]), points.shape[1]];
      const similarity = scope.tensor("similarity", "f32", [L, N]);
      const scalars = { own: Number(points === others) };
      backend.dispatch(similarityCubic, { points, others, similarity }, scalars);
      return similarity;
    };
    const drawn = featuresOf(context, current.samples);
    return discrepancyBetween(context, drawn, unseen, similarity, () => {
      const known = () => ({ alike: similarity(unseen, unseen) });
      return context.derive(real.samples, "similarity of held-out images", null, known).alike;
    });
  },
});
