import { signAccuracy } from "../../kernels/metrics/accuracy.ts";
import { discrepancy } from "../../kernels/metrics/discrepancy.ts";
import { meanCounts } from "../../kernels/metrics/mean-counts.ts";
import { meanDifference } from "../../kernels/metrics/mean-difference.ts";
import { mixtureDistance } from "../../kernels/metrics/mixture-distance.ts";
import { neighbourCounts } from "../../kernels/metrics/neighbour-counts.ts";
import { neighbourRadius } from "../../kernels/metrics/neighbour-radius.ts";
import { poolQuadrants } from "../../kernels/metrics/pool-quadrants.ts";
import { pooledVarianceOf } from "../../kernels/metrics/pooled-variance.ts";
import { shareBelow } from "../../kernels/metrics/share-below.ts";
import { similarityCubic } from "../../kernels/metrics/similarity-cubic.ts";
import { similarityGaussian } from "../../kernels/metrics/similarity-gaussian.ts";
import { spreadOver } from "../../kernels/metrics/spread.ts";
import { squaredDistance } from "../../kernels/metrics/squared-distance.ts";
import { squaredErrors } from "../../kernels/metrics/squared-errors.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredNormal, scatteredWord } from "../scattered.ts";

const others = (i: number) => scatteredNormal(i + 5000);
const logDeviation = (i: number) => 0.5 * scatteredNormal(i);

/** A set against itself, and against one that all lineages share. */
const pairs = [
  { axes: { L: 3, Q: 3, R: 3, N: 37, M: 37 }, scalars: { own: 1 }, against: scatteredNormal },
  { axes: { L: 3, Q: 3, R: 1, N: 37, M: 41 }, scalars: { own: 0 }, against: others },
  { axes: { L: 3, Q: 1, R: 3, N: 41, M: 37 }, scalars: { own: 0 }, against: others },
];

/** How like each other points are, and what follows from that. */
export const likenessCases: readonly KernelCase[] = [
  ...pairs.map(({ axes, scalars, against }) => ({
    kernel: similarityGaussian,
    axes: { ...axes, D: 3 },
    scalars,
    inputs: { points: scatteredNormal, others: against, width: (l: number) => 0.7 + 0.4 * l },
    absolute: 1e-6,
    relative: 4e-6,
  })),
  ...pairs.map(({ axes, scalars, against }) => ({
    kernel: similarityCubic,
    axes: { ...axes, F: 12 },
    scalars,
    inputs: { points: scatteredNormal, others: against },
    absolute: 1e-5,
    relative: 4e-6,
  })),
  ...[1, 67].map((R) => ({
    kernel: discrepancy,
    axes: { L: 67, R, N: 71, M: 45 },
    inputs: {
      own: scatteredFraction,
      between: (i: number) => scatteredFraction(i + 77),
      other: (i: number) => scatteredFraction(i + 7777),
    },
    absolute: 2e-6,
  })),
  {
    kernel: signAccuracy,
    axes: { L: 67, C: 5 },
    inputs: {
      // Right, opposite, and without any direction first, then at every angle.
      coefficients: (i) => [1, -2, 0][Math.floor(i / 5)] ?? scatteredNormal(i),
      slopes: () => 0.4,
    },
    absolute: 2e-6,
  },
];

/** What metrics make of samples. */
export const metricCases: readonly KernelCase[] = [
  ...likenessCases,
  {
    kernel: neighbourRadius,
    axes: { R: 2, N: 37, F: 12 },
    inputs: { points: scatteredNormal },
    relative: 2e-5,
  },
  ...[0, 1].map((own) => ({
    kernel: neighbourCounts,
    axes: { L: 3, Q: 1, R: 3, S: 1, N: 19, M: 23, F: 12, E: own === 1 ? 19 : 23 },
    scalars: { own },
    // About half of the distances, 24 in the mean, are below such a radius, none of them by rounding.
    inputs: { points: scatteredNormal, others, radius: (i: number) => 20 + (i % 7) },
  })),
  {
    kernel: meanCounts,
    axes: { L: 67, N: 37 },
    scalars: { share: 0, scale: 0.2 },
    inputs: { counts: (i) => scatteredWord(i) % 5 },
    relative: 2e-6,
  },
  {
    kernel: poolQuadrants,
    axes: { B: 3, H: 7, W: 7, C: 5, F: 20 },
    inputs: { images: scatteredNormal },
    absolute: 2e-6,
  },
  {
    kernel: squaredErrors,
    axes: { L: 3, M: 7, D: 13, R: 1 },
    inputs: { a: scatteredNormal, b: others },
    relative: 2e-6,
  },
  {
    kernel: squaredDistance,
    axes: { L: 67, C: 5 },
    inputs: { values: scatteredNormal, origin: scatteredFraction },
    relative: 2e-6,
  },
  {
    kernel: meanDifference,
    axes: { L: 3, N: 71, F: 1 },
    scalars: { rows: 67 },
    // A row that the one side has and the other has not.
    inputs: { first: scatteredNormal, second: (i) => (i === 80 ? -1e30 : others(i)) },
    absolute: 2e-6,
  },
  {
    kernel: shareBelow,
    axes: { L: 67, N: 71 },
    scalars: { rows: 67, threshold: 0.3, whole: 0.05 },
    inputs: { values: scatteredNormal },
    relative: 2e-6,
  },
  {
    kernel: spreadOver,
    axes: { L: 67, D: 13 },
    inputs: { logDeviation },
    relative: 4e-6,
  },
  {
    kernel: pooledVarianceOf,
    axes: { L: 66, D: 3 },
    scalars: { members: 3 },
    inputs: { mean: scatteredNormal, logDeviation },
    relative: 4e-6,
    absolute: 2e-6,
  },
  {
    kernel: mixtureDistance,
    axes: { L: 3, K: 3, J: 4, Q: 1 },
    inputs: { own: scatteredFraction, reference: scatteredFraction, both: (i) => 0.1 * (i % 5) },
    absolute: 2e-6,
    relative: 2e-6,
  },
];
