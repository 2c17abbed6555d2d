import type { Tensor } from "./compute/tensor.ts";
import type { Mixture } from "./distribution.ts";
import { ConfigError } from "./errors.ts";

/** What one sample is. */
export type SampleSpace =
  | { readonly kind: "vector"; readonly dimensions: number }
  | { readonly kind: "category"; readonly categories: number }
  /** Grey values from 0 (background) to 1, row by row. */
  | { readonly kind: "image"; readonly height: number; readonly width: number }
  | {
      /** Texts of `length` tokens each, out of a vocabulary of that many. */
      readonly kind: "tokens";
      readonly vocabulary: number;
      readonly length: number;
      /** The token that a text begins with where nothing comes before it. */
      readonly start: number;
      /** The token that stands for what the vocabulary lacks, where there is one. */
      readonly unknown?: number;
    };

/** What a family has learned: named tensors, first axis L. */
export type Parameters = Readonly<Record<string, Tensor | null>>;

/**
 * Mean and covariance, the latter as diag(e^logDeviation) · factor times its transpose.
 *
 * Deviations are kept as logarithms since collapse takes them below what a float resolves beside
 * the mean.
 */
export type Moments = {
  /** [L, D], data units. */
  readonly mean: Tensor<"f32">;
  /** [L, D]: natural logarithm of each dimension's deviation; LOG_ZERO or less for none at all. */
  readonly logDeviation: Tensor<"f32">;
  /** [L, D, D]: lower triangular with rows of length 1; null where the covariance is diagonal. */
  readonly factor: Tensor<"f32"> | null;
};

/** A distribution over K categories as integers: p[k] = counts[k] / totals. */
export interface Categories {
  /** [R, K], where R is L or, for a distribution that all lineages share, 1. */
  readonly counts: Tensor<"u32">;
  /** [R], the sums of the counts. */
  readonly totals: Tensor<"u32">;
}

/** Samples that were drawn together. The unit of a pool: never changed, only kept or dropped. */
export interface Segment {
  /**
   * f32 [L, N, D] vectors, in the coordinates of `frame`; u32 [L, N] categories; f32 [L, N, D]
   * images of D pixels; or u32 [L, N, T] tokens.
   */
  readonly values: Tensor;
  /** The first `rows` of the N samples count, the others are absent. */
  readonly rows: number;
  /** 0 for real data, g + 1 for what was drawn in generation g. */
  readonly birth: number;
  /** A vector is mean + factor · value; null where the values are data units already. */
  readonly frame: Moments | null;
  /** f32 [L, N]: how much each row counts, 0 for one that is not there. Absent: every row once. */
  readonly weight?: Tensor<"f32">;
  /** Where the weights are for one generation only: those that come back after it; null for none. */
  readonly lastingWeight?: Tensor<"f32"> | null;
  /** Of real samples that return in every generation: tells one such set from another. */
  readonly set?: number;
  /** Of real samples beside the original ones: the draw that they come from, another number for each. */
  readonly drawn?: number;
  /** What the rows were drawn from, where that is known: their limit for infinitely many. */
  readonly source?: Source;
}

/** A distribution in closed form, as far as its kind has one. */
export interface Source {
  readonly moments?: Moments;
  readonly categories?: Categories;
  readonly mixture?: Mixture;
}

/** What a generation trains on, oldest first. */
export type Pool = readonly Segment[];

export function poolRows(pool: Pool): number {
  return pool.reduce((sum, { rows }) => sum + rows, 0);
}

/** A part of a pool of the given size, taken from every segment in proportion. */
export function subpool(pool: Pool, rows: number): Pool {
  const parts = proportional(
    pool.map((segment) => segment.rows),
    rows,
  );
  return pool.flatMap((segment, i) => (parts[i] === 0 ? [] : [firstRows(segment, parts[i])]));
}

/** Whole numbers that sum to `total`, in the proportions of `sizes`, which are at least as many. */
export function proportional(sizes: readonly number[], total: number): number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  let taken = 0;
  return sizes.map((size) => {
    before += size;
    const until = Math.round((total * before) / all);
    const part = until - taken;
    taken = until;
    return part;
  });
}

/** Segments that a pool is made of at most by repetition: every fit goes through them one by one. */
const MOST_REPEATED = 2 ** 14;

/**
 * `rows` of a pool, whole several times over where it has fewer. Throws a `ConfigError` where a few
 * rows would have to stand for far too many.
 */
export function repeated(pool: Pool, rows: number): Pool {
  const size = poolRows(pool);
  const times = Math.floor(rows / size);
  if (times * pool.length > MOST_REPEATED) {
    const [few, many] = [size, rows].map((count) => count.toLocaleString("en"));
    throw new ConfigError(
      "$.samples",
      `a pool would repeat ${few} samples until they are ${many}; take more samples, or smaller pools`,
    );
  }
  const whole = Array.from({ length: times }, () => pool).flat();
  return [...whole, ...subpool(pool, rows % size)];
}

/** By what tells segments apart: their values, or how much those count. */
const views = new WeakMap<Tensor, Map<number, Segment>>();

/** The first rows of a segment: the same object for the same rows, so that what follows is kept. */
export function firstRows(segment: Segment, rows: number): Segment {
  if (rows === segment.rows) return segment;
  const key = segment.weight ?? segment.values;
  const known = views.get(key) ?? new Map<number, Segment>();
  views.set(key, known);
  const view = known.get(rows) ?? { ...segment, rows };
  known.set(rows, view);
  return view;
}

/** A pool as a later generation finds it: without the weights that were for one generation only. */
export function lasting(pool: Pool): Pool {
  return pool.map((segment) => {
    const { weight: _, lastingWeight, ...rest } = segment;
    if (lastingWeight === undefined) return segment;
    return lastingWeight === null ? rest : { ...rest, weight: lastingWeight };
  });
}

/** Whether two segments are the same rows and count alike. */
export function isSame(one: Segment, other: Segment): boolean {
  return one.values === other.values && one.rows === other.rows && one.weight === other.weight;
}

/** Every tensor that a pool needs to stay alive. */
export function poolTensors(pool: Pool): Tensor[] {
  return pool.flatMap(({ values, frame, weight, lastingWeight, source = {} }) => [
    values,
    ...tensorsIn(frame),
    ...tensorsIn({ weight, lastingWeight }),
    ...Object.values(source).flatMap(tensorsIn),
  ]);
}

/** The tensors among the values of a plain object. */
export function tensorsIn(holder: object | null): Tensor[] {
  return Object.values(holder ?? {}).filter(
    (value): value is Tensor => value !== null && value !== undefined,
  );
}
