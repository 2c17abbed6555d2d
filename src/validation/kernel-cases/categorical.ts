import { addCounts } from "../../kernels/categorical/add.ts";
import { blend } from "../../kernels/categorical/blend.ts";
import { chunkSums } from "../../kernels/categorical/chunk-sums.ts";
import { CHUNK_LENGTH, chunkCount } from "../../kernels/categorical/chunks.ts";
import { countUnits } from "../../kernels/categorical/count-units.ts";
import { categoricalCount } from "../../kernels/categorical/count.ts";
import { cumulate } from "../../kernels/categorical/cumulate.ts";
import { groupCounts } from "../../kernels/categorical/group-counts.ts";
import { groupShares } from "../../kernels/categorical/group-shares.ts";
import { categoricalLogProb } from "../../kernels/categorical/log-prob.ts";
import { countLogarithms } from "../../kernels/categorical/logarithms.ts";
import { quantize } from "../../kernels/categorical/quantize.ts";
import { temperChunks } from "../../kernels/categorical/temper-chunks.ts";
import { temperLogs } from "../../kernels/categorical/temper.ts";
import { rowTotals } from "../../kernels/categorical/totals.ts";
import { LOG_ZERO } from "../../kernels/logarithm.ts";
import { entropySums } from "../../kernels/metrics/entropy.ts";
import { groupsLost } from "../../kernels/metrics/groups-lost.ts";
import { heterozygositySums } from "../../kernels/metrics/heterozygosity.ts";
import { jsSums } from "../../kernels/metrics/js.ts";
import { klSums } from "../../kernels/metrics/kl.ts";
import { lostMassSums } from "../../kernels/metrics/lost-mass.ts";
import { sumChunks } from "../../kernels/metrics/sum-chunks.ts";
import { survivorSums } from "../../kernels/metrics/survivors.ts";
import { totalVariationSums } from "../../kernels/metrics/total-variation.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredWord } from "../scattered.ts";

/** Where the rarest of each group begin, and where it ends. */
const groupEnds = (i: number) => [2, 3, 60, 64, 190, 191, 191, 300][i];
/** A third of the categories is dead. */
const isDead = (i: number) => scatteredWord(i) % 3 === 0;
const wide = (i: number) => (isDead(i) ? 0 : scatteredWord(i) >>> (i % 32));
const small = (i: number) => (isDead(i) ? 0 : 1 + (scatteredWord(i) % 1000));
const log = (i: number) => (isDead(i) ? LOG_ZERO : -20 * scatteredFraction(i));
const temperature = (l: number) => [1, 0.25, 3][l % 3];

const K = 1009;
const [L, C] = [3, chunkCount(K)];
const real = (k: number) => 1 + (scatteredWord(k + 5) % 2000);
const sumOf = (at: (i: number) => number, from: number) =>
  Array.from({ length: K }, (_, k) => at(from + k)).reduce((sum, count) => sum + count, 0);
const modelTotals = Array.from({ length: L }, (_, l) => sumOf(small, l * K));
const realTotal = sumOf(real, 0);

/** What temper-chunks gives for chunk `i` of all rows. */
function tempers(i: number): { readonly peak: number; readonly mass: number } {
  const [row, from] = [Math.floor(i / C), (i % C) * CHUNK_LENGTH];
  const length = Math.min(CHUNK_LENGTH, K - from);
  const logs = Array.from({ length }, (_, k) => log(row * K + from + k));
  const peak = Math.max(...logs);
  const masses = logs.map((one) => Math.exp((one - peak) / temperature(row)));
  return { peak, mass: masses.reduce((sum, mass) => sum + mass, 0) };
}

const metrics = [
  entropySums,
  heterozygositySums,
  survivorSums,
  lostMassSums,
  klSums,
  jsSums,
  totalVariationSums,
].map((kernel): KernelCase => {
  const inputs = Object.entries({
    counts: small,
    totals: (l: number) => modelTotals[l],
    realCounts: real,
    realTotals: () => realTotal,
  }).filter(([name]) => name in kernel.bindings);
  const axes = { L, R: 1, K, C };
  // Every number is a sum of 256 terms, some of which are logarithms.
  return { kernel, axes, inputs: Object.fromEntries(inputs), absolute: 2e-6, relative: 1e-5 };
});

