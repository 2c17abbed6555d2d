import { covering, defineKernel } from "../../compute/kernel.ts";

/** Times that each of eight chains multiplies and adds in a round. */
const STEPS = 8;
/** Multiplications and additions of an invocation in a round. */
export const OPERATIONS_PER_ROUND = 2 * 8 * STEPS;

/** Multiplies and adds, and nothing else. See shaders/bench/multiply-add.wgsl. */
export const multiplyAdd = defineKernel({
  shader: "bench/multiply-add.wgsl",
  bindings: {
    factors: { dtype: "f32", shape: "N 4", access: "read" },
    means: { dtype: "f32", shape: "N", access: "write" },
  },
  scalars: ["rounds"],
  overrides: { WORKGROUP_SIZE: 32 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),

  reference({ factors, means }, { rounds }, { N }) {
    for (let n = 0; n < N; n++) {
      let sum = 0;
      for (const x of factors.subarray(4 * n, 4 * n + 4)) {
        for (const start of [x, -x]) {
          let c = start;
          for (let step = 0; step < STEPS * rounds; step++) c = c * x + (1 - x);
          sum += c;
        }
      }
      means[n] = sum / 8;
    }
  },
});
