import { kernelLogDensity } from "../../kernels/kernel-density/log-density.ts";
import { densityRoots } from "../../kernels/kernel-density/roots.ts";
import { densitySample } from "../../kernels/kernel-density/sample.ts";
import { mixtureAssign } from "../../kernels/mixture/assign.ts";
import { mixtureBegin } from "../../kernels/mixture/begin.ts";
import { chunkSums } from "../../kernels/mixture/chunk-sums.ts";
import { decide } from "../../kernels/mixture/decide.ts";
import { DONE } from "../../kernels/mixture/done.ts";
import { expectPairs } from "../../kernels/mixture/expect-pairs.ts";
import { expectStep } from "../../kernels/mixture/expect.ts";
import { mixtureFrame } from "../../kernels/mixture/frame.ts";
import { mixtureInvert } from "../../kernels/mixture/invert.ts";
import { keepBest } from "../../kernels/mixture/keep.ts";
import { mixtureLogDensity } from "../../kernels/mixture/log-density.ts";
import { maximiseStep } from "../../kernels/mixture/maximise.ts";
import { mixtureMoments } from "../../kernels/mixture/moments.ts";
import { mixtureSample } from "../../kernels/mixture/sample.ts";
import { seedChoose } from "../../kernels/mixture/seed-choose.ts";
import { seedMasses } from "../../kernels/mixture/seed-masses.ts";
import { standardise } from "../../kernels/mixture/standardise.ts";
import { toDataUnits } from "../../kernels/mixture/to-data-units.ts";
import type { KernelCase } from "../kernel-case.ts";
import {
  scatteredFraction,
  scatteredKeys as keys,
  scatteredNormal,
  scatteredRoots as roots,
} from "../scattered.ts";

/** Every third row is not there. */
const presence = (i: number) => (i % 3 === 0 ? 0 : 0.5 + (i % 2));
/** Of three lineages the one in the middle is done. */
const listed = (i: number) => [2, DONE, 0][i];
const points = (i: number) => 2 * scatteredNormal(i);
const center = (i: number) => scatteredNormal(i + 500);
/** A few roundings, and what logarithms and exponentials of numbers below ten may be off by. */
const CLOSE = { absolute: 2e-5, relative: 2e-5 };

const fit: readonly KernelCase[] = [
  {
    kernel: mixtureFrame,
    axes: { L: 4, D: 3 },
    inputs: {
      logDeviation: (i) => (i < 3 ? -1e30 : i < 6 ? -70 : 0.3 * i - 2),
      regularisation: (i) => [1e-6, 0, 0, 0.5][i],
    },
    ...CLOSE,
  },
  {
    kernel: mixtureBegin,
    axes: { L: 3, K: 3, D: 2, P: 3 },
    inputs: {
      beforeWeight: (i) => 0.1 + 0.05 * i,
      beforeRoot: roots(2),
      beforeScale: (i) => -0.3 * i,
      scale: (i) => -0.2 * i - 0.5,
    },
    ...CLOSE,
  },
  {
    kernel: seedMasses,
    axes: { L: 3, N: 37, D: 3, K: 4, C: 3, W: 37 },
    scalars: { chunkLength: 16, seed: 2, spread: 1 },
    inputs: { points, center, presence, nearest: scatteredFraction },
    relative: 1e-5,
  },
  {
    kernel: seedChoose,
    axes: { L: 3, N: 37, D: 3, K: 4, C: 3, W: 37 },
    scalars: { chunkLength: 16, seed: 2, restart: 1, stream: 2, generation: 3 },
    inputs: {
      points,
      center,
      presence,
      nearest: scatteredFraction,
      masses: (i) => 1 + (i % 3),
      keys,
    },
  },
  ...[0, 1].map((hard): KernelCase => ({
    kernel: expectStep,
    axes: { L: 3, A: 3, N: 29, D: 3, K: 4, W: 29 },
    scalars: { hard },
    inputs: {
      points,
      presence,
      center,
      inverse: roots(3),
      logScale: (i) => (i % 4 === 1 ? -1e30 : -0.1 * i),
      listed,
    },
    ...CLOSE,
  })),
  {
    kernel: expectPairs,
    axes: { L: 3, A: 3, N: 301, C: 4 },
    scalars: { chunkLength: 97, hard: 0 },
    inputs: { points, center, inverse: roots(2), logScale: (i) => -0.1 * i, listed },
    relative: 5e-5,
    absolute: 6e-4,
  },
  {
    kernel: chunkSums,
    axes: { L: 3, A: 3, N: 37, D: 3, K: 2, C: 3, F: 10, W: 37 },
    scalars: { chunkLength: 16 },
    inputs: {
      points: scatteredNormal,
      presence,
      center,
      responsibility: scatteredFraction,
      score: (i) => scatteredNormal(i + 900),
      listed,
    },
    relative: 1e-5,
    absolute: 4e-5,
  },
  {
    kernel: maximiseStep,
    axes: { L: 3, A: 3, C: 3, K: 4, D: 3, F: 10 },
    inputs: {
      // Masses around 5; means small; products diagonally dominant; one component without rows.
      sums: (i) => {
        const f = i % 10;
        if (Math.floor(i / 10) % 4 === 3) return 0;
        if (f === 0) return 5 + scatteredFraction(i);
        return [4, 6, 9].includes(f) ? 6 + scatteredFraction(i) : 0.6 * scatteredNormal(i);
      },
      leastVariance: (i) => 1e-3 * i,
      listed,
      weight: () => 0.5,
      center,
      root: roots(3),
      inverse: roots(3),
      logScale: () => -1,
    },
    // The component without rows has an inverse of 10⁵ in lineage 0.
    relative: 5e-5,
    absolute: 2e-5,
  },
  {
    kernel: decide,
    axes: { L: 4, A: 4, C: 3 },
    inputs: {
      scores: (i) => (i % 2 === 0 ? -10 - i : 4),
      tolerance: (i) => [1e-3, 10, 10, 10][i],
      latest: () => -3.1,
      steps: (i) => [5, 5, 0, 7][i],
      listed: (i) => [0, 1, 2, DONE][i],
    },
    relative: 1e-6,
  },
  {
    kernel: keepBest,
    axes: { L: 3, K: 2, D: 2 },
    scalars: { attempt: 1, unbiased: 1 },
    inputs: {
      latest: (i) => [-2, 30, -3, 3, -1, 50][i],
      weight: (i) => [0.4, 0.6][i % 2],
      center,
      root: roots(2),
      best: () => -2.5,
      keptWeight: () => 9,
      keptCenter: () => 9,
      keptRoot: () => 9,
    },
    relative: 2e-6,
  },
];

