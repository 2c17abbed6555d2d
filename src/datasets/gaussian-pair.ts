import { integer, number } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { openVectors, realVectorKernels } from "./real-vectors.ts";

export const gaussianPair = defineDataset({
  name: "gaussian-pair",
  title: "Two Gaussians",
  summary: "Two modes on either side of 0 along the first dimension, one of which may be rare.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  kind: "vector",
  settings: {
    separation: number({
      default: 4,
      min: 0,
      max: 1000,
      unit: "data units",
      help: "Distance between the two modes.",
    }),
    leftWeight: number({
      default: 0.5,
      min: 0.0001,
      max: 0.9999,
      unit: "of the data",
      help: "How much of the data the left mode has.",
    }),
    deviation: number({
      default: 1,
      min: 0.001,
      max: 1000,
      unit: "data units",
      help: "Deviation of each mode, and of every further dimension.",
    }),
    dimensions: integer({ default: 1, min: 1, max: 256, help: "Numbers that make up one sample." }),
  },
  kernels: realVectorKernels,

  facts: ({ separation, leftWeight, deviation, dimensions }) => ({
    kind: "vector",
    marginals: Array.from({ length: dimensions }, (_, d) =>
      d === 0 && separation > 0
        ? [
            { weight: leftWeight, mean: -separation / 2, deviation },
            { weight: 1 - leftWeight, mean: separation / 2, deviation },
          ]
        : [{ weight: 1, mean: 0, deviation }],
    ),
    groups: ["left", "right"],
  }),
  open: openVectors,
});
