import { dropoutBackward } from "../../kernels/layers/dropout-backward.ts";
import { embeddingBackwardColumns } from "../../kernels/layers/embedding-backward-columns.ts";
import { embeddingBackward } from "../../kernels/layers/embedding-backward.ts";
import { fill } from "../../kernels/layers/fill.ts";
import { layerNormPartials } from "../../kernels/layers/layer-norm-partials.ts";
import { partialSums } from "../../kernels/layers/partial-sums.ts";
import { placeSurprises } from "../../kernels/layers/place-surprises.ts";
import { positionsBackward } from "../../kernels/layers/positions-backward.ts";
import { sumPartials } from "../../kernels/layers/sum-partials.ts";
import { takeTexts } from "../../kernels/layers/take-texts.ts";
import { FIRST } from "../../kernels/layers/token-links.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredNormal as normal, scatteredWord } from "../scattered.ts";

const another = (i: number) => normal(i + 5000);
/** A few roundings of numbers about 1. */
const ROUNDED = { absolute: 2e-6, relative: 2e-6 };
const rows = { L: 3, M: 67, D: 23, C: 3 };
const words = { L: 3, M: 35, V: 11, P: 10, D: 5 };
const batch = { L: 3, K: 3, N: 11, B: 4, T: 5 };

/** What gradients are added up to, and where texts are put. */
export const smallLayerCases: readonly KernelCase[] = [
  { kernel: fill, axes: { N: 301 }, scalars: { value: 1.5 }, inputs: {} },
  {
    kernel: dropoutBackward,
    axes: { L: 3, E: 103 },
    scalars: { stream: 6, generation: 3, place: 2, accumulate: 1 },
    inputs: {
      keys: (i) => [7, 5, 7, 6, 9, 5][i],
      clock: () => 12,
      rate: (l) => [0, 0.25, 0.9][l],
      gradientOut: normal,
      gradient: another,
    },
    ...ROUNDED,
  },
  {
    kernel: embeddingBackward,
    axes: words,
    inputs: {
      // The tokens 0, 1, … 8, 0, 1, …, each linked to the next of its kind.
      tokens: (i) => (i % 35) % 9,
      links: (i) => Math.min((i % 35) + 9, 35) + (i % 35 < 9 ? FIRST : 0),
      gradientOut: normal,
      table: another,
    },
    ...ROUNDED,
  },
  {
    kernel: embeddingBackwardColumns,
    axes: { ...words, D: 12 },
    inputs: { tokens: (i) => scatteredWord(i) % 9, gradientOut: normal, table: another },
    ...ROUNDED,
  },
  {
    kernel: positionsBackward,
    axes: words,
    scalars: { T: 7, offset: 2, accumulate: 1 },
    inputs: { gradientOut: normal, positions: another },
    ...ROUNDED,
  },
  {
    kernel: layerNormPartials,
    axes: rows,
    inputs: {
      x: (i) => (i < 28 ? 2 : 10 * (i % 3) + normal(i)),
      statistics: (i) => (i % 2 === 0 ? 10 * normal(i) : 0.5 + scatteredFraction(i)),
      gradientOut: another,
    },
    absolute: 2e-3,
  },
  { kernel: partialSums, axes: rows, inputs: { x: normal }, absolute: 2e-5 },
  {
    kernel: sumPartials,
    axes: rows,
    scalars: { factor: 0.3, accumulate: 1 },
    inputs: { partials: normal, out: another },
    ...ROUNDED,
  },
  {
    kernel: takeTexts,
    axes: batch,
    scalars: { first: 8 },
    inputs: { tokens: (i) => scatteredWord(i) % 99 },
  },
  {
    kernel: placeSurprises,
    axes: batch,
    scalars: { first: 8 },
    inputs: { surprises: normal, out: another },
  },
];
