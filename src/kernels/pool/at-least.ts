import { covering, defineKernel } from "../../compute/kernel.ts";

/** Which samples score at least a threshold. See shaders/pool/at-least.wgsl. */
export const atLeast = defineKernel({
  shader: "pool/at-least.wgsl",
  bindings: {
    scores: { dtype: "f32", shape: "L N", access: "read" },
    threshold: { dtype: "f32", shape: "L", access: "read" },
    marks: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ scores, threshold, marks }, _scalars, { L, N }) {
    for (let l = 0; l < L; l++) {
      for (let i = l * N; i < (l + 1) * N; i++) marks[i] = Number(scores[i] >= threshold[l]);
    }
  },
});
