import { covering, defineKernel } from "../../compute/kernel.ts";

/** Numbers that an invocation loads in a round. */
export const NUMBERS_PER_ROUND = 32;

/** Loads and adds, and nothing else. See shaders/bench/load-numbers.wgsl. */
export const loadNumbers = defineKernel({
  shader: "bench/load-numbers.wgsl",
  bindings: {
    numbers: { dtype: "f32", shape: "C 4", access: "read" },
    sums: { dtype: "f32", shape: "N", access: "write" },
  },
  scalars: ["rounds"],
  overrides: { WORKGROUP_SIZE: 32 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),

  reference({ numbers, sums }, { rounds }, { N, C }) {
    for (let n = 0; n < N; n++) {
      sums[n] = 0;
      for (let round = 0; round < rounds; round++) {
        const start = NUMBERS_PER_ROUND * ((n + round) % (C / 8));
        for (let i = 0; i < NUMBERS_PER_ROUND; i++) sums[n] += numbers[start + i];
      }
    }
  },
});
