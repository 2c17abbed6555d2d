import { type BinomialRow, binomialRow } from "./binomial.ts";
import type { Spectrum } from "./spectrum.ts";

/** How the count of a category goes on, whatever those of the others do. */
export interface CountChain {
  /** M of fit n, from 1. */
  readonly rows: (fit: number) => number;
  /**
   * Real rows of fit n, from 2: so many newly drawn, so many the same each time, or the chance of
   * every row to be one.
   */
  readonly real: (fit: number) => number;
  readonly how: "fresh" | "kept" | "chance";
}

/** A category's distribution of counts, or its part for some kept rows. */
interface Thread {
  /** Of the real distribution. */
  readonly p: number;
  /** Chance of what this thread takes for granted. */
  readonly chance: number;
  /** Of the kept rows, those of this category. */
  readonly kept: number;
  /** By weight, Σ over the categories that are alike. */
  readonly weights: readonly number[];
  counts: Spectrum;
}

/** More multiplications than this are not worth a line in a chart. */
const MOST_WORK = 1e8;
/** Numbers that tables of transitions may have, 8 bytes each. */
const MOST_ENTRIES = 4e6;
/** What a row costs beside its use. */
const ROW_COST = 8;
/** Of a thread: less is nothing. */
const NEGLIGIBLE = 1e-15;

/**
 * As `spectra`, where some rows of each pool are real: with them the count x of a category goes to
 * Binomial(own, x/M) and what the real rows add. Ends early where it would take too long.
 */
export function* mixedSpectra(
  probabilities: Float64Array,
  chain: CountChain,
  fits: number,
  weights: readonly ((k: number) => number)[],
): Generator<readonly Spectrum[]> {
  const first = chain.rows(1);
  if (first > 1e6) return;
  const threads = threadsOf(probabilities, chain, weights);
  yield combined(threads, weights.length);
  let work = 0;
  const tables = new Map<number, Table>();
  for (let n = 2; n <= fits; n++) {
    const [before, rows, real] = [chain.rows(n - 1), chain.rows(n), chain.real(n)];
    const isTilted = chain.how === "chance";
    // A row is some 20 deviations wide, and √(x (1 − x/M)) is 0.4 √M on average.
    const entries = (before + 1) * (8 * Math.sqrt(rows) + 1);
    const [own, tilt] = isTilted ? [rows, real] : [rows - real, 0];
    const isKept = entries * (isTilted ? threads.length : 1) <= MOST_ENTRIES;
    work += threads.length * entries;
    if (work > MOST_WORK) return;
    for (const thread of threads) {
      // Without a tilt the transitions of all categories are the same.
      const place = tilt === 0 ? -1 : thread.p;
      let table = tables.get(place);
      if (table === undefined || !isFor(table, { before, own, tilt })) {
        const towards = tilt * thread.p;
        const all = Array.from({ length: before + 1 }, (_, x) =>
          binomialRow(own, ((1 - tilt) * x) / before + towards),
        );
        table = { before, own, tilt, all };
        work += ROW_COST * entries;
        if (isKept) tables.set(place, table);
      }
      const next = new Float64Array(rows + 1);
      for (const [x, chance] of thread.counts.entries()) {
        if (chance > 0) add(next, table.all[x], chance, thread.kept);
      }
      thread.counts =
        chain.how === "fresh" && real > 0 ? joined(next, binomialRow(real, thread.p)) : next;
    }
    yield combined(threads, weights.length);
  }
}

/** From each count x to a Binomial(own, (1 − tilt) x / before + …). */
interface Transition {
  readonly before: number;
  readonly own: number;
  readonly tilt: number;
}

interface Table extends Transition {
  readonly all: readonly BinomialRow[];
}

function isFor(table: Table, { before, own, tilt }: Transition): boolean {
  return table.before === before && table.own === own && table.tilt === tilt;
}

function threadsOf(
  probabilities: Float64Array,
  { rows, real, how }: CountChain,
  weights: readonly ((k: number) => number)[],
): Thread[] {
  const alike = new Map<number, number[]>();
  for (const [k, p] of probabilities.entries()) {
    const sums = alike.get(p) ?? weights.map(() => 0);
    for (const [i, weight] of weights.entries()) sums[i] += weight(k);
    alike.set(p, sums);
  }
  const M = rows(1);
  const kept = how === "kept" ? real(2) : 0;
  return [...alike].flatMap(([p, sums]) => {
    const { from, probabilities: chances } = binomialRow(kept, p);
    return Array.from(chances, (chance, i): Thread => {
      const counts = new Float64Array(M + 1);
      add(counts, binomialRow(M - kept, p), 1, from + i);
      return { p, chance, kept: from + i, weights: sums, counts };
    }).filter(({ chance }) => chance > NEGLIGIBLE);
  });
}

function combined(threads: readonly Thread[], count: number): Spectrum[] {
  return Array.from({ length: count }, (_, i) => {
    const sum = new Float64Array(threads[0].counts.length);
    for (const { chance, weights, counts } of threads) {
      const weight = chance * weights[i];
      for (let x = 0; x < sum.length; x++) sum[x] += weight * counts[x];
    }
    return sum;
  });
}

/** Of the sum of two counts. */
function joined(counts: Spectrum, other: BinomialRow): Spectrum {
  const both = new Float64Array(counts.length);
  for (const [x, chance] of counts.entries()) if (chance > 0) add(both, other, chance, x);
  return both;
}

function add(to: Spectrum, { from, probabilities }: BinomialRow, chance: number, shift = 0): void {
  // Beyond the end there is only what has a chance of 0.
  const length = Math.min(probabilities.length, to.length - from - shift);
  for (let i = 0; i < length; i++) to[from + shift + i] += chance * probabilities[i];
}
