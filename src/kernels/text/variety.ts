import { covering, defineKernel } from "../../compute/kernel.ts";

/** How many of the tokens of a text are different ones. See shaders/text/variety.wgsl. */
export const variety = defineKernel({
  shader: "text/variety.wgsl",
  bindings: {
    texts: { dtype: "u32", shape: "L N T", access: "read" },
    scores: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ texts, scores }, _scalars, { L, N, T }) {
    for (let i = 0; i < L * N; i++) {
      scores[i] = new Set(texts.subarray(i * T, (i + 1) * T)).size / T;
    }
  },
});
