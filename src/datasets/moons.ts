import { number } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { alongCurve, jointFacts } from "./joint.ts";
import { realJointKernels } from "./real-joint.ts";
import { openVectors } from "./real-vectors.ts";

export const moons = defineDataset({
  name: "moons",
  title: "Two moons",
  summary:
    "Two half circles that reach into each other: Gaussians close together along the curves.",
  source: "Pedregosa et al. 2011, scikit-learn's make_moons, arXiv:1201.0490",
  kind: "vector",
  settings: {
    noise: number({
      default: 0.1,
      min: 0.01,
      max: 10,
      unit: "data units",
      help: "Deviation of the points around the curves, whose radius is 1.",
    }),
    upperWeight: number({
      default: 0.5,
      min: 0.0001,
      max: 0.9999,
      unit: "of the data",
      help: "How much of the data the upper moon has.",
    }),
  },
  kernels: realJointKernels,

  facts: ({ noise, upperWeight }) => {
    const moon = (group: number, weight: number, curve: (angle: number) => [number, number]) =>
      alongCurve((part) => curve(Math.PI * part), {
        length: Math.PI,
        deviation: noise,
        weight,
        group: () => group,
      });
    return jointFacts(
      [
        ...moon(0, upperWeight, (t) => [Math.cos(t), Math.sin(t)]),
        ...moon(1, 1 - upperWeight, (t) => [1 - Math.cos(t), 0.5 - Math.sin(t)]),
      ],
      ["upper moon", "lower moon"],
    );
  },
  open: openVectors,
});
