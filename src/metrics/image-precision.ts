import { FEATURES_NOTE } from "../images/features.ts";
import { bothBalls, neighbourKernels, refusesNeighbours, within } from "../images/neighbours.ts";
import { defineMetric } from "./metric.ts";

export const imagePrecision = defineMetric({
  name: "image-precision",
  title: "Precision",
  summary: `The share of what the model draws that looks like something real: it lies within the ball of a real image, ${FEATURES_NOTE}.`,
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
    return within(context, model, real, "share");
  },
});
