import { covering, defineKernel } from "../../compute/kernel.ts";

/** Rows that one invocation adds up, which fixes the order of every sum over rows. */
export const ROWS = 32;

/** The sums of ROWS rows each. See shaders/layers/partial-sums.wgsl. */
export const partialSums = defineKernel({
  shader: "layers/partial-sums.wgsl",
  bindings: {
    x: { dtype: "f32", shape: "L M D", access: "read" },
    partials: { dtype: "f32", shape: "L C D", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, ROWS },
  workgroups: ({ L, C, D }, { WORKGROUP_SIZE }) => covering(L * C * D, WORKGROUP_SIZE),

  reference({ x, partials }, _scalars, { L, M, D, C }) {
    for (let l = 0; l < L; l++) {
      for (let c = 0; c < C; c++) {
        for (let d = 0; d < D; d++) {
          let sum = 0;
          for (let m = c * ROWS; m < Math.min((c + 1) * ROWS, M); m++) {
            sum += x[(l * M + m) * D + d];
          }
          partials[(l * C + c) * D + d] = sum;
        }
      }
    }
  },
});
