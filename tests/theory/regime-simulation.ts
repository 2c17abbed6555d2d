import { Numbers } from "./simulation.ts";

/** What a regime may take from when it makes the pool after generation g. */
export interface Supply {
  readonly g: number;
  /** The pool that this generation learned from. */
  readonly before: readonly number[];
  readonly original: readonly number[];
  /** Real samples of the chain beside those, always the same. */
  readonly set: readonly number[];
  /** Everything that the chain has put there; begins with the original. */
  readonly all: number[];
  readonly give: (count: number) => number[];
  readonly real: (count: number) => number[];
  /** Uniform in [0, 1). */
  readonly chance: () => number;
  /** Different ones of the values. */
  readonly choose: (values: readonly number[], count: number) => number[];
}

/** The values of a pool, which count once each, or as they say. */
export type SimulatedRegime = (
  supply: Supply,
) =>
  readonly number[] | { readonly values: readonly number[]; readonly weights: readonly number[] };

/** A recursive Gaussian in double precision, row by row: mean and variance by fit and chain. */
export function simulateRegime({
  regime,
  samples,
  fits,
  chains,
  bias,
  unbiased,
}: {
  readonly regime: SimulatedRegime;
  readonly samples: number;
  readonly fits: number;
  readonly chains: number;
  readonly bias: number;
  readonly unbiased: boolean;
}): { mean: number; variance: number }[][] {
  const numbers = new Numbers(17);
  const real = (count: number) => Array.from({ length: count }, () => numbers.normal());
  const chance = () => numbers.uniform();
  const choose = (values: readonly number[], count: number) => {
    const rest = [...values];
    return Array.from({ length: count }, () => {
      return rest.splice(Math.floor(chance() * rest.length), 1)[0];
    });
  };
  const fitted = Array.from({ length: fits }, () => [] as { mean: number; variance: number }[]);
  for (let chain = 0; chain < chains; chain++) {
    const original = real(samples);
    const set = real(10);
    const all = [...original];
    let pool: ReturnType<SimulatedRegime> = original;
    for (let n = 1; n <= fits; n++) {
      const [values, weights] =
        "weights" in pool ? [pool.values, pool.weights] : [pool, pool.map(() => 1)];
      const mass = weights.reduce((sum, w) => sum + w, 0);
      const mean = values.reduce((sum, x, i) => sum + weights[i] * x, 0) / mass;
      const squares = values.reduce((sum, x, i) => sum + weights[i] * (x - mean) ** 2, 0);
      const variance = squares / (unbiased ? mass - 1 : mass);
      fitted[n - 1].push({ mean, variance });
      const deviation = Math.sqrt(bias * variance);
      const give = (count: number) =>
        Array.from({ length: count }, () => mean + deviation * numbers.normal());
      pool = regime({ g: n - 1, before: values, original, set, all, give, real, chance, choose });
    }
  }
  return fitted;
}
