import { number } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { jointFacts, planeFactor } from "./joint.ts";
import { realJointKernels } from "./real-joint.ts";
import { openVectors } from "./real-vectors.ts";

const CORRELATION = { default: 0, min: -0.99, max: 0.99 } as const;
const DEVIATION = { default: 1, min: 0.001, max: 1000, unit: "data units" } as const;

export const twoGaussians = defineDataset({
  name: "two-gaussians",
  title: "Two Gaussians in the plane",
  summary: "Two modes side by side, each with its own width and slant.",
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
    leftDeviation: number({ ...DEVIATION, help: "Deviation of the left mode in each dimension." }),
    rightDeviation: number({
      ...DEVIATION,
      help: "Deviation of the right mode in each dimension.",
    }),
    leftCorrelation: number({
      ...CORRELATION,
      help: "How the two dimensions of the left mode go together.",
    }),
    rightCorrelation: number({
      ...CORRELATION,
      help: "How the two dimensions of the right mode go together.",
    }),
  },
  kernels: realJointKernels,

  facts: (config) =>
    jointFacts(
      [
        {
          weight: config.leftWeight,
          mean: [-config.separation / 2, 0],
          factor: planeFactor(config.leftDeviation, config.leftCorrelation),
          group: 0,
        },
        {
          weight: 1 - config.leftWeight,
          mean: [config.separation / 2, 0],
          factor: planeFactor(config.rightDeviation, config.rightCorrelation),
          group: 1,
        },
      ],
      ["left", "right"],
    ),
  open: openVectors,
});
