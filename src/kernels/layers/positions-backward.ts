import { covering, defineKernel } from "../../compute/kernel.ts";

/** Adds up the gradients of a position. See shaders/layers/positions-backward.wgsl. */
export const positionsBackward = defineKernel({
  shader: "layers/positions-backward.wgsl",
  bindings: {
    gradientOut: { dtype: "f32", shape: "L M D", access: "read" },
    positions: { dtype: "f32", shape: "L P D", access: "update" },
  },
  scalars: ["T", "offset", "accumulate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, P, D }, { WORKGROUP_SIZE }) => covering(L * P * D, WORKGROUP_SIZE),

  reference({ gradientOut, positions }, { T, offset, accumulate }, { L, M, P, D }) {
    if (accumulate === 0) positions.fill(0);
    for (let l = 0; l < L; l++) {
      for (let m = 0; m < M; m++) {
        const place = l * P + offset + (m % T);
        for (let d = 0; d < D; d++) {
          positions[place * D + d] += gradientOut[(l * M + m) * D + d];
        }
      }
    }
  },
});
