import { covering, defineKernel } from "../../compute/kernel.ts";

/** Pixels that one invocation adds up. */
export const STRETCH = 64;

/** The loss of pixels between 0 and 1, and its gradient. See shaders/losses/bernoulli.wgsl. */
export const bernoulliLoss = defineKernel({
  shader: "losses/bernoulli.wgsl",
  bindings: {
    targets: { dtype: "f32", shape: "L M D", access: "read" },
    values: { dtype: "f32", shape: "L M D", access: "update" },
    parts: { dtype: "f32", shape: "L S", access: "update" },
  },
  scalars: ["first", "scale"],
  overrides: { WORKGROUP_SIZE: 64, STRETCH },
  workgroups: ({ L, M, D }, { WORKGROUP_SIZE }) =>
    covering(L * M * Math.ceil(D / STRETCH), WORKGROUP_SIZE),

  reference({ targets, values, parts }, { first, scale }, { L, M, D, S }) {
    const stretches = Math.ceil(D / STRETCH);
    for (let l = 0; l < L; l++) {
      const sums = new Float64Array(M * stretches);
      for (let m = 0; m < M; m++) {
        for (let d = 0; d < D; d++) {
          const at = (l * M + m) * D + d;
          const [s, t] = [values[at], targets[at]];
          const e = Math.exp(-Math.abs(s));
          const place = m * stretches + Math.floor(d / STRETCH);
          sums[place] += scale * (Math.max(s, 0) + Math.log1p(e) - t * s);
          values[at] = scale * ((s >= 0 ? 1 : e) / (1 + e) - t);
        }
      }
      parts.set(sums, l * S + first);
    }
  },
});
