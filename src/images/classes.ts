import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { FactsOf, RealFacts } from "../distribution.ts";
import { classChances } from "../kernels/images/class-chances.ts";
import type { Segment } from "../samples.ts";
import {
  FEATURES,
  MOST_IMAGES,
  allFeaturesOf,
  heldOutFeatures,
  imageFeatureKernels,
  refusesFeatures,
} from "./features.ts";
import { discriminants } from "./nearest-class.ts";

/** The kernels that `chancesOfClass` dispatches. */
export const classKernels = [...imageFeatureKernels, classChances];

/** Stands for -Infinity, which a shader may not meet. */
const NEVER = -1e30;

/** Real images with classes that no model has seen. */
export interface Examples {
  readonly facts: FactsOf<"image">;
  /** f32 [1, M, D]. */
  readonly heldOut: Tensor<"f32">;
  /** What follows from them is kept as long as this is. */
  readonly anchor: Segment;
}

/** Why classes cannot be told apart here; null where they can. */
export function refusesClasses(facts: RealFacts): string | null {
  if (facts.kind !== "image") return null;
  if (facts.classes === null || facts.heldOutLabels === null) {
    return "needs labels, also of the images that are held out";
  }
  return refusesFeatures(facts);
}

/** Why images cannot be told to be of this class, or not; null where they can. */
export function refusesClass(facts: FactsOf<"image">, of: number): string | null {
  const refusal = refusesClasses(facts);
  if (refusal !== null) return refusal;
  const known = [...new Set(facts.heldOutLabels!.subarray(0, MOST_IMAGES))];
  if (known.includes(of)) return null;
  known.sort((a, b) => a - b);
  return `has no held-out image of class ${of}; there are those of ${known.join(", ")}`;
}

/**
 * f32 [L, N]: how likely every image of a segment is of one class, as far as the features tell, where
 * all classes are alike before anything is seen.
 */
export async function chancesOfClass(
  context: Context,
  segment: Segment,
  { facts, heldOut, anchor }: Examples,
  of: number,
): Promise<Tensor<"f32">> {
  const { backend, scope, dry } = context;
  const features = allFeaturesOf(context, segment);
  const [unseen] = await backend.read(heldOutFeatures(context, anchor, heldOut));
  const K = facts.classes!.length;
  const model = context.derive(anchor, "discriminants", null, () => {
    const shapes = [[FEATURES, K] as const, [K] as const] as const;
    const labels = facts.heldOutLabels!.subarray(0, unseen.length / FEATURES);
    const found = dry ? null : discriminants(unseen, labels, K, FEATURES);
    const [directions, offsets] = [
      Float32Array.from(found?.directions.to1DArray() ?? new Array(FEATURES * K).fill(0)),
      Float32Array.from(found?.offsets ?? new Array(K).fill(0), (offset) =>
        Math.max(NEVER, offset),
      ),
    ];
    return {
      directions: scope.tensor("directions", "f32", shapes[0], directions),
      offsets: scope.tensor("offsets", "f32", shapes[1], offsets),
    };
  });
  const chances = scope.tensor("chances of a class", "f32", features.shape.slice(0, 2));
  backend.dispatch(classChances, { features, ...model, chances }, { of });
  return chances;
}
