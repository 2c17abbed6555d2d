import { covering, defineKernel } from "../../compute/kernel.ts";

/** Adds up the gradients of all places of a token. See shaders/layers/embedding-backward.wgsl. */
export const embeddingBackward = defineKernel({
  shader: "layers/embedding-backward.wgsl",
  bindings: {
    tokens: { dtype: "u32", shape: "L M", access: "read" },
    links: { dtype: "u32", shape: "L M", access: "read" },
    gradientOut: { dtype: "f32", shape: "L M D", access: "read" },
    table: { dtype: "f32", shape: "L V D", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: ({ L, M, D }, { WORKGROUP_SIZE }) => covering(L * M * D, WORKGROUP_SIZE),

  reference({ tokens, gradientOut, table }, _scalars, { L, M, V, D }) {
    for (let l = 0; l < L; l++) {
      for (let m = 0; m < M; m++) {
        const row = l * V + tokens[l * M + m];
        for (let d = 0; d < D; d++) table[row * D + d] += gradientOut[(l * M + m) * D + d];
      }
    }
  },
});
