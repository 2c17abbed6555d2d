import { addMasses } from "../../kernels/pool/add-masses.ts";
import { atLeast } from "../../kernels/pool/at-least.ts";
import { choosePart } from "../../kernels/pool/choose-part.ts";
import { chooseRows } from "../../kernels/pool/choose-rows.ts";
import { fixedPoint } from "../../kernels/pool/fixed-point.ts";
import { inProportion } from "../../kernels/pool/in-proportion.ts";
import { keepByChance } from "../../kernels/pool/keep-by-chance.ts";
import { keepRanked } from "../../kernels/pool/keep-ranked.ts";
import { keptShares } from "../../kernels/pool/kept-shares.ts";
import { lay } from "../../kernels/pool/lay.ts";
import { sumWeights } from "../../kernels/pool/mass.ts";
import { meanScores } from "../../kernels/pool/mean-scores.ts";
import { multiplicities } from "../../kernels/pool/multiplicities.ts";
import { rankCounts } from "../../kernels/pool/rank-counts.ts";
import { rankGoal } from "../../kernels/pool/rank-goal.ts";
import { CHUNK_LENGTH, rankOf } from "../../kernels/pool/rank.ts";
import { fixedPointScale } from "../../kernels/pool/scale.ts";
import { Liking, scorePoints } from "../../kernels/pool/score-points.ts";
import { swapRows } from "../../kernels/pool/swap-rows.ts";
import { tally } from "../../kernels/pool/tally.ts";
import { weighShare } from "../../kernels/pool/weigh-share.ts";
import { variety } from "../../kernels/text/variety.ts";
import { lookUp } from "../../kernels/training/look-up.ts";
import { Stream } from "../../random/streams.ts";
import type { KernelCase } from "../kernel-case.ts";
import {
  scatteredFraction,
  scatteredKeys as keys,
  scatteredNormal,
  scatteredWord,
} from "../scattered.ts";

/** A third of the rows are not there. */
const weight = (i: number) => (scatteredWord(i) % 3 === 0 ? 0 : scatteredFraction(i));
const present = (i: number) => Number(scatteredWord(i) % 3 !== 0);
/** Four levels, so that many are equal. */
const fewScores = (i: number) => (scatteredWord(i) % 4) - 2.5;
const marks = (i: number) => scatteredWord(i + 1000) % 2;
/** Running counts of rows that are there, of rows of length P. */
const upTo = (P: number) => (i: number) => {
  let count = 0;
  for (let p = i - (i % P); p <= i; p++) count += present(p);
  return count;
};
const part = { first: 3, rows: 67 };
const choice = { stream: Stream.CHOICE, generation: 3 };
const axes = { L: 3, N: 71, R: 3, P: 77 };
const CLOSE = { absolute: 1e-6, relative: 2e-6 };

