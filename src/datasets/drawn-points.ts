import { list, number, text } from "../config.ts";
import { ConfigError } from "../errors.ts";
import { namedGroups } from "../named-groups.ts";
import { defineDataset } from "./dataset.ts";
import { jointFacts, planeFactor } from "./joint.ts";
import { realJointKernels } from "./real-joint.ts";
import { openVectors } from "./real-vectors.ts";

const MOST_POINTS = 512;

/** A snake that is about to bite its tail. */
const snake = Array.from({ length: 28 }, (_, i) => {
  const angle = (2 * Math.PI * (i + 2)) / 30;
  return [Math.cos(angle), Math.sin(angle)].map((x) => Math.round(200 * x) / 100);
}).flat();

export const drawnPoints = defineDataset({
  name: "drawn-points",
  title: "Points of your own",
  summary: "Points that you draw in the plane, each of them the middle of a small Gaussian.",
  source: "this project",
  kind: "vector",
  settings: {
    points: list({
      default: snake,
      min: -1000,
      max: 1000,
      maxItems: 2 * MOST_POINTS,
      places: true,
      help: `Horizontal and vertical coordinate of each point in turn, at most ${MOST_POINTS} points.`,
    }),
    deviation: number({
      default: 0.1,
      min: 0.0001,
      max: 1000,
      unit: "data units",
      help: "Deviation of the data around each point, in each dimension.",
    }),
    groups: text({
      default: "",
      maxLength: 2000,
      help: "Groups of points that are followed by themselves, by number from 1 on, such as “head: 1-3; tail: 26-28”.",
    }),
  },
  kernels: realJointKernels,

  facts({ points, deviation, groups: written }) {
    if (points.length === 0) throw new ConfigError("points", "no point is drawn");
    if (points.length % 2 === 1) {
      const message = `${points.length} coordinates do not come in pairs of horizontal and vertical`;
      throw new ConfigError("points", message);
    }
    const groups = namedGroups(written, points.length / 2, null);
    return jointFacts(
      Array.from({ length: points.length / 2 }, (_, i) => ({
        weight: 1,
        mean: [points[2 * i], points[2 * i + 1]],
        factor: planeFactor(deviation),
        group: groups?.findIndex(({ members }) => members.includes(i)) ?? 0,
      })),
      groups?.map(({ name }) => name),
    );
  },
  open: openVectors,
});
