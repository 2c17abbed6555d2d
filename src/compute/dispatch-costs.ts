/** What a dispatch is expected to take. Shared by all dispatches of a kernel at the same extents. */
export interface Cost {
  /** Milliseconds: a guess at first. */
  ms: number;
  isMeasured: boolean;
  /** Whether the guess goes by nothing at all: nobody has seen the kernel at any extents. */
  readonly isBlind: boolean;
  /** As last measured in one piece; null before that. */
  wholeMs: number | null;
  /** Whether pieces are of use: not where each of them takes as long as the whole. */
  isDivisible: boolean;
  readonly label: string;
  readonly workgroups: number;
}

/** A dispatch of a submit, or a part of it. */
export interface Work {
  readonly cost: Cost;
  /** Of the workgroups. */
  readonly share: number;
}

/** What nobody has seen: enough for a first submit to be short, whatever it holds. */
const GUESS_MS = 1;
const LEAST_MS = 1e-3;
/**
 * A clock that is looked at late makes one submit look long and the next one short. Each counts in
 * part, so that the two come to nothing.
 */
const GAIN = 0.5;
const MOST_RATIO = 3;
/** Pieces that together take so many times the whole are too small for the adapter. */
const MOST_LOSS = 3;
/** Extents that are kept. Texts that grow have new ones at every token. */
const MOST_COSTS = 4096;

/** How long dispatches take, learned from how long submits of many took. */
export class DispatchCosts {
  readonly #costs = new Map<string, Cost>();
  /** Milliseconds of a workgroup by kernel, as last measured: what new extents go by. */
  readonly #rates = new Map<string, number>();

  of(label: string, axes: Readonly<Record<string, number>>, workgroups: number): Cost {
    const key = `${label} ${Object.values(axes).join(" ")}`;
    const known = this.#costs.get(key);
    if (known !== undefined) return known;
    const rate = this.#rates.get(label);
    const ms = rate === undefined ? GUESS_MS : rate * workgroups;
    const cost: Cost = {
      ms,
      isMeasured: false,
      isBlind: rate === undefined,
      wholeMs: null,
      isDivisible: true,
      label,
      workgroups,
    };
    const [oldest] = this.#costs.keys();
    if (this.#costs.size >= MOST_COSTS) this.#costs.delete(oldest);
    this.#costs.set(key, cost);
    return cost;
  }

  /**
   * Takes what a submit took, in milliseconds. What is known changes a little, and what is not takes
   * the rest. An `isUpperBound` says only how long it took at most.
   */
  learn(works: readonly Work[], elapsed: number, isUpperBound: boolean): void {
    const expected = expectedOf(works);
    const ofKnown = expectedOf(works.filter(({ cost }) => cost.isMeasured));
    const rest = Math.max(0, elapsed - ofKnown) / (expected - ofKnown);
    const all = elapsed / expected;
    // Shares of one dispatch, and dispatches of one cost, change it once.
    for (const cost of new Set(works.map((work) => work.cost))) {
      const isPiece = works.some((work) => work.cost === cost && work.share < 1);
      if (isPiece && !cost.isDivisible) continue; // still on its way when that was found out
      const ratio = cost.isMeasured ? Math.min(MOST_RATIO, all) : isUpperBound ? all : rest;
      if (isUpperBound && ratio >= 1) continue;
      const factor = cost.isMeasured || ratio < 1 ? 1 + GAIN * (ratio - 1) : ratio;
      cost.ms = Math.max(LEAST_MS, cost.ms * factor);
      cost.isMeasured = true;
      judgePieces(cost, isPiece);
      if (!isUpperBound) this.#rates.set(cost.label, cost.ms / cost.workgroups);
    }
  }
}

function judgePieces(cost: Cost, isPiece: boolean): void {
  if (!isPiece) cost.wholeMs = cost.ms;
  else if (cost.wholeMs !== null && cost.ms > MOST_LOSS * cost.wholeMs) {
    cost.isDivisible = false;
    cost.ms = cost.wholeMs;
  }
}

/** Milliseconds. */
export function expectedOf(works: readonly Work[]): number {
  return works.reduce((sum, { cost, share }) => sum + cost.ms * share, 0);
}
