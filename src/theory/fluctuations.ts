import { type Step, poolsOf } from "./composed.ts";
import { type Combination, NOTHING, Noises } from "./noises.ts";
import { rowsOf } from "./regimes.ts";
import { type Fitted, type MixedPool, PoolLaw, type Source } from "./pool-law.ts";

/** What a model has learned, and how far its variance is from what was to be expected. */
interface Fluctuating extends Fitted {
  readonly deviation: Combination;
  /** Var σ². */
  readonly uncertainty: number;
}

/** The noise in the squares of some rows. */
interface Squares {
  readonly level: Combination;
  readonly noises: readonly { readonly draw: number; readonly scale: number }[];
  /** Var x² of a row. */
  readonly spread: number;
}

/** More multiplications than this are not worth a line in a chart. */
const MOST_WORK = 1e8;
/** Of the degrees of freedom of a pool: what may lie between its parts, where it is taken for new. */
const MOST_BETWEEN = 0.1;
/** Var z² of a standard normal. */
const OF_A_NORMAL = 2;

/**
 * How much the variances of models differ from lineage to lineage, to first order in 1/M: the squares
 * of the rows of a pool are averaged as the rows are, and so their deviations go the same way, each
 * row of a model with variance s adding 2 s² of its own.
 */
class FluctuatingLaw extends PoolLaw {
  readonly squares = new Noises();
  readonly #squaresOf = new WeakMap<Source, Squares>();
  readonly #widens: boolean;

  constructor(unbiased: boolean) {
    super({ unbiased });
    this.#widens = unbiased;
  }

  override real(): Source {
    return this.#known(super.real(), NOTHING, OF_A_NORMAL);
  }

  override drawn(fitted: Fitted, sampling: number, kurtosis = OF_A_NORMAL): Source {
    const { deviation, uncertainty, within } = fitted as Fluctuating;
    const square = sampling ** 2 * (within ** 2 + uncertainty);
    const level = this.squares.sum([[sampling, deviation]]);
    return this.#known(super.drawn(fitted, sampling), level, kurtosis * square);
  }

  override exchanged(source: Source, share: number): Source {
    const before = this.#squaresOf.get(source)!;
    const other = super.exchanged(source, share);
    const kept = 1 - share;
    const fourth = before.spread + source.spread ** 2;
    const mean = kept * source.spread + share;
    const spread = kept * fourth + share * (OF_A_NORMAL + 1) - mean * mean;
    this.#squaresOf.set(other, {
      level: this.squares.sum([[kept, before.level]]),
      noises: [
        ...before.noises.map(({ draw, scale }) => ({ draw, scale: kept * scale })),
        { draw: this.squares.draw(spread - kept * kept * before.spread), scale: 1 },
      ],
      spread,
    });
    return other;
  }

  override fit(pool: MixedPool): Fluctuating {
    const fitted = super.fit(pool);
    const { parts, chosen } = pool;
    const { squares } = this;
    const mass = parts.reduce((sum, { rows, weight }) => sum + weight * rows, 0);
    let own = 0;
    const terms = parts.flatMap(({ source, rows, weight }) => {
      const share = (weight * rows) / mass;
      const rest = 1 - 1 / rows;
      own += share * rest * source.spread;
      const { level, noises } = this.#squaresOf.get(source)!;
      // Of squared deviations from their own mean, as of χ² with a degree of freedom less.
      const means = noises.map(({ draw, scale }) => {
        return [share * Math.sqrt(rest) * scale, squares.mean(draw, rows)] as const;
      });
      // What lies between the means of parts is as wide as they are.
      return [[share * (1 - share / rows), level] as const, ...means];
    });
    const rows = rowsOf(parts);
    const isChosen = chosen !== null && chosen < rows;
    const biased = isChosen ? 1 : this.#biased(pool);
    // The way between the means of parts is normal, and its square as uncertain as it is large.
    const between = Math.max(0, biased * fitted.within - own);
    const among = parts.length > 1 ? (2 * between ** 2) / (parts.length - 1) : 0;
    const choice = isChosen ? (OF_A_NORMAL * fitted.within ** 2 * (1 - chosen / rows)) / chosen : 0;
    const beside = squares.mean(squares.draw(choice + among), 1);
    const deviation = squares.sum([
      ...terms.map(([share, term]) => [share / biased, term] as const),
      [1 / biased, beside],
    ]);
    return { ...fitted, deviation, uncertainty: squares.square(deviation) };
  }

  /** What an unbiased variance is divided by. */
  #biased({ parts }: MixedPool): number {
    if (!this.#widens) return 1;
    const mass = parts.reduce((sum, { rows, weight }) => sum + weight * rows, 0);
    const squares = parts.reduce((sum, { rows, weight }) => sum + weight ** 2 * rows, 0);
    return 1 - squares / mass ** 2;
  }

  #known(source: Source, level: Combination, spread: number): Source {
    const noises = [{ draw: this.squares.draw(spread), scale: 1 }];
    this.#squaresOf.set(source, { level, noises, spread });
    return source;
  }
}

/** What models of a mixed pool are like, from lineage to lineage. */
export interface Fluctuations {
  /** E σ², 1 is what the real data have. */
  readonly within: number;
  /** E of the squared distance from the real mean, in the same unit. */
  readonly drift: number;
  /** Var σ² / (E σ²)². */
  readonly relative: number;
}

/** After fit n = 1, 2, …, of normal real data along each axis; ends early where it takes too long. */
export function* fluctuations(
  steps: readonly Step[],
  {
    samples,
    unbiased,
    sampling,
    kurtosis,
    fitting,
  }: {
    readonly samples: number;
    readonly unbiased: boolean;
    readonly sampling: (generation: number) => number;
    /** Var z² / (E z²)² of what a model draws. */
    readonly kurtosis: (generation: number) => number;
    readonly fitting: (generation: number) => number;
  },
): Generator<Fluctuations, void, void> {
  const law = new FluctuatingLaw(unbiased);
  let fitted: Fluctuating;
  let n = 0;
  const draw = (g: number) => law.drawn(fitted, sampling(g), kurtosis(g));
  for (const pool of poolsOf(steps, samples, law, draw)) {
    if (pool.parts.length - 1 > MOST_BETWEEN * (rowsOf(pool.parts) - 1)) return;
    const whole = law.fit(pool);
    const factor = fitting(n++);
    fitted = {
      ...whole,
      within: factor * whole.within,
      deviation: law.squares.sum([[factor, whole.deviation]]),
      uncertainty: factor ** 2 * whole.uncertainty,
    };
    const { within, drift, uncertainty } = fitted;
    yield { within, drift, relative: within === 0 ? 0 : uncertainty / within ** 2 };
    if (law.noises.work + law.squares.work > MOST_WORK) return;
  }
}
