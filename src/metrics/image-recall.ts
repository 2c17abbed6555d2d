import { FEATURES_NOTE } from "../images/features.ts";
import { bothBalls, neighbourKernels, refusesNeighbours, within } from "../images/neighbours.ts";
import { defineMetric } from "./metric.ts";

export const imageRecall = defineMetric({
  name: "image-recall",
  title: "Recall",
  summary: `The share of real images that the model could have drawn: they lie within the ball of one that it drew, ${FEATURES_NOTE}.`,
  source: "Kynkäänniemi et al. 2019, arXiv:1904.06991",
  unit: "",
  settings: {},
  kernels: neighbourKernels,
  needsReal: ["heldOut", "samples"],
  needs: ["samples"],
  kind: "image",
  refuses: refusesNeighbours,

  measure(context, seen) {
    const { real, model } = bothBalls(context, seen);
    return within(context, real, model, "share");
  },
});
