import { covering, defineKernel } from "../../compute/kernel.ts";

/** The target of a row that predicts nothing. Twin: shaders/layers/ignored.wgsl. */
export const IGNORED = 0xffffffff;

/** What each position of a text is to predict. See shaders/layers/next-tokens.wgsl. */
export const nextTokens = defineKernel({
  shader: "layers/next-tokens.wgsl",
  bindings: {
    tokens: { dtype: "u32", shape: "L M", access: "read" },
    targets: { dtype: "u32", shape: "L M", access: "write" },
  },
  scalars: ["T"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M }, { WORKGROUP_SIZE }) => covering(L * M, WORKGROUP_SIZE),

  reference({ tokens, targets }, { T }, { L, M }) {
    for (let l = 0; l < L; l++) {
      for (let m = 0; m < M; m++) {
        targets[l * M + m] = (m + 1) % T === 0 ? IGNORED : tokens[l * M + m + 1];
      }
    }
  },
});
