import type { Tensor } from "../compute/tensor.ts";
import {
  FEATURES,
  FEATURES_NOTE,
  featuresOf,
  heldOutFeatures,
  imageFeatureKernels,
  refusesFeatures,
} from "../images/features.ts";
import { featureMoments, frechetDistance as distance, squareRoot } from "./feature-moments.ts";
import { defineMetric } from "./metric.ts";
import { onHost } from "./on-host.ts";

export const frechetDistance = defineMetric({
  name: "frechet-distance",
  title: "Fréchet distance",
  summary: `How far Gaussians around the model's and around unseen real images are from each other, squared, ${FEATURES_NOTE}.`,
  source: "Heusel et al. 2017, arXiv:1706.08500",
  unit: "features²",
  settings: {},
  kernels: imageFeatureKernels,
  needsReal: ["heldOut", "samples"],
  needs: ["samples"],
  kind: "image",
  refuses: refusesFeatures,

  measure(context, { real, current }) {
    const heldOut = heldOutFeatures(context, real.samples, real.heldOut as Tensor<"f32">);
    const drawn = featuresOf(context, current.samples);
    return onHost(context, drawn, heldOut, (unseen) => {
      const other = featureMoments(unseen, FEATURES);
      const root = squareRoot(other.covariance);
      return (own) => distance(featureMoments(own, FEATURES), other, root);
    });
  },
});
