import { chunkComoments } from "../../kernels/gaussian/chunk-comoments.ts";
import { chunkMomentsFours } from "../../kernels/gaussian/chunk-moments-fours.ts";
import { chunkMomentsWeighted } from "../../kernels/gaussian/chunk-moments-weighted.ts";
import { chunkLength, chunkMoments } from "../../kernels/gaussian/chunk-moments.ts";
import { combineWeighted } from "../../kernels/gaussian/combine-weighted.ts";
import { combineMoments } from "../../kernels/gaussian/combine.ts";
import { composeMoments } from "../../kernels/gaussian/compose.ts";
import { difference } from "../../kernels/gaussian/difference.ts";
import { mergeMomentsWeighted } from "../../kernels/gaussian/merge-moments-weighted.ts";
import { mergeMoments } from "../../kernels/gaussian/merge-moments.ts";
import { orthogonalRoot } from "../../kernels/gaussian/orthogonal-root.ts";
import { widen } from "../../kernels/gaussian/widen.ts";
import { LOG_ZERO } from "../../kernels/logarithm.ts";
import { generalisedLogVariance } from "../../kernels/metrics/log-variance.ts";
import { meanOffset } from "../../kernels/metrics/mean.ts";
import { meanVariance } from "../../kernels/metrics/variance.ts";
import { wasserstein } from "../../kernels/metrics/wasserstein.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredNormal, scatteredRoots, scatteredWord } from "../scattered.ts";

const values = (i: number) => 3 + scatteredNormal(i);
/** A third of the rows are not there. */
const weight = (i: number) => (scatteredWord(i) % 3 === 0 ? 0 : 4 * scatteredFraction(i));
const logDeviation = (i: number) => 0.5 * scatteredNormal(i);
const realMean = (i: number) => 0.1 * scatteredNormal(i + 77);
const rows = 253;
const chunks = { rows, chunkLength: chunkLength(rows) };
const C = Math.ceil(rows / chunks.chunkLength);
/** A few roundings of numbers about 1, and what a logarithm or an exponential may be off by. */
const CLOSE = { absolute: 5e-6, relative: 5e-6 };

/** Moments of samples, whole and in parts, and the metrics of Gaussians. */
export const gaussianCases: readonly KernelCase[] = [
  {
    kernel: chunkMoments,
    axes: { L: 3, N: 257, D: 5, C },
    scalars: chunks,
    inputs: { values },
    absolute: 1e-4,
    relative: 2e-6,
  },
  {
    kernel: chunkMomentsFours,
    axes: { L: 67, N: 256, D: 1, C },
    scalars: chunks,
    inputs: { values },
    absolute: 1e-4,
    relative: 2e-6,
  },
  {
    kernel: chunkMomentsWeighted,
    axes: { L: 3, N: 203, D: 2, C: 13 },
    scalars: { rows: 199, chunkLength: 16 },
    inputs: { values, weight: (i) => (i < 16 ? 0 : weight(i)) },
    absolute: 5e-5,
    relative: 2e-6,
  },
  {
    kernel: mergeMoments,
    axes: { L: 67, D: 3, C },
    scalars: chunks,
    inputs: {
      means: scatteredNormal,
      squares: (i) => scatteredNormal(i) ** 2,
      frameMean: scatteredNormal,
      frameLogDeviation: (i) => -0.01 * i,
    },
    ...CLOSE,
  },
  {
    kernel: mergeMomentsWeighted,
    axes: { L: 5, C: 13, D: 3 },
    inputs: {
      means: scatteredNormal,
      squares: (i) => 20 * scatteredFraction(i),
      masses: (i) => (i < 13 ? 0 : weight(i)),
      frameMean: scatteredNormal,
      frameLogDeviation: (i) => -scatteredFraction(i),
    },
    ...CLOSE,
  },
  {
    kernel: combineMoments,
    axes: { L: 33, D: 3 },
    scalars: { firstRows: 1000, secondRows: 77 },
    inputs: {
      firstMean: (i) => (i % 5 === 0 ? 1 : scatteredNormal(i)),
      secondMean: (i) => (i % 5 === 0 ? 1 : scatteredNormal(i + 1000)),
      firstLogDeviation: (i) => [0, -50, LOG_ZERO, 3][i % 4],
      secondLogDeviation: (i) => [0, -50, LOG_ZERO, 3][(i >> 2) % 4],
    },
    ...CLOSE,
  },
  {
    kernel: combineWeighted,
    axes: { L: 7, D: 3 },
    inputs: {
      firstMass: (i) => (i < 3 ? 0 : 5 * scatteredFraction(i)),
      secondMass: (i) => (i > 17 ? 0 : 5 * scatteredFraction(i + 100)),
      firstMean: scatteredNormal,
      firstLogDeviation: (i) => -3 * scatteredFraction(i),
      secondMean: (i) => scatteredNormal(i + 100),
      secondLogDeviation: (i) => (i === 4 ? LOG_ZERO : -scatteredFraction(i + 50)),
    },
    ...CLOSE,
  },
  {
    kernel: chunkComoments,
    axes: { L: 3, N: 100, D: 4, C: Math.ceil(99 / chunkLength(99)) },
    scalars: { rows: 99, chunkLength: chunkLength(99) },
    inputs: { values: scatteredNormal, center: (i) => 0.1 * scatteredNormal(i) },
    absolute: 2e-4,
  },
  {
    kernel: orthogonalRoot,
    axes: { L: 65, N: 5, D: 3 },
    scalars: { rows: 4 },
    inputs: { values: scatteredNormal, center: () => 0.1 },
    absolute: 2e-5,
    relative: 2e-5,
    ignored: ["columns"],
  },
  {
    kernel: composeMoments,
    axes: { L: 17, D: 4, E: 4 },
    inputs: {
      center: scatteredNormal,
      root: scatteredRoots(4),
      frameMean: scatteredNormal,
      frameLogDeviation: (i) => -0.1 * i,
      frameFactor: scatteredRoots(4),
    },
    absolute: 2e-5,
    relative: 2e-5,
  },
  {
    kernel: difference,
    axes: { L: 19, D: 3 },
    inputs: { first: scatteredNormal, second: (i) => scatteredNormal(i + 500) },
    absolute: 1e-6,
  },
  {
    kernel: widen,
    axes: { L: 19, D: 3 },
    scalars: { shift: 0.25 },
    inputs: { logDeviation: scatteredNormal },
    absolute: 1e-6,
  },
  {
    kernel: meanOffset,
    axes: { L: 67, D: 3 },
    inputs: { mean: scatteredNormal, realMean },
    ...CLOSE,
  },
  { kernel: meanVariance, axes: { L: 67, D: 3 }, inputs: { logDeviation }, ...CLOSE },
  {
    kernel: generalisedLogVariance,
    axes: { L: 67, D: 3, E: 0 },
    inputs: { logDeviation, factor: () => 0 },
    ...CLOSE,
  },
  {
    kernel: wasserstein,
    axes: { L: 67, D: 3 },
    inputs: {
      mean: scatteredNormal,
      logDeviation,
      realMean,
      slope: (i) => 0.8 + 0.01 * (i % 9),
      residual: (i) => 0.1 * (i % 3),
    },
    ...CLOSE,
  },
];
