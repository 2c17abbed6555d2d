import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { RealFacts } from "../distribution.ts";
import type { Segment } from "../samples.ts";
import { FEATURES, featuresOf, heldOutFeatures, refusesFeatures } from "./image-features.ts";
import { nearestClass } from "./nearest-class.ts";
import { onHost } from "./on-host.ts";

/** Most classes that a histogram shows. */
export const MOST_CLASSES = 16;

/** Why classes cannot be told apart here; null where they can. */
export function refusesClasses(facts: RealFacts): string | null {
  if (facts.kind !== "image") return null;
  if (facts.classes === null || facts.heldOutLabels === null) {
    return "needs labels, also of the images that are held out";
  }
  return refusesFeatures(facts);
}

/** Of each lineage, how many of the images that features are taken of look like each class. */
export function classCounts(
  context: Context,
  real: { readonly facts: RealFacts; readonly heldOut: object; readonly samples: Segment },
  drawn: Segment,
  summary: (counts: number[], facts: RealFacts & { kind: "image" }) => number | readonly number[],
  width = 0,
): Promise<Tensor<"f32">> {
  const facts = real.facts as RealFacts & { kind: "image" };
  const heldOut = heldOutFeatures(context, real.samples, real.heldOut as Tensor<"f32">);
  const features = featuresOf(context, drawn);
  const measure = (unseen: Float32Array) => {
    const labels = facts.heldOutLabels!.subarray(0, unseen.length / FEATURES);
    const classify = nearestClass(unseen, labels, facts.classes!.length, FEATURES);
    return (own: Float32Array) => {
      const counts = facts.classes!.map(() => 0);
      for (const k of classify(own)) counts[k]++;
      return summary(counts, facts);
    };
  };
  return onHost(context, features, heldOut, measure, width);
}
