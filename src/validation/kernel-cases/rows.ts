import { poolMembers } from "../../kernels/categorical/pool-members.ts";
import { advantageOf } from "../../kernels/metrics/advantage.ts";
import { chooseBest } from "../../kernels/pool/choose-best.ts";
import { keepFloats } from "../../kernels/pool/keep-floats.ts";
import { keepWords } from "../../kernels/pool/keep-words.ts";
import { ofMember } from "../../kernels/pool/of-member.ts";
import { takeFloats } from "../../kernels/pool/take-floats.ts";
import { takePart } from "../../kernels/pool/take-part.ts";
import { takeWeights } from "../../kernels/pool/take-weights.ts";
import { takeWords } from "../../kernels/pool/take-words.ts";
import { gatherBlocks } from "../../kernels/text/gather-blocks.ts";
import { textLogProb } from "../../kernels/text/log-prob.ts";
import { gatherTokens } from "../../kernels/training/gather-tokens.ts";
import { gatherVectors } from "../../kernels/training/gather-vectors.ts";
import { partClock } from "../../kernels/training/part-clock.ts";
import { Stream } from "../../random/streams.ts";
import type { KernelCase } from "../kernel-case.ts";
import {
  scatteredFraction,
  scatteredKeys as keys,
  scatteredNormal,
  scatteredWord,
} from "../scattered.ts";

/** Two thirds of the rows are there. */
const weight = (i: number) => (scatteredWord(i) % 3 === 0 ? 0 : scatteredFraction(i));

/** Members of an ecosystem take rows from each other. */
const exchange = { axes: { L: 6, N: 7, C: 9, W: 5, K: 3 }, scalars: { rows: 6, offset: 2 } };
const start = (member: number) => 2 * member;

const kept = {
  axes: { L: 5, W: 17 },
  inputs: {
    mass: (i: number) => (i === 3 || i === 12 ? 0 : 1),
    previous: (i: number) => 1000 + i,
    current: (i: number) => i,
  },
};

const gathered = {
  axes: { L: 3, N: 19, B: 11, T: 7, D: 7 },
  scalars: { first: 5, rows: 17 },
};
const order = (i: number) => scatteredWord(i) % 40;

/** Which rows go where: exactly, but for the numbers that are made of them. */
export const rowCases: readonly KernelCase[] = [
  { ...exchange, kernel: takeFloats, inputs: { start, values: scatteredNormal } },
  { ...exchange, kernel: takeWords, inputs: { start, values: scatteredWord } },
  ...[1, 6].map((R) => ({
    kernel: takeWeights,
    axes: { L: 6, N: 7, C: 9, R, K: 3 },
    scalars: exchange.scalars,
    inputs: { start, count: (member: number) => 9 - member, weight: scatteredFraction },
  })),
  {
    kernel: ofMember,
    axes: { L: 7, W: 11 },
    scalars: { member: 2, members: 3 },
    inputs: { keys: (i) => 5 * i, values: scatteredNormal, chosen: () => 3 },
  },
  {
    kernel: poolMembers,
    axes: { L: 8, K: 11 },
    scalars: { members: 3 },
    inputs: { counts: (i) => scatteredWord(i) >>> 24, totals: () => 4000 },
    // Sums are rounded to whole numbers, which a quotient may miss by one.
    absolute: 1,
    relative: 1e-6,
  },
  {
    kernel: advantageOf,
    axes: { L: 66 },
    scalars: { members: 3 },
    inputs: { risk: (l) => (l % 7 === 1 ? Infinity : 3 * scatteredFraction(l)) },
    absolute: 1e-6,
  },
  {
    kernel: chooseBest,
    axes: { L: 3, N: 71, G: 14, R: 3 },
    scalars: { rows: 67, size: 5, stream: Stream.INTERVENTION, generation: 2 },
    inputs: {
      keys,
      scores: scatteredNormal,
      // A whole group that is not there.
      weight: (i) => (i < 12 ? 0 : weight(i)),
      temperature: (l) => [0, 0.5, 20][l],
    },
  },
  {
    kernel: takePart,
    axes: { L: 3, P: 45, N: 23 },
    scalars: { first: 9, rows: 21 },
    inputs: { together: scatteredNormal },
  },
  { ...kept, kernel: keepFloats },
  { ...kept, kernel: keepWords },
  {
    kernel: gatherBlocks,
    axes: { L: 3, N: 7, T: 11, K: 13, R: 3 },
    inputs: { blocks: (i) => i, places: (i) => scatteredWord(i) % 13 },
  },
  { ...gathered, kernel: gatherTokens, inputs: { values: scatteredWord, order } },
  { ...gathered, kernel: gatherVectors, inputs: { values: scatteredNormal, order } },
  {
    kernel: partClock,
    axes: {},
    scalars: { parts: 4, part: 3 },
    inputs: { clock: () => 7 },
  },
  {
    kernel: textLogProb,
    axes: { L: 2, N: 11, T: 7 },
    // What is impossible in one place is impossible.
    inputs: { surprise: (i) => (i === 20 ? Infinity : scatteredFraction(i)) },
    relative: 2e-6,
  },
];
