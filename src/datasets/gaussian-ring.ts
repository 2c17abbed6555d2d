import { integer, number } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { jointFacts, planeFactor } from "./joint.ts";
import { realJointKernels } from "./real-joint.ts";
import { openVectors } from "./real-vectors.ts";

export const gaussianRing = defineDataset({
  name: "gaussian-ring",
  title: "Ring of Gaussians",
  summary: "Modes at equal distances on a circle; the first of them may be rare.",
  source: "Srivastava et al. 2017, arXiv:1705.07761",
  kind: "vector",
  settings: {
    modes: integer({ default: 8, min: 2, max: 64, help: "How many modes there are." }),
    radius: number({
      default: 2,
      min: 0.001,
      max: 1000,
      unit: "data units",
      help: "Distance of the modes from the middle.",
    }),
    deviation: number({
      default: 0.1,
      min: 0.0001,
      max: 1000,
      unit: "data units",
      help: "Deviation of each mode in each dimension.",
    }),
    rareness: number({
      default: 1,
      min: 0.0001,
      max: 1,
      help: "How frequent the first mode is, as a share of what each other one has; 1 for all alike.",
    }),
  },
  kernels: realJointKernels,

  facts: ({ modes, radius, deviation, rareness }) =>
    jointFacts(
      Array.from({ length: modes }, (_, i) => {
        const angle = (2 * Math.PI * i) / modes;
        return {
          weight: i === 0 ? rareness : 1,
          mean: [radius * Math.cos(angle), radius * Math.sin(angle)],
          factor: planeFactor(deviation),
          group: i,
        };
      }),
      Array.from({ length: modes }, (_, i) => `mode ${i + 1}`),
    ),
  open: openVectors,
});
