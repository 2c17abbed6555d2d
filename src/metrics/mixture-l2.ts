import type { Tensor } from "../compute/tensor.ts";
import { choice } from "../config.ts";
import type { Context } from "../context.ts";
import type { Mixture } from "../distribution.ts";
import { mixtureDistance } from "../kernels/metrics/mixture-distance.ts";
import { mixtureOverlap } from "../kernels/mixture/overlap.ts";
import { defineMetric } from "./metric.ts";

export const mixtureL2 = defineMetric({
  name: "mixture-l2",
  title: "Distance of densities L₂²",
  summary: "The integral of the squared difference between two densities, exact for mixtures.",
  source: "Shumailov et al. 2024, published code, doi:10.5281/zenodo.10866595",
  unit: "1/volume",
  settings: {
    against: choice({
      default: "first",
      options: ["first", "real"],
      help: "What the model is held against: that of generation 0, or the real distribution.",
    }),
  },
  kernels: [mixtureOverlap, mixtureDistance],
  needsReal: ["mixture", "samples"],
  needs: ["mixture"],
  needsFirst: ["mixture"],

  measure(context, { real, current, first }, { against }) {
    const { backend, scope, lineages: L } = context;
    const reference = against === "first" ? first.mixture! : real.mixture;
    // The real distribution stays what it is.
    const { parts } =
      against === "first"
        ? { parts: overlap(context, reference, reference) }
        : context.derive(real.samples, "overlap with itself", null, () => ({
            parts: overlap(context, reference, reference),
          }));
    const own = overlap(context, current.mixture, current.mixture, L);
    const both = overlap(context, current.mixture, reference, L);
    const squared = scope.tensor("mixture-l2", "f32", [L]);
    backend.dispatch(mixtureDistance, { own, reference: parts, both, squared }, {});
    return squared;
  },
});

/** f32 [L, K]: the integral of the product, by components of the first. */
function overlap(
  { backend, scope }: Context,
  { weight, mean, root }: Mixture,
  other: Mixture,
  lineages = weight.shape[0],
): Tensor<"f32"> {
  const [, K, D] = mean.shape;
  const parts = scope.tensor("overlaps", "f32", [lineages, K]);
  const scratch = scope.zeros("root of the sum", "f32", [lineages, K, D, D + 1]);
  const others = { otherWeight: other.weight, otherMean: other.mean, otherRoot: other.root };
  backend.dispatch(mixtureOverlap, { weight, mean, root, ...others, scratch, parts }, {});
  return parts;
}
