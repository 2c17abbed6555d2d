import { number } from "../config.ts";
import { defineDataset } from "./dataset.ts";
import { alongCurve, jointFacts } from "./joint.ts";
import { realJointKernels } from "./real-joint.ts";
import { openVectors } from "./real-vectors.ts";

/** One and a half turns, at a tenth of scikit-learn's size. */
const SCALE = 0.1;
const INNER = 1.5 * Math.PI;
const OUTER = 4.5 * Math.PI;

export const swissRoll = defineDataset({
  name: "swiss-roll",
  title: "Swiss roll",
  summary: "A spiral of one and a half turns: Gaussians close together along it.",
  source: "Pedregosa et al. 2011, scikit-learn's make_swiss_roll, arXiv:1201.0490",
  kind: "vector",
  settings: {
    noise: number({
      default: 0.05,
      min: 0.02,
      max: 10,
      unit: "data units",
      help: "Deviation of the points around the spiral, which ends at a radius of 1.4.",
    }),
  },
  kernels: realJointKernels,

  facts: ({ noise }) =>
    jointFacts(
      alongCurve(
        (part) => {
          const t = INNER + (OUTER - INNER) * part;
          return [SCALE * t * Math.cos(t), SCALE * t * Math.sin(t)];
        },
        {
          // Steps are even in the angle, and so the widest are those of the outer end.
          length: SCALE * (OUTER - INNER) * Math.hypot(1, OUTER),
          deviation: noise,
          weight: 1,
          group: (part) => Math.floor(3 * part),
        },
      ),
      ["inner half turn", "middle half turn", "outer half turn"],
    ),
  open: openVectors,
});
