import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { chunkMomentsFours, chunkMomentsOf } from "../kernels/gaussian/chunk-moments-fours.ts";
import { chunkLength, chunkMoments } from "../kernels/gaussian/chunk-moments.ts";
import { mergeMoments } from "../kernels/gaussian/merge-moments.ts";
import { spreadOver } from "../kernels/metrics/spread.ts";
import { defineMetric } from "./metric.ts";

export const encoderSpread = defineMetric({
  name: "encoder-spread",
  title: "Spread of codes",
  summary:
    "Deviation of the codes that generation 0's encoder gives to what the model draws; it shrinks as variety is lost.",
  source: "the code of Shumailov et al. 2024, doi:10.5281/zenodo.10866595",
  unit: "",
  settings: {},
  kernels: [chunkMoments, chunkMomentsFours, mergeMoments, spreadOver],
  needsReal: [],
  needs: ["samples"],
  needsFirst: ["encoding"],
  kind: "image",

  async measure(context, { current, first }) {
    const { codes } = await first.encoding!(context, current.samples.values as Tensor<"f32">);
    return spreadOf(context, codes);
  },
});

/** The deviation of numbers [L, N, D] over all dimensions, each about its own mean. */
function spreadOf({ backend, scope }: Context, values: Tensor<"f32">): Tensor<"f32"> {
  const [L, N, D] = values.shape;
  const length = chunkLength(N);
  const C = Math.ceil(N / length);
  const means = scope.tensor("chunk means", "f32", [L, C, D]);
  const squares = scope.tensor("chunk squares", "f32", [L, C, D]);
  const zeros = scope.zeros("as they are", "f32", [L, D]);
  const mean = scope.tensor("mean", "f32", [L, D]);
  const logDeviation = scope.tensor("log deviation", "f32", [L, D]);
  const spread = scope.tensor("spread", "f32", [L]);
  const scalars = { rows: N, chunkLength: length };
  backend.dispatch(chunkMomentsOf(N, D), { values, means, squares }, scalars);
  const frame = { frameMean: zeros, frameLogDeviation: zeros };
  backend.dispatch(mergeMoments, { means, squares, ...frame, mean, logDeviation }, scalars);
  backend.dispatch(spreadOver, { logDeviation, spread }, {});
  return spread;
}
