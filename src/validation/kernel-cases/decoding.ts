import { aboveThresholds } from "../../kernels/decoding/above.ts";
import { cutBelow } from "../../kernels/decoding/cut.ts";
import { drawTokens } from "../../kernels/decoding/draw.ts";
import { embedNewest } from "../../kernels/decoding/embed.ts";
import { finish } from "../../kernels/decoding/finish.ts";
import { logSoftmax } from "../../kernels/decoding/log-softmax.ts";
import { mergeBeams } from "../../kernels/decoding/merge.ts";
import { narrowThreshold } from "../../kernels/decoding/narrow.ts";
import { penalize } from "../../kernels/decoding/penalize.ts";
import { rememberPrompts } from "../../kernels/decoding/remember-prompts.ts";
import { remember } from "../../kernels/decoding/remember.ts";
import { strandMasses } from "../../kernels/decoding/strand-masses.ts";
import { strandCount } from "../../kernels/decoding/strands.ts";
import { takeLast } from "../../kernels/decoding/take-last.ts";
import { takeLineages } from "../../kernels/decoding/take-lineages.ts";
import { takePrompts } from "../../kernels/decoding/take-prompts.ts";
import { temperScores } from "../../kernels/decoding/temper.ts";
import { topOfStrands } from "../../kernels/decoding/top.ts";
import { trace } from "../../kernels/decoding/trace.ts";
import { Stream } from "../../random/streams.ts";
import type { KernelCase } from "../kernel-case.ts";
import {
  scatteredFraction,
  scatteredKeys as keys,
  scatteredNormal,
  scatteredWord,
} from "../scattered.ts";

/** A vocabulary of three strands that divides by nothing, and the rows of two lineages. */
const [V, R] = [613, 6];
const C = strandCount(V);
const axes = { L: 2, R, V, C, K: 5 };
const logit = (i: number) => 3 * scatteredNormal(i);
const weight = (i: number) => Math.fround(Math.exp(-Math.abs(logit(i))));
/** Sixteen levels, so that many are equal. */
const level = (i: number) => (scatteredWord(i) % 16) / 4;
/** The same in lists of five that descend, where neighbours are equal, too. */
const listedLevel = (i: number) => level(Math.floor(i / 5)) - Math.floor((i % 5) / 2) / 4;

/** Something of every strand of every row, once it is asked for: token v is in strand v % C. */
function ofStrands(of: (scores: readonly number[]) => number): (i: number) => number {
  const known = new Map<number, number>();
  return (i) => {
    const [row, c] = [Math.floor(i / C), i % C];
    const count = Math.ceil((V - c) / C);
    const value =
      known.get(i) ?? of(Array.from({ length: count }, (_, k) => logit(row * V + c + k * C)));
    known.set(i, value);
    return value;
  };
}

const peaks = ofStrands((scores) => Math.fround(Math.max(...scores)));
const masses = ofStrands((scores) => {
  const peak = Math.fround(Math.max(...scores));
  return scores.reduce((sum, score) => sum + Math.exp(score - peak), 0);
});
const weights = ofStrands((scores) =>
  scores.reduce((sum, score) => sum + Math.fround(Math.exp(-Math.abs(score))), 0),
);

/** All but the last bits of the first weight of a row. */
const threshold = (row: number) => {
  const bits = new Uint32Array(Float32Array.of(weight(row * V)).buffer)[0];
  return bits - (bits % 2 ** 16);
};

