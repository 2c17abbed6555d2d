import { FEATURES_NOTE } from "../images/features.ts";
import { bothBalls, neighbourKernels, refusesNeighbours, occupied } from "../images/neighbours.ts";
import { defineMetric } from "./metric.ts";

export const imageCoverage = defineMetric({
  name: "image-coverage",
  title: "Coverage",
  summary: `The share of real balls that have an image of the model in them; about 0.97 for the real distribution itself, ${FEATURES_NOTE}.`,
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
    return occupied(context, real, model);
  },
});
