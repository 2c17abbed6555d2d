import type { Context } from "../context.ts";
import type { ClosedForms } from "../distribution.ts";
import { countsKernels, poolCounts } from "../families/counts.ts";
import { momentsKernels, poolMoments } from "../families/moments.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import type { SampleSpace, Segment } from "../samples.ts";

/** The kernels that `estimateForms` dispatches. */
export const estimateKernels: Readonly<Record<SampleSpace["kind"], readonly AnyKernel[]>> = {
  vector: momentsKernels,
  category: countsKernels,
  image: [],
  tokens: [],
};

/** The forms of a model as its samples have them: with their sampling error. */
export function estimateForms(context: Context, samples: Segment): ClosedForms {
  if (context.space.kind === "category") return { categories: poolCounts(context, [samples]) };
  if (context.space.kind !== "vector") return {};
  const covariance = context.space.dimensions === 1 ? "diagonal" : "full";
  return { moments: poolMoments(context, [samples], covariance) };
}
