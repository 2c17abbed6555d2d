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

/** Why images that have classes cannot be told to be of this one, or not; null where they can. */
export function refusesClass(facts: FactsOf<"image">, of: number): string | null {
  const known = [...new Set(facts.heldOutLabels!.subarray(0, MOST_IMAGES))];
  if (known.includes(of)) return null;
  known.sort((a, b) => a - b);
  return `there is no held-out image of class ${of}; there are those of ${known.join(", ")}`;
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
    const labels = facts.heldOutLabels!.subarray(0, unseen.length / FEATURES);
    const found = dry ? null : discriminants(unseen, labels, K, FEATURES);
    const table = (
      label: string,
      shape: readonly number[],
      values: ArrayLike<number> | undefined,
    ) =>
      values === undefined
        ? scope.zeros(label, "f32", shape)
        : scope.tensor(label, "f32", shape, Float32Array.from(values));
    const offsets = found?.offsets.map((offset) => Math.max(NEVER, offset));
    return {
      directions: table("directions", [FEATURES, K], found?.directions.to1DArray()),
      offsets: table("offsets", [K], offsets),
    };
  });
  const chances = scope.tensor("chances of a class", "f32", features.shape.slice(0, 2));
  backend.dispatch(classChances, { features, ...model, chances }, { named: of });
  return chances;
}