/** How one of the next tokens is chosen. */
const choices: readonly KernelCase[] = [
  { kernel: strandMasses, axes, inputs: { scores: logit }, relative: 2e-5 },
  { kernel: logSoftmax, axes, inputs: { scores: logit, peaks, masses }, absolute: 5e-6 },
  {
    kernel: temperScores,
    axes,
    inputs: { scores: logit, peaks, temperature: (l) => [0.7, 2][l] },
    relative: 2e-5,
  },
  { kernel: topOfStrands, axes, inputs: { scores: level, sums: (r) => -(r % 3) } },
  ...[0, 1].map((mass) => ({
    kernel: aboveThresholds,
    axes,
    scalars: { shift: 12, mass },
    inputs: { weights: weight, threshold },
    relative: 2e-5,
  })),
  ...[0, 1].map((mass) => ({
    kernel: narrowThreshold,
    axes: { L: 3, R: 35, C: 3 },
    scalars: { shift: 4, mass, whole: mass === 1 ? 1 : 40 },
    inputs: {
      share: (l: number) => (mass === 1 ? [0.3, 1, 0.9] : [3, 0, 20])[l],
      masses: () => 4,
      above: (i: number) => (16 - (i % 16)) * (0.3 + scatteredFraction(i >> 4) / 2),
      threshold: () => 2 ** 28,
    },
  })),
  { kernel: cutBelow, axes, inputs: { weights: weight, threshold }, relative: 2e-5 },
  {
    kernel: drawTokens,
    axes: { ...axes, T: 4 },
    scalars: { stream: Stream.SAMPLE, generation: 1, first: 9 },
    inputs: { clock: () => 2, keys, weights: weight, masses: weights },
  },
  ...[0, 1].map((summed) => ({
    kernel: mergeBeams,
    axes: { L: 2, N: 7, R: 21, C: 3, K: 5, Q: 35, T: 4 },
    scalars: { summed },
    // No two tokens of a row are the same.
    inputs: {
      clock: () => 2,
      values: listedLevel,
      tokens: (i: number) => 1000 - ((i * 7) % 1000),
    },
  })),
  {
    kernel: penalize,
    axes: { L: 2, N: 3, R: 6, S: 11, T: 7, V: 61 },
    scalars: { ngram: 2, forbidden: 3 },
    inputs: {
      clock: () => 5,
      penalty: (l) => [1.3, 2][l],
      prompts: (i) => scatteredWord(i) % 4,
      history: (i) => scatteredWord(i + 1000) % 5,
      scores: logit,
    },
    relative: 1e-6,
  },
];

const [N, K, T, S] = [5, 3, 7, 11];
const texts = { L: 2, N, K, R: N * K, Q: N * K, T };
/** A token below 50 and a parent among the rows. */
const log = (i: number) => scatteredWord(i) % (i % 2 === 0 ? 50 : N * K);
/** The second and the fifth of five. */
const lineages = (l: number) => 1 + 3 * l;
const cache = { ...texts, Y: S + K * T, E: 27, F: 18 };

/** How texts are kept and found back: copies, but for a sum. */
const rows: readonly KernelCase[] = [
  { kernel: trace, axes: texts, inputs: { clock: () => T, log } },
  {
    kernel: finish,
    axes: { ...texts, G: 5, M: 9 },
    scalars: { first: 3 },
    inputs: { sums: scatteredNormal, divisor: () => 2, lineages, log },
  },
  {
    kernel: takePrompts,
    axes: { L: 2, G: 5, M: 4, N: 7, S: 3 },
    scalars: { first: 2 },
    inputs: { prompts: (i) => i, lineages },
  },
  {
    kernel: takeLineages,
    axes: { L: 2, G: 5, W: 67 },
    inputs: { values: scatteredNormal, lineages },
  },
  { kernel: takeLast, axes: { L: 2, N: 3, S: 5, D: 7 }, inputs: { x: scatteredNormal } },
  {
    kernel: embedNewest,
    axes: { ...texts, V: 50, D: 9, P: 20 },
    scalars: { offset: 3 },
    inputs: {
      clock: () => 4,
      history: (i) => scatteredWord(i) % 50,
      embedding: scatteredNormal,
      positions: (i) => scatteredNormal(i + 99),
    },
    absolute: 1e-6,
    relative: 1e-6,
  },
  {
    kernel: remember,
    axes: cache,
    scalars: { S },
    inputs: { clock: () => 4, qkv: scatteredNormal },
  },
  { kernel: rememberPrompts, axes: { ...cache, S }, inputs: { qkv: scatteredNormal } },
];

/** What texts are continued by. */
export const decodingCases: readonly KernelCase[] = [...choices, ...rows];
