import { covering, defineKernel } from "../../compute/kernel.ts";
import { STRETCH } from "./bernoulli.ts";

/** The loss of numbers around means, and its gradient. See shaders/losses/gaussian.wgsl. */
export const gaussianLoss = defineKernel({
  shader: "losses/gaussian.wgsl",
  bindings: {
    targets: { dtype: "f32", shape: "L M D", access: "read" },
    values: { dtype: "f32", shape: "L M D", access: "update" },
    parts: { dtype: "f32", shape: "L S", access: "update" },
  },
  scalars: ["first", "scale", "logVariance"],
  overrides: { WORKGROUP_SIZE: 64, STRETCH },
  workgroups: ({ L, M, D }, { WORKGROUP_SIZE }) =>
    covering(L * M * Math.ceil(D / STRETCH), WORKGROUP_SIZE),

  reference({ targets, values, parts }, { first, scale, logVariance }, { L, M, D, S }) {
    const stretches = Math.ceil(D / STRETCH);
    const variance = Math.exp(logVariance);
    for (let l = 0; l < L; l++) {
      const sums = new Float64Array(M * stretches);
      for (let m = 0; m < M; m++) {
        for (let d = 0; d < D; d++) {
          const at = (l * M + m) * D + d;
          const off = values[at] - targets[at];
          const density = (off * off) / variance + Math.log(2 * Math.PI * variance);
          sums[m * stretches + Math.floor(d / STRETCH)] += (scale * density) / 2;
          values[at] = (scale * off) / variance;
        }
      }
      parts.set(sums, l * S + first);
    }
  },
});
