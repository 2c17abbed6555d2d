import type { SummaryColumns } from "../hosts/browser/protocol.ts";

const STATISTICS = ["median", "q05", "q95", "mean"] as const;

/** Below zero by less than this is no sign. */
const ROUNDING = 1e-9;

/** What changes by more than this factor shows nothing but its ends on a linear axis. */
const MUCH = 100;

export type Statistic = (typeof STATISTICS)[number];

/**
 * A metric's statistics over the lineages, generation by generation. Append-only: a run of a
 * hundred thousand generations would otherwise be copied ten times a second.
 */
export class Series {
  readonly #columns: Record<Statistic, Float64Array>;
  #length = 0;
  #least = Infinity;
  #greatest = -Infinity;
  /** Of the medians alone. */
  readonly #medians = { least: Infinity, greatest: -Infinity };

  constructor(capacity = 256) {
    this.#columns = {
      median: new Float64Array(capacity),
      q05: new Float64Array(capacity),
      q95: new Float64Array(capacity),
      mean: new Float64Array(capacity),
    };
  }

  get length(): number {
    return this.#length;
  }

  /** Whether it has ever been below zero by more than rounding. */
  get isSigned(): boolean {
    return this.#least < -ROUNDING * Math.max(1, this.#greatest);
  }

  /** Whether medians, all positive, are of very different sizes. */
  get spansMuch(): boolean {
    const { least, greatest } = this.#medians;
    return least > 0 && greatest > MUCH * least;
  }

  /** NaN where the generation is not recorded. */
  at(statistic: Statistic, generation: number): number {
    return generation < this.#length ? this.#columns[statistic][generation] : NaN;
  }

  /** Puts generations from `from` on in place of whatever was there. */
  put(from: number, columns: SummaryColumns): void {
    const length = from + columns.median.length;
    for (const statistic of STATISTICS) {
      if (length > this.#columns[statistic].length) {
        const wider = new Float64Array(2 * length);
        wider.set(this.#columns[statistic]);
        this.#columns[statistic] = wider;
      }
      this.#columns[statistic].set(columns[statistic], from);
      for (const value of columns[statistic]) {
        if (value < this.#least) this.#least = value;
        if (value > this.#greatest && value !== Infinity) this.#greatest = value;
      }
    }
    for (const value of columns.median.filter(Number.isFinite)) {
      this.#medians.least = Math.min(this.#medians.least, value);
      this.#medians.greatest = Math.max(this.#medians.greatest, value);
    }
    this.#length = length;
  }
}
