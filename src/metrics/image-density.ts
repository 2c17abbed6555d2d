import { FEATURES_NOTE } from "../images/features.ts";
import { bothBalls, neighbourKernels, refusesNeighbours, within } from "../images/neighbours.ts";
import { defineMetric } from "./metric.ts";

export const imageDensity = defineMetric({
  name: "image-density",
  title: "Density",
  summary: `How many real balls an image of the model lies in, over five; 1 for the real distribution itself, ${FEATURES_NOTE}.`,
  source: "Naeem et al. 2020, arXiv:2002.09797",
  unit: "",
  settings: {},
  kernels: neighbourKernels,
  needsReal: ["heldOut", "samples"],
  needs: ["samples"],
  kind: "image",
  refuses: refusesNeighbours,

  measure(context, seen) {
    const { real, model } = bothBalls(context, seen);
    return within(context, model, real, "mean");
  },
});
