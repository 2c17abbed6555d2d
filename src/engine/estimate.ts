import type { Context } from "../context.ts";
import type { ClosedForms } from "../distribution.ts";
import { countsKernels, poolCounts } from "../families/counts.ts";
import { momentsKernels, poolMoments } from "../families/moments.ts";
import type { Segment } from "../samples.ts";

/** The kernels that `estimateForms` dispatches. */
export const estimateKernels = { vector: momentsKernels, category: countsKernels };

/** The forms of a model as its samples have them: with their sampling error. */
export function estimateForms(context: Context, samples: Segment): ClosedForms {
  if (context.space.kind === "category") return { categories: poolCounts(context, [samples]) };
  const covariance = context.space.dimensions === 1 ? "diagonal" : "full";
  return { moments: poolMoments(context, [samples], covariance) };
}
