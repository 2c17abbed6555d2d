import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { densityKernels, placeRows } from "../kernels/mixture/densities.ts";
import { agree } from "../kernels/regression/agree.ts";
import type { Marks } from "../pool/filter.ts";
import type { Segment } from "../samples.ts";

/** The kernels that `rightAnswers` dispatches. */
export const answerKernels = [...densityKernels, agree];

/** f32 [L, N]: 1 for rows whose last number has the sign that a linear model gives it, else 0. */
export function rightAnswers(
  context: Context,
  segment: Segment,
  coefficients: readonly number[],
): Marks {
  const { backend, scope, lineages: L } = context;
  const [, N, D] = segment.values.shape;
  let values = segment.values as Tensor<"f32">;
  if (segment.frame !== null) {
    const origin = scope.zeros("data units", "f32", [L, D]);
    values = scope.zeros("rows in data units", "f32", [L, N, D]);
    placeRows(context, segment, { mean: origin, logDeviation: origin }, values);
  }
  const slopes = scope.tensor("true slopes", "f32", [D - 1], Float32Array.from(coefficients));
  const marks = scope.tensor("right answers", "f32", [L, N]);
  backend.dispatch(agree, { values, slopes, marks }, {});
  return marks;
}
