import type { Context } from "./context.ts";
import type { Tensor } from "./compute/tensor.ts";
import type { Categories, Moments, SampleSpace, Segment } from "./samples.ts";
import type { Grammar } from "./grammar.ts";

/** One Gaussian of a mixture on the line. Weights of a mixture sum to 1. */
export interface Component {
  readonly weight: number;
  /** Data units. */
  readonly mean: number;
  /** Data units. */
  readonly deviation: number;
}

/** One Gaussian of a mixture in D dimensions. Weights of a mixture sum to 1. */
export interface JointComponent {
  readonly weight: number;
  /** [D], data units. */
  readonly mean: readonly number[];
  /** [D][D], data units: the lower triangular root of the covariance. */
  readonly factor: readonly (readonly number[])[];
  /** Its place in the names of the groups; 0 where there are none. */
  readonly group: number;
}

/** Some of the categories or tokens of the real data, which are followed by themselves. */
export interface NamedGroup {
  readonly name: string;
  /** Their numbers. None is in two groups. */
  readonly members: readonly number[];
}

/** What is known about a real distribution in double precision, as plain data. */
export type RealFacts =
  | {
      readonly kind: "vector";
      /** What each dimension alone is: a mixture of Gaussians. Independent unless `joint` is there. */
      readonly marginals: readonly (readonly Component[])[];
      /** The dimensions together, where they are not independent. */
      readonly joint?: readonly JointComponent[];
      /** What the modes are called, where they have names. */
      readonly groups?: readonly string[];
    }
  | {
      readonly kind: "category";
      /** p[k] = counts[k] / total, most probable first where the dataset ranks them. */
      readonly counts: Uint32Array;
      /** At most 2³² - 1. */
      readonly total: number;
      /** What the categories are called, or null where their rank says it all. */
      readonly names: readonly string[] | null;
      /** Where they have names; otherwise categories are told apart by how frequent they are. */
      readonly groups?: readonly NamedGroup[];
    }
  | TokenFacts
  | ImageFacts;

export interface TokenFacts {
  readonly kind: "tokens";
  /** T, tokens of one sample. */
  readonly length: number;
  /** The bytes that each token stands for; a text is those of its tokens, `glue` between them. */
  readonly pieces: readonly Uint8Array[];
  readonly glue: "" | " ";
  /** The token that a text begins with where nothing comes before it; it ends a line as well. */
  readonly start: number;
  /** The token that stands for what the vocabulary lacks, where there is one. */
  readonly unknown?: number;
  /** [V]: how often each token occurs in `blocks`, or in the long run where they are endless. */
  readonly frequencies: Float64Array;
  /** [N, T] all that there is to train on; null where the source never ends. */
  readonly blocks: Uint32Array | null;
  /** [M, T] that no model is ever trained on. */
  readonly heldOut: Uint32Array;
  /** The source itself, where it is known exactly. */
  readonly grammar: Grammar | null;
  /** The same, where it is a chain. */
  readonly chain?: MarkovChain;
  /** Groups of tokens that have names; otherwise tokens are told apart by how frequent they are. */
  readonly groups?: readonly NamedGroup[];
}

/** Who follows whom, as plain data: rows of integers, in proportion to the chances. */
export interface MarkovChain {
  /** [V]: the long run, in which a text begins anywhere. Sums to less than 2³². */
  readonly starts: Uint32Array;
  /** [V, V]: from, to. Rows sum to less than 2³². */
  readonly counts: Uint32Array;
}

export interface ImageFacts {
  readonly kind: "image";
  readonly height: number;
  readonly width: number;
  /** What the classes are called; null without labels. */
  readonly classes: readonly string[] | null;
  /** [classes], summing to 1; null without labels. */
  readonly frequencies: Float64Array | null;
  /** [N, D] grey values of 0 to 255, all that there is to train on; null where the source never ends. */
  readonly images: Uint8Array | null;
  /** [N], places in `classes`. */
  readonly labels: Uint8Array | null;
  /** [M, D] that no model is ever trained on, and their classes. */
  readonly heldOut: Uint8Array;
  readonly heldOutLabels: Uint8Array | null;
  /** How the source draws, where it never ends; null otherwise. */
  readonly hand: Handwriting | null;
}

/** What characters look like that are drawn by a program. See shaders/images/strokes.wgsl. */
export interface Handwriting {
  /** Deviation of the slant from one character to the next, a tangent. */
  readonly slant: number;
  /** Pixels: middle width of the pen. */
  readonly thickness: number;
  /** Deviation of the ink from one pixel to the next, of its full darkness. */
  readonly noise: number;
}

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

/**
 * Gaussians in D dimensions with weights that sum to 1. R is L or, for a distribution that all
 * lineages share, 1.
 */
export interface Mixture {
  /** [R, K]. */
  readonly weight: Tensor<"f32">;
  /** [R, K, D], data units. */
  readonly mean: Tensor<"f32">;
  /** [R, K, D, D], data units: lower triangular roots of the covariances. */
  readonly root: Tensor<"f32">;
}

