import { refusesClasses } from "../images/classes.ts";
import { FEATURES_NOTE, imageFeatureKernels } from "../images/features.ts";
import { classCounts } from "./class-shares.ts";
import { defineMetric } from "./metric.ts";

export const rareShare = defineMetric({
  name: "rare-share",
  title: "Share of the rarest class",
  summary: `The share of the model's images that look like the class that is rarest in the real data: the nearest mean of real ones, ${FEATURES_NOTE}.`,
  source: "this project",
  unit: "of the images",
  settings: {},
  kernels: imageFeatureKernels,
  needsReal: ["heldOut", "samples"],
  needs: ["samples"],
  kind: "image",
  refuses: refusesClasses,

  measure: (context, { real, current }) =>
    classCounts(context, real, current.samples, (counts, { frequencies }) => {
      const shares = Array.from(frequencies!);
      const rarest = shares.indexOf(Math.min(...shares.filter((share) => share > 0)));
      return counts[rarest] / counts.reduce((sum, count) => sum + count, 0);
    }),
});
