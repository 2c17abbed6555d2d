import type { Tensor } from "../compute/tensor.ts";
import { squaredErrors } from "../kernels/metrics/squared-errors.ts";
import { sumChunks } from "../kernels/metrics/sum-chunks.ts";
import { defineMetric } from "./metric.ts";

export const reconstructionError = defineMetric({
  name: "reconstruction-error",
  title: "Reconstruction error",
  summary:
    "How far real images that no model has seen are from what the model makes of them, squared and in the mean over all pixels.",
  source: "this project",
  unit: "grey values²",
  settings: {},
  kernels: [squaredErrors, sumChunks],
  needsReal: ["heldOut"],
  needs: ["encoding"],
  kind: "image",

  async measure(context, { real, current }) {
    const { backend, scope, lineages } = context;
    const b = real.heldOut as Tensor<"f32">;
    const { images: a } = await current.encoding(context, b);
    const sums = scope.tensor("squared errors", "f32", [lineages, b.shape[1]]);
    const total = scope.tensor("reconstruction error", "f32", [lineages]);
    backend.dispatch(squaredErrors, { a, b, sums }, {});
    backend.dispatch(sumChunks, { sums, total }, {});
    return total;
  },
});
