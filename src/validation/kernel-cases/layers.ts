import { add } from "../../kernels/layers/add.ts";
import { crossEntropyBackwardFours } from "../../kernels/layers/cross-entropy-backward-fours.ts";
import { crossEntropyBackward } from "../../kernels/layers/cross-entropy-backward.ts";
import { crossEntropyForward } from "../../kernels/layers/cross-entropy-forward.ts";
import { dropoutForward } from "../../kernels/layers/dropout-forward.ts";
import { embeddingForwardFours } from "../../kernels/layers/embedding-forward-fours.ts";
import { embeddingForward } from "../../kernels/layers/embedding-forward.ts";
import { geluBackward } from "../../kernels/layers/gelu-backward.ts";
import { geluForward } from "../../kernels/layers/gelu-forward.ts";
import { layerNormBackwardFours } from "../../kernels/layers/layer-norm-backward-fours.ts";
import { layerNormBackwardQuads } from "../../kernels/layers/layer-norm-backward-quads.ts";
import { layerNormBackward } from "../../kernels/layers/layer-norm-backward.ts";
import { layerNormForwardFours } from "../../kernels/layers/layer-norm-forward-fours.ts";
import { layerNormForwardQuads } from "../../kernels/layers/layer-norm-forward-quads.ts";
import { layerNormForward } from "../../kernels/layers/layer-norm-forward.ts";
import { logSumChunksFours } from "../../kernels/layers/log-sum-chunks-fours.ts";
import { logSumChunks } from "../../kernels/layers/log-sum-chunks.ts";
import { IGNORED, nextTokens } from "../../kernels/layers/next-tokens.ts";
import { reluBackward } from "../../kernels/layers/relu-backward.ts";
import { reluForward } from "../../kernels/layers/relu-forward.ts";
import { tokenLinks } from "../../kernels/layers/token-links.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredNormal as normal, scatteredWord } from "../scattered.ts";

const another = (i: number) => normal(i + 5000);
const tokens = (below: number) => (i: number) => scatteredWord(i) % below;
/** A few roundings of numbers about 1. */
const ROUNDED = { absolute: 2e-6, relative: 2e-6 };
const CLOSE = { absolute: 2e-5, relative: 2e-5 };

const row = { N: 301 };
const rows = { L: 3, M: 67, D: 23, C: 3 };
const rowsOfFours = { ...rows, D: 28 };
const rowsOfQuads = { ...rows, D: 48 };
/** Rows far from 0 as well, and a first one that is constant. */
const x = (i: number) => (i < 28 ? 2 : 10 * (i % 3) + normal(i));
const statistics = (i: number) => (i % 2 === 0 ? 10 * normal(i) : 0.5 + scatteredFraction(i));
const normalised = {
  scalars: { epsilon: 1e-5 },
  inputs: { x, scale: normal, bias: another },
  ...CLOSE,
};
const differentiated = {
  scalars: { accumulate: 1 },
  inputs: { x, statistics, gradientOut: another, scale: normal, gradient: normal },
  // Up to 30 deviations from the mean, squared.
  absolute: 1e-3,
  relative: 1e-5,
};
/** Both tails of GELU as well. */
const spread = (i: number) => (i % 2 === 0 ? 3 : 40) * normal(i);
const logits = (i: number) => 8 * normal(i);
const vocabulary = { L: 2, M: 21, V: 523, C: 3 };
const vocabularyOfFours = { ...vocabulary, V: 524 };
const targets = (i: number) => (i % 7 === 6 ? IGNORED : scatteredWord(i) % 523);

/** What a transformer is made of besides products and attention. */
export const layerCases: readonly KernelCase[] = [
  { kernel: reluForward, axes: row, inputs: { x: normal } },
  {
    kernel: reluBackward,
    axes: row,
    inputs: { out: (i) => Math.max(0, normal(i)), gradient: another },
  },
  { kernel: add, axes: row, scalars: { accumulate: 1 }, inputs: { x: normal, sum: another } },
  { kernel: geluForward, axes: row, inputs: { x: spread }, ...CLOSE },
  {
    kernel: geluBackward,
    axes: row,
    scalars: { accumulate: 1 },
    inputs: { x: spread, gradientOut: another, gradient: another },
    ...CLOSE,
  },
  {
    kernel: dropoutForward,
    axes: { L: 3, E: 103 },
    scalars: { stream: 6, generation: 3, place: 2 },
    inputs: {
      keys: (i) => [7, 5, 7, 6, 9, 5][i],
      clock: () => 12,
      rate: (l) => [0, 0.25, 0.9][l],
      x: normal,
      residual: another,
    },
    ...ROUNDED,
  },
  ...[
    { kernel: embeddingForward, D: 5 },
    { kernel: embeddingForwardFours.many, D: 28 },
    { kernel: embeddingForwardFours.few, D: 28 },
  ].map(({ kernel, D }) => ({
    kernel,
    axes: { L: 3, M: 35, V: 11, P: 10, D },
    scalars: { T: 7, offset: 2 },
    inputs: { tokens: tokens(9), table: normal, positions: another },
    ...ROUNDED,
  })),
  { kernel: tokenLinks, axes: { L: 3, M: 35, V: 11 }, inputs: { tokens: tokens(9) } },
  { kernel: layerNormForward, axes: rows, ...normalised },
  { kernel: layerNormForwardFours, axes: rowsOfFours, ...normalised },
  { kernel: layerNormForwardQuads[2], axes: rowsOfQuads, ...normalised },
  { kernel: layerNormBackward, axes: rows, ...differentiated },
  { kernel: layerNormBackwardFours, axes: rowsOfFours, ...differentiated },
  { kernel: layerNormBackwardQuads[2][1], axes: rowsOfQuads, ...differentiated },
  { kernel: nextTokens, axes: vocabulary, scalars: { T: 7 }, inputs: { tokens: tokens(523) } },
  { kernel: logSumChunks, axes: vocabulary, inputs: { logits }, ...CLOSE },
  { kernel: logSumChunksFours, axes: vocabularyOfFours, inputs: { logits }, ...CLOSE },
  {
    kernel: crossEntropyForward,
    axes: vocabulary,
    inputs: { logits, chunks: (i) => 20 + normal(i), targets },
    ...CLOSE,
  },
  ...[
    { kernel: crossEntropyBackward, axes: vocabulary },
    { kernel: crossEntropyBackwardFours, axes: vocabularyOfFours },
  ].map((one) => ({
    ...one,
    scalars: { count: 18 },
    inputs: { targets, logSums: () => 30, gradientLoss: (l: number) => 1 + l, logits },
    absolute: 1e-7,
    // e^x of a logit 60 below the sum may be off by 123 units in the last place.
    relative: 2e-5,
  })),
];
