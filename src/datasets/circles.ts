import { number } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { alongCurve, jointFacts } from "./joint.ts";
import { realJointKernels } from "./real-joint.ts";
import { openVectors } from "./real-vectors.ts";

export const circles = defineDataset({
  name: "circles",
  title: "Two circles",
  summary: "One circle within another: Gaussians close together along both.",
  source: "Pedregosa et al. 2011, scikit-learn's make_circles, arXiv:1201.0490",
  kind: "vector",
  settings: {
    noise: number({
      default: 0.05,
      min: 0.01,
      max: 10,
      unit: "data units",
      help: "Deviation of the points around the circles, of which the outer one has radius 1.",
    }),
    innerRadius: number({
      default: 0.5,
      min: 0.01,
      max: 0.99,
      unit: "data units",
      help: "Radius of the inner circle.",
    }),
    outerWeight: number({
      default: 0.5,
      min: 0.0001,
      max: 0.9999,
      unit: "of the data",
      help: "How much of the data the outer circle has.",
    }),
  },
  kernels: realJointKernels,

  facts: ({ noise, innerRadius, outerWeight }) => {
    const circle = (group: number, weight: number, radius: number) =>
      alongCurve(
        (part) => {
          const angle = 2 * Math.PI * part;
          return [radius * Math.cos(angle), radius * Math.sin(angle)];
        },
        { length: 2 * Math.PI * radius, deviation: noise, weight, group: () => group },
      );
    return jointFacts(
      [...circle(0, outerWeight, 1), ...circle(1, 1 - outerWeight, innerRadius)],
      ["outer circle", "inner circle"],
    );
  },
  open: openVectors,
});
