import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { ImageFacts, RealFacts } from "../distribution.ts";
import { classReadings } from "../images/class-readings.ts";
import type { Segment } from "../samples.ts";

/** Most classes that a histogram shows. */
export const MOST_CLASSES = 16;

/** Of each lineage, how many of the images that features are taken of look like each class. */
export async function classCounts(
  context: Context,
  real: { readonly facts: RealFacts; readonly heldOut: object; readonly samples: Segment },
  drawn: Segment,
  summary: (counts: readonly number[], facts: ImageFacts) => number | readonly number[],
  width = 0,
): Promise<Tensor<"f32">> {
  const { scope, lineages: L } = context;
  const facts = real.facts as ImageFacts;
  const heldOut = real.heldOut as Tensor<"f32">;
  const readings = await classReadings(context, { ...real, facts, heldOut }, drawn);
  const numbers = readings.flatMap(({ counts }) => summary(counts, facts));
  const shape = width === 0 ? [L] : [L, width];
  return scope.tensor("classes", "f32", shape, Float32Array.from(numbers));
}
