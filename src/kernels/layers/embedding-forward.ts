import { covering, defineKernel } from "../../compute/kernel.ts";

/** What a token and its place are to the model. See shaders/layers/embedding-forward.wgsl. */
export const embeddingForward = defineKernel({
  shader: "layers/embedding-forward.wgsl",
  bindings: {
    tokens: { dtype: "u32", shape: "L M", access: "read" },
    table: { dtype: "f32", shape: "L V D", access: "read" },
    positions: { dtype: "f32", shape: "L P D", access: "read" },
    out: { dtype: "f32", shape: "L M D", access: "write" },
  },
  scalars: ["T", "offset"],
  overrides: { WORKGROUP_SIZE: 256 },
  workgroups: ({ L, M, D }, { WORKGROUP_SIZE }) => covering(L * M * D, WORKGROUP_SIZE),

  reference({ tokens, table, positions, out }, { T, offset }, { L, M, V, P, D }) {
    for (let l = 0; l < L; l++) {
      for (let m = 0; m < M; m++) {
        const row = l * V + tokens[l * M + m];
        const place = l * P + offset + (m % T);
        for (let d = 0; d < D; d++) {
          out[(l * M + m) * D + d] = table[row * D + d] + positions[place * D + d];
        }
      }
    }
  },
});
