import { covering, defineKernel } from "../../compute/kernel.ts";

/** Some texts in a row. See shaders/layers/take-texts.wgsl. */
export const takeTexts = defineKernel({
  shader: "layers/take-texts.wgsl",
  bindings: {
    tokens: { dtype: "u32", shape: "K N T", access: "read" },
    batch: { dtype: "u32", shape: "L B T", access: "write" },
  },
  scalars: ["first"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, B, T }, { WORKGROUP_SIZE }) => covering(L * B * T, WORKGROUP_SIZE),

  reference({ tokens, batch }, { first }, { L, K, N, B, T }) {
    for (let l = 0; l < L; l++) {
      for (let b = 0; b < B; b++) {
        const text = (K === 1 ? 0 : l) * N + Math.min(first + b, N - 1);
        for (let t = 0; t < T; t++) batch[(l * B + b) * T + t] = tokens[text * T + t];
      }
    }
  },
});
