/** A mean as a combination of noises: a coefficient for each column, 0 for all that are missing. */
export type Combination = Float64Array;

export const NOTHING: Combination = new Float64Array(0);

interface Draw {
  /** E|x|² of one row's noise. */
  readonly spread: number;
  /** Means over the first `rows` of its rows, shortest first. */
  readonly means: { readonly rows: number; readonly column: number }[];
}

/**
 * Independent noises with mean 0, and what is made of them.
 *
 * All means of pools and models are linear in the noises of the samples that they descend from, so
 * E|a|² of any of them follows from its coefficients alone. The mean of the first k rows of a draw
 * and that of its first l have spread / max(k, l) in common.
 */
export class Noises {
  /** Multiplications so far, roughly. */
  work = 0;
  readonly #draws: Draw[] = [];
  #columns = 0;

  /** New rows; which of them are looked at is said later. */
  draw(spread: number): number {
    this.#draws.push({ spread, means: [] });
    return this.#draws.length - 1;
  }

  /** The mean noise of the first `rows` rows of a draw, `scale` times. */
  mean(draw: number, rows: number, scale = 1): Combination {
    const { means } = this.#draws[draw];
    const known = means.find((one) => one.rows === rows);
    const column = known?.column ?? this.#columns++;
    if (known === undefined) {
      means.push({ rows, column });
      means.sort((one, other) => one.rows - other.rows);
    }
    const combination = new Float64Array(column + 1);
    combination[column] = scale;
    return combination;
  }

  /** Σ share · combination. */
  sum(terms: readonly (readonly [share: number, combination: Combination])[]): Combination {
    const all = new Float64Array(Math.max(0, ...terms.map(([, { length }]) => length)));
    for (const [share, combination] of terms) {
      for (let i = 0; i < combination.length; i++) all[i] += share * combination[i];
      this.work += combination.length;
    }
    return all;
  }

  /** E|a|². */
  square(combination: Combination): number {
    let sum = 0;
    for (const { spread, means } of this.#draws) {
      let shorter = 0;
      for (const { rows, column } of means) {
        const own = combination[column] ?? 0;
        sum += (spread * own * (own + 2 * shorter)) / rows;
        shorter += own;
      }
    }
    this.work += this.#columns;
    return sum;
  }
}