/** What regimes and filters do with the rows of a pool: choices exactly, sums closely. */
export const poolCases: readonly KernelCase[] = [
  {
    kernel: swapRows,
    axes,
    scalars: { ...part, ...choice },
    inputs: { keys, share: (l) => [0, 0.4, 1][l], weight },
  },
  {
    kernel: choosePart,
    axes,
    scalars: { ...part, ...choice, chosen: 20 },
    inputs: { keys, upTo: upTo(77) },
  },
  {
    kernel: chooseRows,
    axes: { L: 2, P: 41, C: 19 },
    scalars: { stream: Stream.RESAMPLE, generation: 2 },
    // Up to 41 · 10⁸, near 2³².
    inputs: {
      keys,
      cumulative: (i) => (i < 41 ? 100_000_000 : 3) * (1 + Math.floor((i % 41) / 2) * 2),
    },
  },
  {
    kernel: fixedPoint,
    axes: { L: 5, N: 71, R: 5, P: 77 },
    scalars: part,
    inputs: { weight, scale: (l) => [2 ** 26, 1, 0, -1, 2 ** 22][l] },
  },
  {
    kernel: fixedPointScale,
    axes: { L: 4 },
    inputs: { mass: (i) => [0, 0, 0, 1.5, 0, 1, 12_345, 0, 0, 1e-20, 0, 1][i] },
  },
  {
    kernel: multiplicities,
    axes,
    scalars: part,
    inputs: { before: weight, counts: (i) => scatteredWord(i) % 5 },
  },
  {
    kernel: sumWeights,
    axes: { L: 67, N: 203 },
    scalars: { rows: 199 },
    inputs: { weight },
    ...CLOSE,
  },
  {
    kernel: addMasses,
    axes: { L: 67 },
    inputs: { first: (i) => i, second: scatteredFraction },
    ...CLOSE,
  },
  {
    kernel: weighShare,
    axes: { L: 5, N: 71, R: 5 },
    scalars: { rows: 67 },
    inputs: {
      before: weight,
      share: (l) => [0, 0.618, 1, 0.3, 0.5][l],
      part: (i) => [0, 3.7, 0.2, 11, 9][Math.floor(i / 3)],
      whole: (i) => [4, 12.1, 9, 11, 9][Math.floor(i / 3)],
    },
    ...CLOSE,
  },
  {
    kernel: inProportion,
    axes: { L: 4, N: 71, R: 4 },
    scalars: { first: 9, rows: 67, ratio: 0.41 },
    inputs: { mass: (i) => [0, 33, 110, 1000][Math.floor(i / 3)], before: weight },
  },
  {
    kernel: keepByChance,
    axes: { L: 3, N: 71, R: 3, S: 1 },
    scalars: { rows: 67, stream: Stream.INTERVENTION + 2, birth: 3, drawn: 5 },
    inputs: {
      keys,
      weight,
      marks,
      keepMarked: (l) => [0.3, 0, 0.9][l],
      keepOther: (l) => [1, 0.5, 0.2][l],
    },
  },
  {
    kernel: tally,
    axes: { L: 5, N: 201, R: 5, Q: 1, S: 1 },
    scalars: { rows: 190 },
    inputs: { before: weight, after: (i) => weight(i) * marks(i + 5), marks },
    ...CLOSE,
  },
  {
    kernel: keptShares,
    axes: { L: 5 },
    inputs: { sums: (i) => (i < 2 || i > 15 ? 0 : scatteredFraction(i)) },
    ...CLOSE,
  },
  {
    kernel: atLeast,
    axes: { L: 3, N: 29 },
    inputs: { scores: scatteredNormal, threshold: scatteredFraction },
  },
  ...Object.values(Liking).map((by) => ({
    kernel: scorePoints,
    axes: { L: 3, N: 29, D: 3 },
    scalars: { by },
    inputs: { points: scatteredNormal, near: scatteredFraction },
    ...CLOSE,
  })),
  {
    kernel: meanScores,
    axes: { L: 3, N: 29, G: 7, R: 1, Q: 3 },
    scalars: { rows: 27 },
    inputs: {
      // Every fifth is the logarithm of zero.
      scores: (at) => (at % 5 === 0 ? -1e30 : scatteredNormal(at)),
      weight,
      chosen: (i) => scatteredWord(i) % 29,
      chosenWeight: weight,
    },
    ...CLOSE,
  },
  ...[28, 4, 0].map((shift) => ({
    kernel: rankCounts,
    axes: { L: 3, N: 71 + 2 * CHUNK_LENGTH, R: 1, C: 3 },
    scalars: { rows: 67 + 2 * CHUNK_LENGTH, shift },
    inputs: { scores: fewScores, weight, goal: (i: number) => (i % 2 === 0 ? rankOf(-0.5) : 7) },
  })),
  ...[28, 8].map((shift) => ({
    kernel: rankGoal,
    axes: { L: 6, C: 5 },
    scalars: { shift },
    inputs: {
      share: (l: number) => [0, 0.1, 0.5, 0.77, 1, 0.01][l],
      counts: (i: number) => 3 * (16 - (i % 16)) + (Math.floor(i / 16) % 3),
      goal: (i: number) => (i % 2 === 0 ? 0x12340000 : 17 * i),
    },
  })),
  {
    kernel: keepRanked,
    axes: { L: 6, N: 71, R: 6, C: 1 },
    scalars: { rows: 67 },
    inputs: {
      scores: fewScores,
      weight,
      goal: (i) => (i % 2 === 0 ? rankOf(-0.5) : [0, 1, 9, 20, 30, 70][i >> 1]),
      counts: (i) => (i % 16 === 0 ? 30 : 12),
    },
  },
  {
    kernel: variety,
    axes: { L: 3, N: 23, T: 9 },
    inputs: { texts: (i) => scatteredWord(i) % 8 },
    relative: 1e-6,
  },
  {
    kernel: lay,
    axes: { L: 3, N: 31, R: 1, P: 47 },
    scalars: { first: 11, rows: 29 },
    inputs: { numbers: scatteredNormal },
  },
  {
    kernel: lookUp,
    axes: { L: 3, B: 31, P: 17 },
    inputs: { chosen: (i) => scatteredWord(i) % 100, order: (i) => scatteredWord(i) % 17 },
  },
];