/**
 * A Markov chain over V tokens as integers. R is L or, for a chain that all lineages share, 1.
 */
export interface Transitions {
  /** [R, V]: of the first token of a text. */
  readonly starts: Tensor<"u32">;
  /** [R, V, V]: from, to. After a token whose row is empty a text goes on as it would begin. */
  readonly counts: Tensor<"u32">;
}

/** What is known of a distribution in closed form, on the device, and what can be asked about it. */
export interface ClosedForms {
  readonly moments?: Moments;
  readonly categories?: Categories;
  readonly coupling?: NormalCoupling;
  readonly mixture?: Mixture;
  /** Of a linear model, f32 [L, D - 1]: what the last dimension is predicted by from the others. */
  readonly coefficients?: Tensor<"f32">;
  /** Of a model of texts in which only the token before counts. */
  readonly transitions?: Transitions;
  /** Of a model: what it drew. Of the real distribution: what generation 0 was fitted to. */
  readonly samples?: Segment;
  /** Of the real distribution: u32 [1, M, T] or f32 [1, M, D] that no model is trained on. */
  readonly heldOut?: Tensor;
  /**
   * Natural logarithm of the probability (of categories and texts) or density (per data unit) of
   * each row of a segment, f32 [L, N]; of images, what a model has in place of one. Rows that count
   * for nothing may have any value.
   */
  readonly logProb?: (context: Context, segment: Segment) => Tensor<"f32"> | Promise<Tensor<"f32">>;
  /**
   * Of a model: nats by which it is surprised, f32 [L, N, T], by each token of each text; the first
   * token of a text costs nothing. `texts` are u32 [L, N, T] or, shared by all lineages, [1, N, T].
   */
  readonly surprise?: (context: Context, texts: Tensor<"u32">) => Promise<Tensor<"f32">>;
  /**
   * Of a model: what it makes of images, f32 [L, N, D] or [1, N, D]. `codes` f32 [L, N, Z] are means
   * of the latent variables, `images` f32 [L, N, D] the reconstructions from those.
   */
  readonly encoding?: (context: Context, images: Tensor<"f32">) => Promise<Encoding>;
}

export interface Encoding {
  readonly codes: Tensor<"f32">;
  readonly images: Tensor<"f32">;
}

export type FormName = keyof ClosedForms;

/** The forms that the real distribution of each kind has. */
export const REAL_FORMS: Readonly<Record<SampleSpace["kind"], readonly FormName[]>> = {
  vector: ["moments", "coupling", "mixture", "samples", "logProb"],
  category: ["categories", "samples", "logProb"],
  image: ["heldOut", "samples"],
  tokens: ["heldOut", "samples"],
};

/** The forms that a real distribution has: those of its kind, and what a known source tells. */
export function realFormsOf(facts: RealFacts): readonly FormName[] {
  const isKnown = facts.kind === "tokens" && (facts.grammar !== null || facts.chain !== undefined);
  return isKnown ? [...REAL_FORMS[facts.kind], "logProb"] : REAL_FORMS[facts.kind];
}

/** What the samples of a model tell where the family has no closed form of it. */
export const ESTIMABLE: Readonly<Record<SampleSpace["kind"], readonly FormName[]>> = {
  vector: ["moments", "samples"],
  category: ["categories", "samples"],
  image: ["samples"],
  tokens: ["samples"],
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
  switch (facts.kind) {
    case "vector":
      return { kind: "vector", dimensions: facts.marginals.length };
    case "category":
      return { kind: "category", categories: facts.counts.length };
    case "image":
      return { kind: "image", height: facts.height, width: facts.width };
    case "tokens":
      return {
        kind: "tokens",
        vocabulary: facts.pieces.length,
        length: facts.length,
        start: facts.start,
        ...(facts.unknown === undefined ? {} : { unknown: facts.unknown }),
      };
    default:
      return facts satisfies never;
  }
}

/** Whether the real data are one Gaussian with independent dimensions. */
export function isGaussian(facts: RealFacts): boolean {
  return (
    facts.kind === "vector" &&
    facts.joint === undefined &&
    facts.marginals.every(({ length }) => length === 1)
  );
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

/** Mean [D] and covariance [D, D] of a mixture in D dimensions, data units. */
export function jointMoments(components: readonly JointComponent[]) {
  const D = components[0].mean.length;
  const mean = Array.from({ length: D }, (_, i) =>
    components.reduce((sum, c) => sum + c.weight * c.mean[i], 0),
  );
  const covariance = Float64Array.from({ length: D * D }, (_, e) => {
    const [i, j] = [Math.floor(e / D), e % D];
    return components.reduce((sum, { weight, mean: own, factor }) => {
      const within = factor[i].reduce((product, entry, k) => product + entry * factor[j][k], 0);
      return sum + weight * (within + (own[i] - mean[i]) * (own[j] - mean[j]));
    }, 0);
  });
  return { mean, covariance };
}
