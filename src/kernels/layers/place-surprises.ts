import { covering, defineKernel } from "../../compute/kernel.ts";

/** Gives to each token the surprise at it. See shaders/layers/place-surprises.wgsl. */
export const placeSurprises = defineKernel({
  shader: "layers/place-surprises.wgsl",
  bindings: {
    surprises: { dtype: "f32", shape: "L B T", access: "read" },
    out: { dtype: "f32", shape: "L N T", access: "update" },
  },
  scalars: ["first"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, T }, { WORKGROUP_SIZE }) => covering(L * B * T, WORKGROUP_SIZE),

  reference({ surprises, out }, { first }, { L, B, T, N }) {
    for (let l = 0; l < L; l++) {
      for (let b = 0; b < Math.min(B, N - first); b++) {
        for (let t = 0; t < T; t++) {
          const surprise = t === 0 ? 0 : surprises[(l * B + b) * T + t - 1];
          out[(l * N + first + b) * T + t] = surprise;
        }
      }
    }
  },
});
