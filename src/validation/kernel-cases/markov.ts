import { markovCount } from "../../kernels/markov/count.ts";
import { lostTransitions } from "../../kernels/markov/lost.ts";
import { markovSample } from "../../kernels/markov/sample.ts";
import { markovSurprise } from "../../kernels/markov/surprise.ts";
import { Stream } from "../../random/streams.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredKeys as keys, scatteredWord } from "../scattered.ts";

const V = 11;
/** Of the transitions every third row is empty. */
const count = (i: number) => (Math.floor(i / V) % 3 === 1 ? 0 : 1 + (scatteredWord(i) % 9));
/** Running sums of a row, near 2³² in all so that many draws are uneven. */
const upTo = (size: (i: number) => number) => (i: number) => {
  let sum = 0;
  for (let v = i - (i % V); v <= i; v++) sum += 43_000_000 * size(v);
  return sum;
};
const texts = (i: number) => scatteredWord(i) % V;
const sums = { starts: upTo((i) => 1 + (scatteredWord(i) % 9)), upTo: upTo(count) };

/** What chains count and draw: exactly, but for logarithms and sums of shares. */
export const markovCases: readonly KernelCase[] = [
  {
    kernel: markovCount,
    axes: { L: 3, N: 37, T: 13, V, R: 3, P: 45 },
    scalars: { first: 5, rows: 35 },
    inputs: {
      texts,
      mass: (i) => [9, 3, 0, 9, 3, 1, 4, 1, 0][i],
      units: (i) => scatteredWord(i) % 3,
      drawn: (i) => scatteredWord(i + 99) % 5,
    },
  },
  {
    kernel: markovSample,
    axes: { L: 3, N: 37, T: 13, R: 3, V },
    scalars: { stream: Stream.SAMPLE, generation: 4 },
    inputs: { keys, ...sums },
  },
  {
    kernel: markovSurprise,
    axes: { L: 3, N: 37, T: 13, V, S: 3, R: 1 },
    scalars: { first: 1 },
    inputs: { texts, ...sums },
    absolute: 1e-6,
    relative: 2e-6,
  },
  {
    kernel: lostTransitions,
    axes: { L: 67, V },
    scalars: {},
    inputs: { counts: (i) => scatteredWord(i) % 3, shares: (i) => scatteredFraction(i) / V ** 2 },
    absolute: 1e-6,
    relative: 1e-6,
  },
];
