import { RowKind, putRows } from "../../kernels/images/put-rows.ts";
import { takeRows } from "../../kernels/images/take-rows.ts";
import { foldFours } from "../../kernels/layers/fold-fours.ts";
import { fold } from "../../kernels/layers/fold.ts";
import { reparameteriseBackward } from "../../kernels/layers/reparameterise-backward.ts";
import { reparameteriseForward } from "../../kernels/layers/reparameterise-forward.ts";
import { unfoldFours } from "../../kernels/layers/unfold-fours.ts";
import { unfold } from "../../kernels/layers/unfold.ts";
import { bernoulliLoss } from "../../kernels/losses/bernoulli.ts";
import { divergenceBackward } from "../../kernels/losses/divergence-backward.ts";
import { divergenceForward } from "../../kernels/losses/divergence-forward.ts";
import { gaussianLoss } from "../../kernels/losses/gaussian.ts";
import { adamwFours } from "../../kernels/training/adamw-fours.ts";
import { adamw } from "../../kernels/training/adamw.ts";
import { copy } from "../../kernels/training/copy.ts";
import { planStep } from "../../kernels/training/plan-step.ts";
import { sumGroups } from "../../kernels/training/sum-groups.ts";
import { sumSquaresFours } from "../../kernels/training/sum-squares-fours.ts";
import { sumSquares } from "../../kernels/training/sum-squares.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredKeys as keys, scatteredNormal } from "../scattered.ts";

/** Two parameters of two lineages: start, elements, elements of this row, whether it decays. */
const ROWS = [0, 1030, 1024, 1, 1024, 1030, 6, 1, 2112, 7, 7, 0];
const ROWS_OF_FOURS = [0, 1028, 1024, 1, 1024, 1028, 4, 1, 2112, 4, 4, 0];

const stepped = [
  { kernels: { step: adamw, sum: sumSquares }, rows: ROWS },
  { kernels: { step: adamwFours.many, sum: sumSquaresFours }, rows: ROWS_OF_FOURS },
  { kernels: { step: adamwFours.few, sum: sumSquaresFours }, rows: ROWS_OF_FOURS },
].flatMap(({ kernels, rows }): KernelCase[] => [
  {
    kernel: kernels.step,
    axes: { L: 2, P: 1063, R: 3 },
    scalars: { firstRate: 0.1, secondRate: 0.001, epsilon: 1e-8 },
    inputs: {
      rows: (i) => rows[i],
      plan: (i) => [1, 0.01, 1.5, 0.9, 0.3, 0.01, 1.5, 0.9][i],
      gradients: scatteredNormal,
      weights: (i) => scatteredNormal(i + 10_000),
      first: (i) => scatteredNormal(i + 20_000),
      second: (i) => scatteredNormal(i + 30_000) ** 2,
    },
    relative: 2e-6,
    absolute: 2e-6,
  },
  {
    kernel: kernels.sum,
    axes: { L: 2, P: 1063, R: 3, S: 53 },
    scalars: { first: 5 },
    inputs: { rows: (i) => rows[i], gradients: scatteredNormal },
    relative: 2e-6,
  },
]);

/** 4 x 4 windows, two apart, over images of 7 x 5 with a border of one. */
const window = { size: 4, stride: 2, padding: 1 };
const convolutions = [
  { C: 3, kernels: [unfold, fold] },
  { C: 8, kernels: [unfoldFours, foldFours] },
].flatMap(({ C, kernels: [unfolding, folding] }): KernelCase[] => {
  const axes = { L: 2, B: 3, H: 7, W: 5, C, Y: 3, X: 2, K: 16 * C, E: C };
  const inputs = {
    images: scatteredNormal,
    patches: scatteredNormal,
    bias: scatteredFraction,
  };
  const { images, patches, bias } = inputs;
  return [
    { kernel: unfolding, axes, scalars: window, inputs: { images } },
    {
      kernel: folding,
      axes,
      scalars: { ...window, accumulate: 0 },
      inputs: { patches, bias, images },
      absolute: 4e-6,
      relative: 1e-6,
    },
  ];
});

const codes = { L: 2, M: 5, Z: 7, Y: 14 };
const pixels = { L: 2, M: 3, D: 131, S: 20 };
const code = scatteredNormal;
const eps = (i: number) => scatteredNormal(i + 999);
const beta = (l: number) => 1 + l;
const loss = { values: scatteredNormal, targets: scatteredFraction, parts: scatteredNormal };
const clock = () => 1;

/** Optimizer, convolutions, and what a VAE has besides. */
export const trainingCases: readonly KernelCase[] = [
  ...stepped,
  {
    kernel: sumGroups,
    axes: { L: 3, S: 131, G: 3 },
    inputs: { sums: (i) => scatteredNormal(i) ** 2 },
    relative: 2e-6,
  },
  {
    kernel: planStep,
    axes: { L: 3, G: 2, K: 7 },
    scalars: { total: 100, schedule: 2, logFirst: Math.log(0.9), logSecond: Math.log(0.999) },
    inputs: {
      clock: () => 50,
      squares: (i) => [1, 2, 3, Infinity, 2, 0.5][i],
      loss: (i) => i,
      settings: (i) => [1e-3 * (1 + i), 0.1, [2, 1e30, 0.5][i >> 2], 4][i & 3],
    },
    // A cosine may be off by 2⁻¹¹.
    relative: 5e-4,
    absolute: 1e-6,
  },
  { kernel: copy, axes: { L: 3, P: 67 }, inputs: { original: scatteredNormal } },
  ...convolutions,
  {
    kernel: reparameteriseForward,
    axes: codes,
    inputs: { code, noise: eps },
    absolute: 2e-5,
    relative: 2e-6,
  },
  {
    kernel: reparameteriseBackward,
    axes: codes,
    scalars: { accumulate: 1 },
    inputs: {
      code,
      noise: eps,
      gradientOut: (i) => scatteredNormal(i + 1999),
      gradient: scatteredFraction,
    },
    absolute: 2e-5,
    relative: 2e-6,
  },
  {
    kernel: bernoulliLoss,
    axes: pixels,
    scalars: { first: 7, scale: 0.25 },
    inputs: loss,
    absolute: 1e-4,
  },
  {
    kernel: gaussianLoss,
    axes: pixels,
    scalars: { first: 7, scale: 0.25, logVariance: -0.7 },
    inputs: loss,
    absolute: 2e-4,
  },
  {
    kernel: divergenceForward,
    axes: { ...codes, S: 12 },
    scalars: { first: 4, scale: 0.25 },
    inputs: { code, beta, parts: scatteredNormal },
    absolute: 4e-5,
  },
  {
    kernel: divergenceBackward,
    axes: codes,
    scalars: { scale: 0.25, accumulate: 1 },
    inputs: { code, beta, gradient: scatteredFraction },
    absolute: 2e-5,
  },
  {
    kernel: takeRows,
    axes: { L: 2, R: 2, M: 5, B: 3, D: 7 },
    inputs: { clock, rows: scatteredNormal },
  },
  ...Object.values(RowKind).map((kind): KernelCase => ({
    kernel: putRows,
    axes: { L: 2, M: 5, B: 3, D: 7 },
    scalars: { stream: 3, generation: 2 },
    inputs: { keys, clock, kinds: () => kind, batch: scatteredNormal, rows: scatteredFraction },
    absolute: 2e-6,
  })),
];
