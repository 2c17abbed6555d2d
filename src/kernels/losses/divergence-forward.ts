import { covering, defineKernel } from "../../compute/kernel.ts";

/** The divergence from the standard normal. See shaders/losses/divergence-forward.wgsl. */
export const divergenceForward = defineKernel({
  shader: "losses/divergence-forward.wgsl",
  bindings: {
    code: { dtype: "f32", shape: "L M Y", access: "read" },
    beta: { dtype: "f32", shape: "L", access: "read" },
    parts: { dtype: "f32", shape: "L S", access: "update" },
  },
  scalars: ["first", "scale"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M }, { WORKGROUP_SIZE }) => covering(L * M, WORKGROUP_SIZE),

  reference({ code, beta, parts }, { first, scale }, { L, M, Y, S }) {
    const Z = Y / 2;
    for (let l = 0; l < L; l++) {
      for (let m = 0; m < M; m++) {
        let sum = 0;
        for (let j = 0; j < Z; j++) {
          const mean = code[(l * M + m) * Y + j];
          const logVariance = code[(l * M + m) * Y + Z + j];
          sum += (Math.exp(logVariance) + mean ** 2 - 1 - logVariance) / 2;
        }
        parts[l * S + first + m] = scale * beta[l] * sum;
      }
    }
  },
});
