import { type Combination, NOTHING, Noises } from "./noises.ts";

/** Rows that were drawn together, all from one distribution. */
export interface Source {
  readonly isReal: boolean;
  /** Where the distribution is centred; the real one is at 0. */
  readonly centre: Combination;
  /** E of the variance of a row about it; 1 is what the real distribution has. */
  readonly spread: number;
  readonly noises: readonly { readonly draw: number; readonly scale: number }[];
}

/** The first `rows` of some rows. */
export interface Part {
  readonly source: Source;
  readonly rows: number;
  /** How much each of them counts. */
  readonly weight: number;
}

/** A pool before it is fitted. */
export interface MixedPool {
  readonly parts: readonly Part[];
  /** How many of all rows are chosen at random, for this fit alone; null for all. */
  readonly chosen: number | null;
}

/** Expectations of what is fitted. */
export interface Fitted {
  readonly centre: Combination;
  /** E of the variance, squares divided by the rows, or without bias. */
  readonly within: number;
  /** E of the squared distance from the real mean. */
  readonly drift: number;
}

/**
 * Exact second moments of models that are fitted to mixtures of each other's samples and real ones.
 *
 * A pool with parts of shares aᵥ, means mᵥ and variances sᵥ has the mean m = Σ aᵥ mᵥ and the
 * variance Σ aᵥ (sᵥ + |mᵥ − m|²); whatever is linear in second moments may be averaged first. Holds
 * for variances along each axis, and for 1 − Σp² of counts, for any real distribution with a
 * variance.
 */
export class PoolLaw {
  readonly noises = new Noises();
  readonly #means = new WeakMap<Part, Combination>();
  readonly #unbiased: boolean;
  readonly #isLimit: boolean;

  /** In the limit of infinitely many samples rows have a spread, and their mean has no noise. */
  constructor({ unbiased = false, isLimit = false }) {
    this.#unbiased = unbiased && !isLimit;
    this.#isLimit = isLimit;
  }

  real(): Source {
    return this.#drawn(NOTHING, 1, true);
  }

  /** What a model draws that keeps `sampling` of its variance. */
  drawn({ centre, within }: Fitted, sampling: number): Source {
    return this.#drawn(centre, sampling * within, false);
  }

  /** Each row swapped for a real one of its own with a chance of `share`. */
  exchanged(source: Source, share: number): Source {
    const { noises } = this;
    const kept = 1 - share;
    const square = source.spread + noises.square(source.centre);
    // What a row becomes beyond `kept` times itself is noise again, uncorrelated with all else.
    const spread = share * kept * square + share;
    return {
      isReal: source.isReal,
      centre: noises.sum([[kept, source.centre]]),
      spread: kept * kept * source.spread + spread,
      noises: [
        ...source.noises.map(({ draw, scale }) => ({ draw, scale: kept * scale })),
        { draw: noises.draw(spread), scale: 1 },
      ],
    };
  }

  fit({ parts, chosen }: MixedPool): Fitted {
    const { noises } = this;
    const mass = parts.reduce((sum, { rows, weight }) => sum + weight * rows, 0);
    const shares = parts.map(({ rows, weight }) => (weight * rows) / mass);
    const means = parts.map((part) => this.#meanOf(part));
    const whole = noises.sum(means.map((mean, v) => [shares[v], mean]));
    const variance = parts.reduce((sum, { source, rows }, v) => {
      const distance = noises.square(
        noises.sum([
          [1, means[v]],
          [-1, whole],
        ]),
      );
      const own = this.#isLimit ? source.spread : source.spread * (1 - 1 / rows);
      return sum + shares[v] * (own + distance);
    }, 0);
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    if (chosen !== null && chosen < rows) return this.#fitChosen(whole, variance, rows, chosen);
    // Equal weights count as none; of others Σw − Σw²/Σw are as good as independent rows less one.
    const squares = parts.reduce((sum, part) => sum + part.weight ** 2 * part.rows, 0);
    const within = this.#unbiased ? variance / (1 - squares / mass ** 2) : variance;
    return { centre: whole, within, drift: noises.square(whole) };
  }

  /** Some of the rows, every choice equally likely. */
  #fitChosen(whole: Combination, variance: number, rows: number, chosen: number): Fitted {
    const { noises } = this;
    const unbiased = (variance * rows) / (rows - 1);
    const within = this.#unbiased ? unbiased : unbiased * (1 - 1 / chosen);
    const choice = noises.draw(unbiased * (1 - chosen / rows));
    const centre = noises.sum([
      [1, whole],
      [1, noises.mean(choice, chosen)],
    ]);
    return { centre, within, drift: noises.square(centre) };
  }

  #drawn(centre: Combination, spread: number, isReal: boolean): Source {
    const noises = this.#isLimit ? [] : [{ draw: this.noises.draw(spread), scale: 1 }];
    return { isReal, centre, spread, noises };
  }

  #meanOf(part: Part): Combination {
    const { noises } = this;
    const { source, rows } = part;
    const mean =
      this.#means.get(part) ??
      noises.sum([
        [1, source.centre],
        ...source.noises.map(({ draw, scale }) => [scale, noises.mean(draw, rows)] as const),
      ]);
    this.#means.set(part, mean);
    return mean;
  }
}