/** Counts exactly, and what logarithms and exponentials are made of them. */
export const categoricalCases: readonly KernelCase[] = [
  {
    kernel: categoricalCount,
    axes: { L: 3, N: 1003, K: 7 },
    scalars: { rows: 789 },
    inputs: { values: (i) => Math.floor(i ** 1.3 / 9) % 7 },
  },
  {
    kernel: countUnits,
    axes: { L: 3, N: 31, K: 7, P: 40 },
    scalars: { first: 5, rows: 29 },
    inputs: { values: (i) => scatteredWord(i >> 1) % 7, units: small },
  },
  {
    kernel: addCounts,
    axes: { L: 5, K: 33 },
    inputs: {
      firstCounts: small,
      firstTotals: (l) => 3 * l,
      secondCounts: (i) => small(i + 900),
      secondTotals: (l) => 50 * l,
    },
  },
  { kernel: chunkSums, axes: { R: 3, K, C }, inputs: { counts: small } },
  {
    kernel: cumulate,
    axes: { R: 3, K, C },
    inputs: {
      counts: small,
      sums: (i) => {
        const from = Math.floor(i / C) * K + (i % C) * CHUNK_LENGTH;
        const length = Math.min(CHUNK_LENGTH, K - (i % C) * CHUNK_LENGTH);
        return Array.from({ length }, (_, k) => small(from + k)).reduce((a, b) => a + b, 0);
      },
    },
  },
  { kernel: rowTotals, axes: { R: 5, C: 7 }, inputs: { sums: small } },
  {
    kernel: blend,
    axes: { L: 3, K: 37, R: 3, S: 1 },
    scalars: { firstShare: 0.7, secondShare: 0.3 },
    inputs: {
      first: small,
      firstTotals: () => 80_000,
      second: small,
      secondTotals: () => 91_000,
    },
    relative: 1e-6,
    absolute: 1,
  },
  {
    kernel: countLogarithms,
    axes: { L: 3, K },
    inputs: { counts: wide },
    relative: 1e-6,
    absolute: 1e-6,
  },
  {
    kernel: temperChunks,
    axes: { L: 5, K, C: chunkCount(K) },
    inputs: { temperature, logs: log },
    // A quotient up to 80 is rounded before its exponential, which may be off by 163 units.
    relative: 3e-5,
  },
  {
    kernel: temperLogs,
    axes: { L: 5, K, C },
    inputs: {
      temperature,
      logs: log,
      peaks: (i) => tempers(i).peak,
      masses: (i) => tempers(i).mass,
    },
    relative: 1e-6,
    absolute: 4e-6,
  },
  {
    kernel: quantize,
    axes: { L: 5, K: 333 },
    inputs: { temperature, counts: wide, tempered: log },
    // ⌊⌋ may fall on either side.
    relative: 4e-6,
    absolute: 1,
  },
  {
    kernel: groupCounts,
    axes: { L: 5, K: 331, M: 300, G: 4 },
    inputs: { counts: small, members: (m) => (7 * m) % 331, ends: groupEnds },
  },
  {
    kernel: groupShares,
    axes: { L: 5, G: 4 },
    inputs: { tallies: small, ends: groupEnds },
    relative: 1e-6,
  },
  {
    kernel: groupsLost,
    axes: { L: 5, G: 7, C: 3 },
    inputs: { counts: small, least: (g) => 200 * g },
  },
  {
    kernel: categoricalLogProb,
    axes: { L: 3, N: 31, R: 3, K: 5 },
    inputs: { values: (i) => scatteredWord(i) % 5, counts: small, totals: () => 3000 },
    absolute: 2e-6,
  },
  ...metrics,
  {
    kernel: sumChunks,
    axes: { L: 3, C: 255 },
    inputs: { sums: scatteredFraction },
    relative: 1e-6,
  },
];
