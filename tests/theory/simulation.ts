import { randomNormals } from "../../src/random/normal.ts";
import { randomBits } from "../../src/random/philox.ts";
import type { Workflow } from "../../src/theory/input.ts";

/** Numbers one after the other, for simulations that share no code with the lab's own loop. */
export class Numbers {
  readonly #z = new Float64Array(4);
  readonly #words = new Uint32Array(4);
  readonly #seed: number;
  #normals = 0;
  #uniforms = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  normal(): number {
    const at = this.#normals++;
    if (at % 4 === 0) randomNormals(this.#address(at >>> 2, 1), this.#z);
    return this.#z[at % 4];
  }

  /** In [0, 1), 32 bits. */
  uniform(): number {
    const at = this.#uniforms++;
    if (at % 4 === 0) randomBits(this.#address(at >>> 2, 2), this.#words);
    return this.#words[at % 4] * 2 ** -32;
  }

  #address(index: number, stream: number) {
    const rest = { lineage: 0, generation: 0, step: 0, draw: 0 };
    return { ...rest, seed: this.#seed, index, stream };
  }
}

/** Those whose pools are simple enough for this loop. */
export type Simple = Extract<Workflow, { kind: "replace" | "archive" | "fresh" | "accumulate" }>;

/** The pool of the next fit, from the last pool, what the model gave, and real data. */
export function nextPool(
  { workflow, samples }: { workflow: Simple; samples: number },
  pools: { before: number[]; original: number[] },
  give: () => number,
  real: () => number,
): number[] {
  const many = (count: number, of: () => number) => Array.from({ length: count }, of);
  const { kind } = workflow;
  if (kind === "replace") return many(samples, give);
  if (kind === "accumulate") return [...pools.before, ...many(samples, give)];
  const own = many(samples - workflow.rows, give);
  if (kind === "fresh") return [...own, ...many(workflow.rows, real)];
  return [...own, ...pools.original.slice(0, workflow.rows)];
}

export interface GaussianLoop {
  readonly workflow: Simple;
  readonly samples: number;
  readonly fits: number;
  readonly chains: number;
  readonly unbiased?: boolean;
  readonly bias?: number;
  readonly truncation?: number;
  /** A real number; default standard normal. */
  readonly real?: (numbers: Numbers) => number;
}

/** The recursive Gaussian in double precision: mean and variance of each chain after each fit. */
export function simulateGaussian(loop: GaussianLoop): { mean: number; variance: number }[][] {
  const { fits, chains, unbiased = false, bias = 1, truncation = Infinity } = loop;
  const numbers = new Numbers(11);
  const real = () => (loop.real ?? ((n) => n.normal()))(numbers);
  const fitted = Array.from({ length: fits }, () => [] as { mean: number; variance: number }[]);
  for (let chain = 0; chain < chains; chain++) {
    const original = Array.from({ length: loop.samples }, real);
    let pool = original;
    for (let n = 1; n <= fits; n++) {
      const mean = pool.reduce((sum, x) => sum + x, 0) / pool.length;
      const squares = pool.reduce((sum, x) => sum + (x - mean) ** 2, 0);
      const variance = squares / (pool.length - (unbiased ? 1 : 0));
      fitted[n - 1].push({ mean, variance });
      const deviation = Math.sqrt(bias * variance);
      const give = () => {
        let z = numbers.normal();
        while (Math.abs(z) > truncation) z = numbers.normal();
        return mean + deviation * z;
      };
      pool = nextPool(loop, { before: pool, original }, give, real);
    }
  }
  return fitted;
}

export interface CountsLoop {
  readonly workflow: Simple;
  readonly samples: number;
  readonly fits: number;
  readonly chains: number;
  /** Of the real distribution; they sum to 1. */
  readonly probabilities: readonly number[];
}

/** The recursive counts in double precision: the distribution of each chain after each fit. */
export function simulateCounts(loop: CountsLoop): Float64Array[][] {
  const { fits, chains, probabilities } = loop;
  const numbers = new Numbers(12);
  const draw = (weights: ArrayLike<number>) => {
    let rest = numbers.uniform();
    for (let k = 0; k < weights.length; k++) {
      rest -= weights[k];
      if (rest < 0) return k;
    }
    return Array.from(weights).findLastIndex((weight) => weight > 0);
  };
  const real = () => draw(probabilities);
  const fitted = Array.from({ length: fits }, () => [] as Float64Array[]);
  for (let chain = 0; chain < chains; chain++) {
    const original = Array.from({ length: loop.samples }, real);
    let pool = original;
    for (let n = 1; n <= fits; n++) {
      const model = new Float64Array(probabilities.length);
      for (const k of pool) model[k] += 1 / pool.length;
      fitted[n - 1].push(model);
      pool = nextPool(loop, { before: pool, original }, () => draw(model), real);
    }
  }
  return fitted;
}

/** Mean and its standard error. */
export function estimate(values: readonly number[]): { mean: number; standardError: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1);
  return { mean, standardError: Math.sqrt(variance / values.length) };
}
