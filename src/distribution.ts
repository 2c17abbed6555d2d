import type { Context } from "./context.ts";
import type { Tensor } from "./compute/tensor.ts";
import type { Categories, Moments, SampleSpace, Segment } from "./samples.ts";

/** One Gaussian of a mixture on the line. Weights of a mixture sum to 1. */
export interface Component {
  readonly weight: number;
  /** Data units. */
  readonly mean: number;
  /** Data units. */
  readonly deviation: number;
}

/** What is known about a real distribution in double precision, as plain data. */
export type RealFacts =
  | {
      readonly kind: "vector";
      /** The dimensions are independent; each is a mixture of Gaussians. */
      readonly marginals: readonly (readonly Component[])[];
    }
  | {
      readonly kind: "category";
      /** p[k] = counts[k] / total, most probable first where the dataset ranks them. */
      readonly counts: Uint32Array;
      /** At most 2³² - 1. */
      readonly total: number;
      /** What the categories are called, or null where their rank says it all. */
      readonly names: readonly string[] | null;
    };

export type FactsOf<K extends SampleSpace["kind"]> = Extract<RealFacts, { kind: K }>;

/**
 * How each dimension of a distribution goes with a standard normal Z when both are sorted alike.
 * With it the 2-Wasserstein distance to a Gaussian is exact for any distribution on the line.
 */
export interface NormalCoupling {
  /** [L, D], data units: E[X Z]; the deviation itself for a Gaussian. */
  readonly slope: Tensor<"f32">;
  /** [L, D], data units²: Var X - slope²; 0 for a Gaussian. */
  readonly residual: Tensor<"f32">;
}

/** What is known of a distribution in closed form, on the device. */
export interface ClosedForms {
  readonly moments?: Moments;
  readonly categories?: Categories;
  readonly coupling?: NormalCoupling;
}

export type FormName = keyof ClosedForms;

/** What the samples of a model tell where the family has no closed form of it. */
export const ESTIMABLE: Readonly<Record<SampleSpace["kind"], readonly FormName[]>> = {
  vector: ["moments"],
  category: ["categories"],
};

/** The distribution that the first generation learns from, and whatever is fresh later. */
export interface Real {
  readonly space: SampleSpace;
  readonly facts: RealFacts;
  readonly forms: ClosedForms;
  /** Draws `rows` samples per lineage from the context's stream. */
  draw(context: Context, rows: number): Segment;
}

export function spaceOf(facts: RealFacts): SampleSpace {
  return facts.kind === "vector"
    ? { kind: "vector", dimensions: facts.marginals.length }
    : { kind: "category", categories: facts.counts.length };
}

export function isGaussian(facts: RealFacts): boolean {
  return facts.kind === "vector" && facts.marginals.every(({ length }) => length === 1);
}

/** Mean and deviation of a mixture, data units. */
export function mixtureMoments(components: readonly Component[]) {
  const mean = components.reduce((sum, { weight, mean }) => sum + weight * mean, 0);
  const variance = components.reduce(
    (sum, c) => sum + c.weight * (c.deviation ** 2 + (c.mean - mean) ** 2),
    0,
  );
  return { mean, deviation: Math.sqrt(variance) };
}