const units = {
  weight: (i: number) => [0.3, 0.7][i % 2],
  center,
  root: roots(3),
  frameMean: (i: number) => i,
  frameLogDeviation: (i: number) => -0.4 * i,
};

const densities: readonly KernelCase[] = [
  { kernel: mixtureMoments, axes: { L: 3, K: 2, D: 3 }, inputs: units, ...CLOSE },
  { kernel: toDataUnits, axes: { L: 3, K: 2, D: 3 }, inputs: units, ...CLOSE },
  {
    kernel: mixtureSample,
    axes: { L: 3, N: 43, R: 3, K: 3, D: 2 },
    scalars: { stream: 3, generation: 2 },
    inputs: { keys, weight: (i) => [0.2, 0.3, 0.5][i % 3], center: points, root: roots(2) },
    // The kernel's normals are within 10⁻⁵ of the twin's.
    absolute: 6e-5,
  },
  {
    kernel: mixtureInvert,
    axes: { R: 2, K: 5, D: 3 },
    inputs: { weight: (i) => (i === 4 ? 0 : 0.1 * i + 0.01), root: roots(3) },
    ...CLOSE,
  },
  {
    kernel: mixtureLogDensity,
    axes: { L: 3, N: 23, D: 3, K: 4, R: 3 },
    inputs: {
      points: (i) => 3 * scatteredNormal(i),
      center,
      inverse: roots(3),
      logScale: (i) => (i % 4 === 1 ? -1e30 : -0.3 * i),
      logDeviation: (i) => -0.5 * i,
    },
    ...CLOSE,
  },
  {
    kernel: mixtureAssign,
    axes: { L: 3, N: 23, D: 3, K: 4, R: 3 },
    scalars: { edge: 6 },
    inputs: {
      points: (i) => 3 * scatteredNormal(i),
      center,
      inverse: roots(3),
      logScale: (i) => -0.3 * i,
      groupOf: (k) => [0, 1, 1, 2][k],
    },
  },
  {
    kernel: standardise,
    axes: { L: 3, N: 21, M: 40, D: 3, E: 3 },
    scalars: { rows: 17, first: 5 },
    inputs: {
      values: points,
      logDeviation: (i) => -0.1 * i,
      factor: roots(3),
      center,
      offset: (i) => 0.1 * scatteredNormal(i + 300),
      toLogDeviation: (i) => -0.2 * i,
    },
    absolute: 6e-5,
  },
  {
    kernel: densityRoots,
    axes: { L: 3, D: 3, E: 3 },
    scalars: { rule: 1.25 },
    inputs: {
      mass: (i) => [40, 90, 0][i % 3] + i,
      width: (i) => 0.1 + i,
      logDeviation: (i) => -0.4 * i,
      factor: roots(3),
      scale: (i) => -0.3 * i,
    },
    ...CLOSE,
  },
  {
    kernel: densitySample,
    axes: { L: 3, N: 70, M: 37, D: 6, C: 3, W: 0 },
    scalars: { chunkLength: 16, stream: 3, generation: 1 },
    inputs: {
      keys,
      points: scatteredNormal,
      presence: () => 1,
      masses: (i) => [16, 16, 5][i % 3],
      root: roots(6),
    },
    absolute: 6e-5,
  },
  {
    kernel: kernelLogDensity,
    axes: { L: 3, N: 19, M: 23, D: 3, W: 23 },
    inputs: {
      queries: points,
      points: (i) => scatteredNormal(i + 300),
      presence,
      inverse: roots(3),
      logScale: (i) => 0.3 * i,
      logDeviation: (i) => -0.2 * i,
    },
    ...CLOSE,
  },
];

/** Mixtures from their first centers to their densities, and kernel densities. */
export const mixtureCases: readonly KernelCase[] = [...fit, ...densities];
