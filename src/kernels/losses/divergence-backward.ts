import { covering, defineKernel } from "../../compute/kernel.ts";

/** The gradient of the divergence. See shaders/losses/divergence-backward.wgsl. */
export const divergenceBackward = defineKernel({
  shader: "losses/divergence-backward.wgsl",
  bindings: {
    code: { dtype: "f32", shape: "L M Y", access: "read" },
    beta: { dtype: "f32", shape: "L", access: "read" },
    gradient: { dtype: "f32", shape: "L M Y", access: "update" },
  },
  scalars: ["scale", "accumulate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M, Y }, { WORKGROUP_SIZE }) => covering(L * M * Y, WORKGROUP_SIZE),

  reference({ code, beta, gradient }, { scale, accumulate }, { L, M, Y }) {
    for (let l = 0; l < L; l++) {
      for (let m = 0; m < M; m++) {
        for (let j = 0; j < Y; j++) {
          const at = (l * M + m) * Y + j;
          const slope = j < Y / 2 ? code[at] : Math.expm1(code[at]) / 2;
          gradient[at] = (accumulate === 0 ? 0 : gradient[at]) + scale * beta[l] * slope;
        }
      }
    }
  },
});
