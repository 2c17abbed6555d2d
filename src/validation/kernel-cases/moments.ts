import { cholesky } from "../../kernels/gaussian/cholesky.ts";
import { combineFactors } from "../../kernels/gaussian/combine-factors.ts";
import { scaleDeviations } from "../../kernels/gaussian/scale.ts";
import { weighParts } from "../../kernels/gaussian/weigh-parts.ts";
import { weighRows } from "../../kernels/gaussian/weigh-rows.ts";
import { widenWeighted } from "../../kernels/gaussian/widen-weighted.ts";
import { wassersteinFull } from "../../kernels/metrics/wasserstein-full.ts";
import { mixtureAdopt } from "../../kernels/mixture/adopt.ts";
import { DONE } from "../../kernels/mixture/done.ts";
import { expectPlane } from "../../kernels/mixture/expect-plane.ts";
import { mixtureOverlap } from "../../kernels/mixture/overlap.ts";
import { sumsPlane } from "../../kernels/mixture/sums-plane.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredNormal, scatteredRoots, scatteredWord } from "../scattered.ts";

const logDeviation = (i: number) => 0.5 * scatteredNormal(i);
/** Two thirds of the rows are there. */
const weight = (i: number) => (scatteredWord(i) % 3 === 0 ? 0 : 4 * scatteredFraction(i));
/** Masses with their squares, of which the lineages in the list have none. */
const massOf = (empty: readonly number[]) => (i: number) =>
  empty.includes(Math.floor(i / 3)) ? 0 : [20, 20, 1.5][i % 3];
const CLOSE = { absolute: 4e-6, relative: 4e-6 };

/** The lower half of a matrix of D rows with a diagonal that outweighs the rest, for each chunk. */
const products = (D: number) => (i: number) => {
  const [row, column] = [Math.floor(i / D) % D, i % D];
  return column > row ? 0 : row === column ? 20 : scatteredNormal(i);
};

/** Rows of length 1, lower triangular. */
const factor = (D: number) => (e: number) => {
  const i = Math.floor(e / D) % D;
  const entry = (j: number) => (j > i ? 0 : j === i ? 1 : scatteredNormal(e - (e % D) + j));
  const row = Array.from({ length: D }, (_, j) => entry(j));
  return row[e % D] / Math.hypot(...row);
};

const apart = (i: number) => (i % 4 === 0 ? 0 : 0.3 * scatteredNormal(i));

/** Four components in the plane, one without weight; of three lineages the second is done. */
const plane = {
  axes: { L: 3, A: 3, N: 31, K: 4, C: 2, W: 31 },
  inputs: {
    points: (i: number) => 2 * scatteredNormal(i),
    presence: (i: number) => (i % 3 === 0 ? 0 : 0.5 + (i % 2)),
    center: (i: number) => scatteredNormal(i + 5000),
    inverse: scatteredRoots(2),
    logScale: (i: number) => (i % 4 === 1 ? -1e30 : -0.1 * i),
    listed: (i: number) => [2, DONE, 0][i],
  },
};

/** Means, deviations and covariances of sets that are put together. */
export const momentCases: readonly KernelCase[] = [
  {
    kernel: cholesky,
    axes: { L: 5, C: 3, D: 6 },
    scalars: { rows: 60 },
    inputs: { products: products(6) },
    absolute: 1e-5,
    relative: 1e-5,
  },
  {
    kernel: combineFactors,
    axes: { L: 19, D: 3, W: 7 },
    scalars: { firstRows: 100, secondRows: 250 },
    inputs: {
      distance: apart,
      firstLogDeviation: () => 0,
      secondLogDeviation: (i) => -(i % 3),
      // What follows for the two sets together.
      logDeviation: (i) =>
        0.5 *
        Math.log((100 + 250 * Math.exp(-2 * (i % 3)) + ((100 * 250) / 350) * apart(i) ** 2) / 350),
      firstFactor: factor(3),
      secondFactor: factor(3),
    },
    absolute: 2e-5,
    ignored: ["rows"],
  },
  {
    kernel: scaleDeviations,
    axes: { L: 5, D: 3 },
    inputs: {
      logDeviation: (i) => (i === 4 ? -1e30 : 100 * scatteredNormal(i)),
      shift: (i) => (i === 1 ? -1e38 : scatteredNormal(i)),
    },
    relative: 2e-6,
  },
  {
    kernel: weighParts,
    axes: { L: 7, D: 3 },
    inputs: {
      firstMass: massOf([1, 3]),
      secondMass: massOf([2, 3]),
      distance: (i) => scatteredNormal(i + 200),
      firstLogDeviation: logDeviation,
      secondLogDeviation: (i) => logDeviation(i + 1),
    },
    ...CLOSE,
  },
  {
    kernel: weighRows,
    axes: { L: 3, N: 31, D: 2 },
    scalars: { rows: 29 },
    inputs: {
      values: scatteredNormal,
      weight: (i) => (i < 31 ? 0 : weight(i)),
      mass: (i) => (i < 3 ? 0 : 20),
      center: scatteredFraction,
    },
    ...CLOSE,
  },
  {
    kernel: widenWeighted,
    axes: { L: 5, D: 3 },
    inputs: {
      // One sample alone, and none, have no unbiased deviation.
      mass: (i) => [7, 7, 1, 3, 9, 1, 0, 0, 1, 2.5, 2.1, 0, 1e4, 1e4, 1][i],
      logDeviation: scatteredNormal,
    },
    ...CLOSE,
  },
  {
    kernel: mixtureAdopt,
    axes: { L: 3, D: 2, K: 5, J: 4, R: 1 },
    inputs: {
      shift: scatteredNormal,
      givenWeight: scatteredNormal,
      givenMean: scatteredNormal,
      givenRoot: scatteredNormal,
    },
    relative: 4e-6,
  },
  {
    kernel: mixtureOverlap,
    axes: { L: 3, K: 3, J: 4, D: 3, E: 4, R: 3, Q: 1 },
    inputs: {
      weight: (i) => 0.1 + 0.1 * i,
      mean: (i) => scatteredNormal(i),
      root: scatteredRoots(3),
      otherWeight: (i) => 0.05 + 0.1 * i,
      otherMean: (i) => scatteredNormal(i + 700),
      otherRoot: scatteredRoots(3),
    },
    relative: 4e-5,
    ignored: ["scratch"],
  },
  {
    kernel: wassersteinFull,
    axes: { L: 5, D: 3 },
    inputs: {
      mean: scatteredNormal,
      logDeviation,
      factor: factor(3),
      realMean: (i) => 0.1 * scatteredNormal(i + 77),
      realDeviation: (i) => 0.8 + 0.1 * (i % 9),
    },
    absolute: 4e-5,
    relative: 2e-5,
    ignored: ["scratch"],
  },
  { ...plane, kernel: expectPlane, scalars: { hard: 0 }, absolute: 2e-5, relative: 2e-5 },
  {
    ...plane,
    kernel: sumsPlane,
    scalars: { chunkLength: 16 },
    inputs: { ...plane.inputs, responsibility: scatteredFraction, score: scatteredNormal },
    absolute: 6e-5,
    relative: 2e-5,
  },
];
