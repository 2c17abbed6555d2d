import type { Tensor } from "../../compute/tensor.ts";
import type { Context } from "../../context.ts";
import { chunkCount } from "./chunks.ts";
import { countLogarithms } from "./logarithms.ts";
import { quantize } from "./quantize.ts";
import { temperChunks } from "./temper-chunks.ts";
import { temperLogs } from "./temper.ts";

/** The kernels that `tempered` and `temperedCounts` dispatch. */
export const temperKernels = [countLogarithms, temperChunks, temperLogs, quantize];

/** f32 [L, K]: log-probabilities at another temperature, from logarithms of any weights [L, K]. */
export function tempered(
  { backend, scope }: Pick<Context, "backend" | "scope">,
  logs: Tensor<"f32">,
  temperature: Tensor<"f32">,
): Tensor<"f32"> {
  const [L, K] = logs.shape;
  const peaks = scope.tensor("chunk peaks", "f32", [L, chunkCount(K)]);
  const masses = scope.tensor("chunk masses", "f32", [L, chunkCount(K)]);
  const tempered = scope.tensor("tempered logarithms", "f32", [L, K]);
  backend.dispatch(temperChunks, { temperature, logs, peaks, masses }, {});
  backend.dispatch(temperLogs, { temperature, logs, peaks, masses, tempered }, {});
  return tempered;
}

/** u32 [L, K]: integer weights in proportion to counts^(1/T); the counts themselves at T = 1. */
export function temperedCounts(
  context: Context,
  counts: Tensor<"u32">,
  temperatures: Float64Array,
): Tensor<"u32"> {
  return temperedRows(context, counts, context.vector(temperatures));
}

/** The same for rows u32 [R, K] that have temperatures f32 [R] of their own. */
export function temperedRows(
  context: Pick<Context, "backend" | "scope">,
  counts: Tensor<"u32">,
  temperature: Tensor<"f32">,
): Tensor<"u32"> {
  const { backend, scope } = context;
  const logs = scope.tensor("logarithms of counts", "f32", counts.shape);
  const weights = scope.tensor("tempered counts", "u32", counts.shape);
  backend.dispatch(countLogarithms, { counts, logs }, {});
  backend.dispatch(
    quantize,
    { temperature, counts, tempered: tempered(context, logs, temperature), weights },
    {},
  );
  return weights;
}
