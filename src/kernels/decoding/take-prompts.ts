import { covering, defineKernel } from "../../compute/kernel.ts";

/** The prompts of one batch of texts. See shaders/decoding/take-prompts.wgsl. */
export const takePrompts = defineKernel({
  shader: "decoding/take-prompts.wgsl",
  bindings: {
    prompts: { dtype: "u32", shape: "G M S", access: "read" },
    lineages: { dtype: "u32", shape: "L", access: "read" },
    taken: { dtype: "u32", shape: "L N S", access: "write" },
  },
  scalars: ["first"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N, S }, { WORKGROUP_SIZE }) => covering(L * N * S, WORKGROUP_SIZE),

  reference({ prompts, lineages, taken }, { first }, { L, M, N, S }) {
    for (let l = 0; l < L; l++) {
      for (let n = 0; n < N; n++) {
        const from = (lineages[l] * M + ((first + n) % M)) * S;
        taken.set(prompts.subarray(from, from + S), (l * N + n) * S);
      }
    }
  },
});
