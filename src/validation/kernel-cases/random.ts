import { categoricalSample } from "../../kernels/categorical/sample.ts";
import { gaussianSampleFours } from "../../kernels/gaussian/sample-fours.ts";
import { marginalsSample } from "../../kernels/gaussian/sample-marginals.ts";
import { gaussianSampleTruncated } from "../../kernels/gaussian/sample-truncated.ts";
import { gaussianSample } from "../../kernels/gaussian/sample.ts";
import { noise } from "../../kernels/layers/noise.ts";
import { randomBlock } from "../../kernels/random/block.ts";
import { boxMuller } from "../../kernels/random/box-muller.ts";
import { initialize } from "../../kernels/training/initialize.ts";
import { shuffle } from "../../kernels/training/shuffle.ts";
import { Stream } from "../../random/streams.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredKeys as keys, scatteredWord } from "../scattered.ts";

const random = { stream: Stream.SAMPLE, generation: 5 };
const spread = (i: number) => 1 + (i % 3);
const axes = { L: 3, N: 257, D: 5 };

/** Normals agree to 1e-5 (shaders/random/normal.wgsl); here they are scaled by at most 3. */
const absolute = 3e-5;

/** Kernels whose numbers come from random addresses: bits exactly, normals to their accuracy. */
export const randomCases: readonly KernelCase[] = [
  {
    kernel: randomBlock,
    axes: { N: 301 },
    inputs: { counters: scatteredWord, keys: (i) => scatteredWord(i + 5000) },
  },
  { kernel: boxMuller, axes: { N: 301 }, inputs: { bits: scatteredWord }, absolute: 1e-5 },
  { kernel: gaussianSample, axes, scalars: random, inputs: { keys, spread }, absolute },
  {
    kernel: gaussianSampleFours,
    axes: { L: 7, N: 22, D: 6 },
    scalars: random,
    inputs: { keys, spread },
    absolute,
  },
  {
    kernel: gaussianSampleTruncated,
    axes,
    scalars: random,
    inputs: { keys, spread, bound: (i) => [2, 0.3, 1e30][i % 3] },
    absolute,
  },
  {
    kernel: marginalsSample,
    axes: { ...axes, J: 3 },
    scalars: random,
    inputs: {
      keys,
      upTo: (i) => [0.2, 0.7, 1][i % 3],
      componentMean: (i) => [-5, 0, 7][i % 3],
      componentDeviation: (i) => [1, 0.1, 3][i % 3],
    },
    absolute,
  },
  {
    kernel: categoricalSample,
    axes: { L: 3, N: 1001, R: 1, K: 41 },
    scalars: random,
    // Running counts up to 1.3 · 10⁹, every third category dead.
    inputs: { keys, cumulative: (k) => (1 + k - Math.floor(k / 3)) * 46_000_000 },
  },
  {
    kernel: shuffle,
    axes: { L: 3, B: 67 },
    scalars: { stream: Stream.SHUFFLE, generation: 3, count: 97 },
    inputs: { clock: () => 5, keys },
  },
  {
    kernel: noise,
    axes: { L: 3, E: 259 },
    scalars: { stream: Stream.NOISE, generation: 3 },
    inputs: { keys, clock: () => 1 },
    absolute: 1e-5,
  },
  ...[0, 1].map((isUniform) => ({
    kernel: initialize,
    axes: { L: 3, P: 131 },
    scalars: {
      stream: Stream.INITIALIZE,
      generation: 1,
      parameter: 2,
      isUniform,
      center: 0.5,
      spread: 0.2,
    },
    inputs: { keys },
    absolute: 1e-5,
  })),
];
